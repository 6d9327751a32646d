/**
 * What lives here: several windows of one person follow each other's choice, over a channel of this browser. A page with a "Follow" button takes part:
 *
 *   <button data-follow="board" data-follows="yes">   the page's kind, and whether it follows until somebody says otherwise
 *   document: "follow:chosen" {kind, id}              chosen in another window, and this one follows
 *   chose({kind, id})                                 chosen here, where no row's focus says so; arrived(…) when it may have been led here
 *
 * A row that gets the focus on a page of rows is chosen; a row chosen elsewhere is marked [data-chosen], and the focus stays where it is.
 */
import { Chosen, channelName, choiceOfRow } from "./following.js";

const LED = "follow-led";
const ROW = ":is([data-rows=incident], [data-rows=unit], [data-rows=contact], [data-rows=exception]) [data-key]";

/** @type {Follow|null} */
let follow = null;

class Follow {
  /** @param {HTMLElement} button @param {string} name the channel's */
  constructor(button, name) {
    this.button = button;
    this.name = name;
    this.key = `follow-${button.dataset.follow}`;
    this.chosen = new Chosen((recall(this.key) ?? button.dataset.follows ?? "no") === "yes");
    this.focused = "";
    this.channel = /** @type {BroadcastChannel|null} */ (null);
  }

  open() {
    if (this.channel) return;
    this.channel = new BroadcastChannel(this.name);
    this.channel.onmessage = ({ data }) => (data?.op === "signed-out" ? this.close() : show(this.chosen.hear(data)));
    this.tell();
  }

  close() {
    this.channel?.close();
    this.channel = null;
  }

  /** Nobody follows a person who has gone. */
  signOut() {
    this.channel?.postMessage({ op: "signed-out" });
    this.close();
  }

  /** @param {import("./following.js").Choice} choice */
  choose(choice) {
    mark(null);
    const said = this.chosen.choose(choice);
    if (said) this.channel?.postMessage(said);
  }

  /** A row has the focus. That a window comes to the front again chooses nothing. @param {HTMLElement} row */
  focus(row) {
    const list = /** @type {HTMLElement} */ (row.closest("[data-rows]")).dataset.rows ?? "";
    const key = row.dataset.key ?? "";
    const choice = choiceOfRow(list, key);
    if (!choice || this.focused === `${list} ${key}`) return;
    this.focused = `${list} ${key}`;
    this.choose(choice);
  }

  turn() {
    const on = !this.chosen.follows;
    remember(this.key, on ? "yes" : "no");
    const missed = this.chosen.turn(on);
    this.tell();
    show(missed);
  }

  tell() {
    this.button.setAttribute("aria-pressed", String(this.chosen.follows));
  }
}

/** @param {string} key @returns {string|null} what this window remembers */
function recall(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null; // a browser that keeps nothing
  }
}

/** @param {string} key @param {string} value */
function remember(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing: the button says what holds until the next page.
  }
}

/** @param {import("./following.js").Choice|null} choice */
function show(choice) {
  if (!choice) return;
  mark(choice);
  document.dispatchEvent(new CustomEvent("follow:chosen", { detail: choice }));
}

/** @param {import("./following.js").Choice|null} choice mark its row, and no other */
function mark(choice) {
  for (const row of document.querySelectorAll("[data-chosen]")) row.removeAttribute("data-chosen");
  const row = choice && document.querySelector(`[data-rows="${choice.kind}"] [data-key="${CSS.escape(choice.id)}"]`);
  if (!row) return;
  row.setAttribute("data-chosen", "");
  row.dispatchEvent(new CustomEvent("rows:reveal", { bubbles: true }));
  row.scrollIntoView({ block: "nearest" });
}

/** Something was chosen here. @param {import("./following.js").Choice} choice */
export function chose(choice) {
  follow?.choose(choice);
}

/** The page stands for this one: chosen by whoever opened it, unless the window was led here or only read it again. @param {import("./following.js").Choice} choice */
export function arrived(choice) {
  const led = recall(LED) === choice.id;
  remember(LED, "");
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (led || entry?.type === "reload") follow?.chosen.arrive(choice);
  else follow?.choose(choice);
}

/** Go to what was chosen elsewhere; the page that opens says nothing of it. @param {import("./following.js").Choice} choice @param {string} url */
export function goTo({ id }, url) {
  remember(LED, id);
  location.assign(url);
}

/** Take part, if the page does. Rows are chosen by their focus, except on the desk, where going through a list opens nothing. */
export function start() {
  const button = /** @type {HTMLElement|null} */ (document.querySelector("[data-follow]"));
  const { person, centre } = document.body.dataset;
  if (!button || !person || !centre) return;
  const here = new Follow(button, channelName(person, centre));
  follow = here;
  here.open();
  button.addEventListener("click", () => here.turn());
  if (button.dataset.follow !== "desk") {
    document.addEventListener("focusin", ({ target }) => {
      const row = /** @type {HTMLElement|null} */ (/** @type {Element} */ (target).closest(ROW));
      if (row) here.focus(row);
    });
  }
  document.addEventListener("submit", ({ target }) => /** @type {Element} */ (target).matches("form[data-signs-out]") && here.signOut());
  document.addEventListener("live:health", (event) => /** @type {CustomEvent} */ (event).detail.withdrawn && here.close());
  addEventListener("pagehide", () => here.close());
  addEventListener("pageshow", (event) => event.persisted && here.open());
}
