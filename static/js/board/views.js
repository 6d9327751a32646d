/**
 * What lives here: views of the board that a person keeps on the server: chosen by W and a figure, kept and removed in one dialog. The usual
 * one opens the board, unless this browser remembers filters that were on.
 */
import { el, cap, one } from "../lib/dom.js";
import { post } from "../lib/outbox.js";

/** @typedef {{id: number, name: string, wanted: import("./filters.js").Wanted, default: boolean}} View */

/** @param {import("./filters.js").Wanted} one @param {import("./filters.js").Wanted} other @returns {boolean} */
export function same(one, other) {
  const said = (/** @type {any} */ { priorities, stage, played = "", words }) => JSON.stringify([[...priorities].sort(), stage, played, words.trim()]);
  return said(one) === said(other);
}

export class Views {
  /** @param {import("./filters.js").Filters} filters */
  constructor(filters) {
    this.filters = filters;
    this.views = /** @type {View[]} */ (JSON.parse(one("#board-views").textContent ?? "[]"));
    this.dialog = /** @type {HTMLDialogElement} */ (one("#views"));
    this.list = one("[data-views]");
    one("[data-views-form]").addEventListener("submit", (event) => this.keep(event));
    this.list.addEventListener("click", ({ target }) => this.press(/** @type {Element} */ (target)));
    this.draw();
    const usual = this.views.find((view) => view.default);
    if (usual && !filters.remembers()) queueMicrotask(() => this.use(usual));
  }

  draw() {
    this.list.replaceChildren(...this.views.map((view, place) => row(view, place + 1)));
    one("[data-views-none]").hidden = this.views.length > 0;
    this.tell();
  }

  /** The button says which view the filters are, if they are one. */
  tell() {
    const now = this.filters.wanted();
    one("[data-view-name]").textContent = this.views.find(({ wanted }) => same(wanted, now))?.name ?? "Views";
  }

  /** @param {Element} target */
  press(target) {
    const button = /** @type {HTMLElement|null} */ (target.closest("[data-view], [data-drop]"));
    const view = this.views.find(({ id }) => String(id) === (button?.dataset.view ?? button?.dataset.drop));
    if (!button || !view) return;
    if (button.dataset.drop) return void this.send(`/api/v1/board/views/${view.id}/dropped/`, {});
    this.use(view);
    this.dialog.close();
  }

  /** @param {View} view */
  use(view) {
    this.filters.use(view.wanted);
    this.tell();
  }

  /** @param {Event} event */
  async keep(event) {
    event.preventDefault();
    const name = /** @type {HTMLInputElement} */ (one("#view-name"));
    const usual = /** @type {HTMLInputElement} */ (one("#view-default"));
    const kept = await this.send("/api/v1/board/views/", { name: name.value, wanted: this.filters.wanted(), default: usual.checked });
    if (kept) this.dialog.close();
  }

  /** @param {string} url @param {any} body @returns {Promise<boolean>} */
  async send(url, body) {
    const answer = await post(url, body);
    const refused = one("[data-views-refused]");
    refused.hidden = answer.ok;
    refused.textContent = answer.fault?.detail ?? "";
    if (!answer.ok) return false;
    this.views = answer.json.results ?? this.withOne(answer.json);
    this.draw();
    return true;
  }

  /** @param {View} kept @returns {View[]} */
  withOne(kept) {
    const others = this.views.map((view) => (kept.default ? { ...view, default: false } : view));
    return others.some(({ id }) => id === kept.id) ? others.map((view) => (view.id === kept.id ? kept : view)) : [...others, kept];
  }
}

/** @param {View} view @param {number} key @returns {HTMLElement} */
function row(view, key) {
  const choose = el("button.button.views__choose", { type: "button", "data-view": String(view.id), "data-shortcut": String(key) }, el("span", {}, view.name), cap(String(key), true));
  const usual = view.default && el("span.small.muted", {}, "opens the board");
  return el("li", {}, choose, usual, el("button.button.button--small.button--quiet", { type: "button", "data-drop": String(view.id) }, `Remove ${view.name}`));
}
