/**
 * What lives here: the command bar. "/" or Ctrl+K opens it; it asks the server what the text would do and shows that
 * before Enter does it. GET /api/v1/command/?text=… → {preview, complete: [{text, label}|string], error?};
 * POST /api/v1/command/ {text} → {detail?, url?, opens?: a dialog's id}. A page may take the result itself: "command:done" on document, preventDefault().
 */
import { get } from "./api.js";
import { register } from "./keys.js";
import { post } from "./outbox.js";
import { toast } from "./toast.js";

const URL_OF_COMMANDS = "/api/v1/command/";
const PAUSE_MS = 120;

export class CommandBar {
  /** @param {HTMLDialogElement} dialog templates/partials/command_bar.html */
  constructor(dialog) {
    this.dialog = dialog;
    this.text = /** @type {HTMLInputElement} */ (dialog.querySelector("[data-command-text]"));
    this.list = /** @type {HTMLElement} */ (dialog.querySelector("[data-command-list]"));
    this.effect = /** @type {HTMLElement} */ (dialog.querySelector("[data-command-effect]"));
    this.hint = this.effect.textContent ?? "";
    this.chosen = -1;
    this.asked = 0;
    this.text.addEventListener("input", () => this.changed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", ({ target }) => this.take(/** @type {Element} */ (target).closest("[role=option]")));
    dialog.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
  }

  /** @param {string} [text] to begin with, e.g. "D M21 " */
  open(text = "") {
    if (this.dialog.open) return this.text.focus();
    this.text.value = text;
    this.offer([]);
    this.say("", this.hint);
    this.dialog.showModal();
    this.text.focus();
    if (text) this.changed();
  }

  changed() {
    clearTimeout(this.pause);
    this.asked += 1;
    if (this.text.value.trim() === "") {
      this.offer([]);
      return this.say("", this.hint);
    }
    // What is shown belongs to an older text until the server answers: it must not look ready.
    this.effect.dataset.state = "";
    this.pause = setTimeout(() => this.preview(this.asked), PAUSE_MS);
  }

  /** @param {number} number answers to older questions are dropped */
  async preview(number) {
    const answer = await get(`${URL_OF_COMMANDS}?text=${encodeURIComponent(this.text.value)}`);
    if (number !== this.asked) return;
    if (!answer.ok) return this.say("refused", answer.fault?.detail ?? "");
    const { preview = "", complete = [], error = "" } = answer.json;
    this.offer(complete);
    this.say(error ? "refused" : preview ? "ready" : "", error || preview || this.hint);
  }

  /** @param {(string|{text: string, label?: string})[]} completions */
  offer(completions) {
    const options = completions.slice(0, 12).map((item) => (typeof item === "string" ? { text: item } : item));
    this.list.replaceChildren(...options.map((item, place) => option(item, place)));
    this.text.setAttribute("aria-expanded", String(options.length > 0));
    this.choose(-1);
  }

  /** @param {number} place -1: none */
  choose(place) {
    this.chosen = place;
    this.text.removeAttribute("aria-activedescendant");
    [...this.list.children].forEach((item, index) => {
      item.setAttribute("aria-selected", String(index === place));
      if (index !== place) return;
      this.text.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const last = this.list.children.length - 1;
    /** @type {Object<string, () => void>} */
    const acts = {
      ArrowDown: () => this.choose(this.chosen >= last ? -1 : this.chosen + 1),
      ArrowUp: () => this.choose(this.chosen < 0 ? last : this.chosen - 1),
      Enter: () => (this.chosen >= 0 ? this.take(this.list.children[this.chosen]) : this.run()),
    };
    if (event.key === "Tab" && last >= 0 && !event.shiftKey) acts.Tab = () => this.take(this.list.children[Math.max(0, this.chosen)]);
    if (!acts[event.key] || event.isComposing) return;
    event.preventDefault();
    acts[event.key]();
  }

  /** Put a completion into the line. @param {Element|null} item */
  take(item) {
    if (!item) return;
    this.text.value = `${/** @type {HTMLElement} */ (item).dataset.text} `;
    this.text.focus();
    this.changed();
  }

  async run() {
    const text = this.text.value.trim();
    if (!text) return;
    this.say("", "Sending…");
    const answer = await post(URL_OF_COMMANDS, { text });
    if (!answer.ok) return this.say("refused", answer.fault?.detail ?? "");
    this.dialog.close();
    const done = new CustomEvent("command:done", { detail: answer.json, cancelable: true });
    if (!document.dispatchEvent(done)) return;
    if (answer.json?.url?.startsWith("/")) location.assign(answer.json.url);
    else toast(answer.json?.detail ?? "Done", "ok");
  }

  /** @param {""|"ready"|"refused"} state @param {string} words */
  say(state, words) {
    this.effect.dataset.state = state;
    this.effect.textContent = words;
  }
}

/** @param {{text: string, label?: string}} item @param {number} place */
function option(item, place) {
  const row = document.createElement("div");
  row.className = "command__option";
  row.id = `command-option-${place}`;
  row.setAttribute("role", "option");
  row.dataset.text = item.text;
  const text = document.createElement("b");
  text.textContent = item.text;
  const label = document.createElement("span");
  label.className = "muted";
  label.textContent = item.label ?? "";
  row.append(text, " ", label);
  return row;
}

/** @returns {CommandBar|undefined} tie the page's command bar to its keys and its button */
export function start() {
  const dialog = document.getElementById("command-bar");
  if (!(dialog instanceof HTMLDialogElement)) return undefined;
  const bar = new CommandBar(dialog);
  register("/", "Command bar", () => bar.open());
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    bar.open();
  });
  document.addEventListener("click", ({ target }) => {
    const opener = target instanceof Element && target.closest("[data-command-open]");
    if (opener) bar.open(/** @type {HTMLElement} */ (opener).dataset.commandOpen ?? "");
  });
  return bar;
}
