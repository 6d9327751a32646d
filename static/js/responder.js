/**
 * What lives here: the crew's page stays fresh, sends its forms without leaving, and keeps what was pressed without a
 * connection: in order, each once (its nonce), with how long ago it was pressed. The forms work without any of this.
 */
import { learn } from "./lib/clock.js";
import { newKey } from "./lib/api.js";
import { morphParts } from "./lib/morph.js";
import * as theme from "./lib/theme.js";
import { span, start as startTicking, tick } from "./lib/tick.js";

const EVERY_MS = 3000;
const PATIENCE_MS = 12000;
const STALE_AFTER_MS = 9000;
const HOLD_MS = 1500;
/** After a step was taken the button under the thumb means the next one: a second tap of the same thumb does not count. */
const REST_MS = 1000;
const STORE = `crew:${location.pathname}`;

const main = () => /** @type {HTMLElement} */ (document.getElementById("main"));
let heard_ms = Date.now();
let taken_ms = 0;
let busy = false;
let asking = false;

/** @typedef {{url: string, fields: [string, string][], pressed_ms: number, label: string}} Entry */
/** @returns {Entry[]} what waits for a connection, oldest first */
function waiting() {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "[]");
  } catch {
    return [];
  }
}

/** @param {Entry[]} entries */
function keep(entries) {
  try {
    if (entries.length) localStorage.setItem(STORE, JSON.stringify(entries));
    else localStorage.removeItem(STORE);
  } catch {
    // A browser without storage still sends while the page is open: the entry is tried at once.
  }
  showWaiting(entries);
}

/** @param {Entry[]} entries */
function showWaiting(entries) {
  const list = /** @type {HTMLElement|null} */ (document.querySelector("[data-waiting]"));
  if (!list) return;
  list.hidden = entries.length === 0;
  list.replaceChildren(...entries.map(({ label }) => Object.assign(document.createElement("li"), { textContent: `Not sent yet: ${label}` })));
}

/** @param {string} url @param {RequestInit} [request] @returns {Promise<Response|null>} null: not reached */
async function ask(url, request = {}) {
  try {
    const response = await fetch(url, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS), ...request });
    if (response.status >= 500 || response.status === 403 || response.status === 429) return null;
    heard_ms = Date.now();
    return response;
  } catch {
    return null;
  }
}

/** Put the page that came over this one. @param {Response} response @param {string} [sent] words of the field that was just sent */
async function take(response, sent = "") {
  if (response.status === 404) return location.reload();
  const newer = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!newer.getElementById("main")) return location.reload();
  const typed = new Map([.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("main textarea, main input:not([type=hidden], [data-forget])"))].map((field) => [field.id, field.value]));
  morphParts(newer, ["main"]);
  for (const [id, value] of typed) {
    const field = /** @type {HTMLInputElement|null} */ (document.getElementById(id));
    if (field && value !== sent) field.value = value;
    else if (field) field.value = field.defaultValue;
  }
  showWaiting(waiting());
  tick();
  const said = /** @type {HTMLElement|null} */ (document.querySelector("[data-takes-focus]"));
  const alarmed = /** @type {HTMLElement|null} */ (document.querySelector("[data-key=emergency-now][data-fresh]"));
  if (said ?? alarmed) (said ?? alarmed)?.focus();
  else if (!response.ok) location.reload();
  markOpened();
}

/** A person has the page before them: the brief counts as read. */
function markOpened() {
  const { unread, opened = "" } = main().dataset;
  if (unread !== "yes" || document.visibilityState !== "visible") return;
  main().dataset.unread = "no";
  ask(opened, { method: "POST", headers: { "X-CSRFToken": token() } });
}

function token() {
  return /** @type {HTMLInputElement|null} */ (document.querySelector("input[name=csrfmiddlewaretoken]"))?.value ?? "";
}

/** @param {HTMLFormElement} form @param {HTMLElement|null} button */
function press(form, button) {
  if (button?.getAttribute("aria-busy") === "true") return;
  const fields = new FormData(form, button instanceof HTMLButtonElement ? button : null);
  fields.set("nonce", newKey());
  const label = String(fields.get("text") ?? fields.get("wanted") ?? button?.textContent ?? form.textContent ?? "").trim().slice(0, 80);
  const listed = /** @type {[string, string][]} */ ([...fields].filter(([name]) => name !== "csrfmiddlewaretoken"));
  keep([...waiting(), { url: form.action, fields: listed, pressed_ms: Date.now(), label }]);
  button?.setAttribute("aria-busy", "true");
  flush().finally(() => {
    button?.removeAttribute("aria-busy");
    if (waiting().length) form.reset();
  });
}

/** Send what waits, oldest first, until something cannot be sent. */
async function flush() {
  if (busy) return;
  busy = true;
  try {
    for (let [entry] = waiting(); entry; [entry] = waiting()) if (!(await send(entry))) break;
  } finally {
    busy = false;
  }
  watch();
}

/** @param {Entry} entry @returns {Promise<boolean>} false: not reached, it stays */
async function send(entry) {
  const body = new URLSearchParams(entry.fields);
  const ago_s = Math.round((Date.now() - entry.pressed_ms) / 1000);
  if (ago_s > 2) body.set("ago_s", String(Math.min(ago_s, 12 * 3600)));
  const response = await ask(entry.url, { method: "POST", body, headers: { "X-CSRFToken": token() } });
  if (!response) return false;
  keep(waiting().slice(1));
  taken_ms = Date.now();
  if (response.ok) foldAway(entry.url);
  const sent = Object.fromEntries(entry.fields);
  await take(response, response.ok ? (sent.text ?? sent.wanted ?? sent.words ?? sent.why ?? "") : "");
  rest();
  return true;
}

/** What was sent folds away; what a person is opening meanwhile stays. @param {string} url */
function foldAway(url) {
  for (const fold of document.querySelectorAll("main details[open]")) if (fold.querySelector("form")?.action === url) fold.removeAttribute("open");
}

/** The button under the thumb has just changed its meaning: it rests for a moment, and shows it. */
function rest() {
  const button = /** @type {HTMLButtonElement|null} */ (document.querySelector(".crew-bar__next button"));
  if (!button) return;
  button.disabled = true;
  setTimeout(() => {
    button.disabled = false;
  }, Math.max(0, REST_MS - (Date.now() - taken_ms)));
}

/** Ask whether anything has changed, and fetch the page when it has. */
async function poll() {
  if (asking || busy || document.visibilityState !== "visible") return;
  asking = true;
  const asked = Date.now();
  const response = await ask(main().dataset.state ?? "");
  asking = false;
  watch();
  if (!response) return;
  if (response.status === 404) return location.reload();
  const state = await response.json();
  learn(state.at, Date.now() - asked);
  if (waiting().length) return void flush();
  if (busy || String(state.revision) === main().dataset.mark) return;
  const page = await ask(location.href);
  if (page && !busy) await take(page);
}

/** Say how old the page is, once that matters. */
function watch() {
  const banner = /** @type {HTMLElement} */ (document.querySelector("[data-offline]"));
  const age_ms = Date.now() - heard_ms;
  const lost = age_ms > STALE_AFTER_MS || waiting().length > 0;
  banner.hidden = !lost;
  const said = /** @type {HTMLElement} */ (banner.querySelector("[data-offline-said]"));
  const words = lost ? "No connection. What you press is kept and sent when it returns." : "";
  if (said.textContent !== words) said.textContent = words;
  const age = /** @type {HTMLElement} */ (banner.querySelector("[data-offline-age]"));
  age.textContent = lost ? `This page is ${span(age_ms / 1000)} old.` : "";
}

/** The emergency button: held long enough, it is sent; merely pressed, it opens and asks. */
function watchHolding() {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  let held = false;
  const target = (/** @type {Event} */ event) => (event.target instanceof Element ? /** @type {HTMLElement|null} */ (event.target.closest("[data-hold]")) : null);
  const begin = (/** @type {HTMLElement} */ summary) => {
    clearTimeout(timer);
    held = false;
    summary.dataset.holding = "";
    timer = setTimeout(() => {
      held = true;
      delete summary.dataset.holding;
      const form = /** @type {HTMLFormElement|null} */ (document.getElementById(summary.dataset.hold ?? ""));
      if (form) press(form, null);
    }, HOLD_MS);
  };
  const end = () => {
    clearTimeout(timer);
    for (const summary of document.querySelectorAll("[data-holding]")) delete (/** @type {HTMLElement} */ (summary).dataset.holding);
  };
  const isKey = (/** @type {KeyboardEvent} */ event) => event.key === "Enter" || event.key === " ";
  document.addEventListener("pointerdown", (event) => target(event) && begin(/** @type {HTMLElement} */ (target(event))));
  for (const over of ["pointerup", "pointercancel", "blur"]) addEventListener(over, end);
  document.addEventListener("keydown", (event) => {
    const summary = target(event);
    if (!summary || !isKey(event)) return;
    // A held Enter would open and close it again and again; the release decides what it was.
    event.preventDefault();
    if (!event.repeat) begin(summary);
  });
  document.addEventListener("keyup", (event) => {
    const summary = target(event);
    end();
    if (summary && isKey(event) && !held) summary.closest("details")?.toggleAttribute("open");
    if (summary && isKey(event)) event.preventDefault();
    held = false;
  });
  document.addEventListener("click", (event) => {
    if (target(event) && held) event.preventDefault();
    held = false;
  });
  document.addEventListener("contextmenu", (event) => target(event) && event.preventDefault());
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.method !== "post") return;
  event.preventDefault();
  press(form, /** @type {SubmitEvent} */ (event).submitter);
});
document.addEventListener("visibilitychange", () => {
  markOpened();
  poll();
});
addEventListener("online", () => poll());

if (document.documentElement.hasAttribute("data-theme-by-device")) document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
theme.start();
for (const hint of document.querySelectorAll("[data-hold-hint]")) hint.textContent = "hold, or press";
watchHolding();
startTicking();
showWaiting(waiting());
/** @type {HTMLElement|null} */ (document.querySelector("[data-takes-focus]"))?.focus();
markOpened();
setInterval(poll, EVERY_MS);
setInterval(watch, 1000);
if (waiting().length) flush();
