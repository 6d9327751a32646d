/**
 * What lives here: going through a list by keyboard. One row at a time is in the tab order; J and K, or the arrows within the list,
 * go down and up; Home and End to the ends; Escape leaves, so that the list may move again. A click anywhere on a row opens it.
 */
import { register } from "../lib/keys.js";

export class Roving {
  /** @param {HTMLElement} body the rows' parent @param {{opens?: string, thing?: string, keys?: boolean}} [options] what opens a row, what a row is, and whether J and K are its keys */
  constructor(body, { opens = "a[data-cell=link]", thing = "incident", keys = true } = {}) {
    this.body = body;
    this.opens = opens;
    if (keys) register("j", `Next ${thing}`, () => this.go(1));
    if (keys) register("k", `Previous ${thing}`, () => this.go(-1));
    body.addEventListener("keydown", (event) => this.key(event));
    body.addEventListener("focusin", () => this.refresh());
    body.addEventListener("click", (event) => this.click(event));
    const changed = new MutationObserver(() => this.refresh());
    changed.observe(body, { childList: true });
    // Rows that leave, whatever is written into their cells: two observers, because one that watches the cells would be called for each.
    new MutationObserver(() => this.refresh()).observe(body, { subtree: true, attributeFilter: ["data-leaving"] });
    /** The link in the tab order. */
    this.current = /** @type {HTMLElement|undefined} */ (undefined);
  }

  /** @returns {HTMLElement[]} */
  links() {
    return /** @type {HTMLElement[]} */ ([...this.body.children].map((row) => this.linkOf(row)).filter(Boolean));
  }

  /** @param {Element|null|undefined} row @returns {HTMLElement|null} what opens it; none in a row that is leaving */
  linkOf(row) {
    const { key, leaving } = /** @type {HTMLElement|undefined} */ (row)?.dataset ?? {};
    return key === undefined || leaving !== undefined ? null : /** @type {Element} */ (row).querySelector(this.opens);
  }

  /** @param {HTMLElement[]} links @returns {number} -1: the focus is elsewhere */
  place(links) {
    const row = document.activeElement?.closest("[data-key]");
    return links.findIndex((link) => row?.contains(link));
  }

  /** Keep exactly one row in the tab order: the one in focus, or the one that was, or the first. */
  refresh() {
    const before = this.current;
    const focused = this.body.contains(document.activeElement) ? this.linkOf(document.activeElement?.closest("[data-key]")) : null;
    this.current = focused ?? (this.isHere(before) ? before : undefined) ?? this.first();
    if (before && before !== this.current && before.tabIndex === 0) before.tabIndex = -1;
    if (this.current && this.current.tabIndex !== 0) this.current.tabIndex = 0;
  }

  /** @param {HTMLElement|undefined} link */
  isHere(link) {
    const row = link?.closest("[data-key]");
    return row?.parentNode === this.body && this.linkOf(row) === link;
  }

  /** @returns {HTMLElement|undefined} */
  first() {
    for (const row of this.body.children) {
      const link = this.linkOf(row);
      if (link) return link;
    }
    return undefined;
  }

  /** Go on from here with the next J or K, without taking the focus. @param {string} key */
  stand(key) {
    const link = this.linkOf(this.body.querySelector(`[data-key="${CSS.escape(key)}"]`));
    if (!link || this.body.contains(document.activeElement)) return;
    if (this.current) this.current.tabIndex = -1;
    this.current = link;
    this.refresh();
  }

  /** @param {number} step */
  go(step) {
    const links = this.links();
    const place = this.place(links);
    const from = place >= 0 ? place : links.findIndex((link) => link.tabIndex === 0) - (step > 0 ? 1 : -1);
    this.focus(links[Math.min(links.length - 1, Math.max(0, from + step))]);
  }

  /** @param {HTMLElement|undefined} link */
  focus(link) {
    link?.closest("[data-key]")?.dispatchEvent(new CustomEvent("rows:reveal", { bubbles: true }));
    link?.focus();
    link?.closest("tr")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    /** @type {Object<string, () => void>} */
    const acts = {
      ArrowDown: () => this.go(1),
      ArrowUp: () => this.go(-1),
      Home: () => this.focus(this.links()[0]),
      End: () => this.focus(this.links().at(-1)),
      Escape: () => document.getElementById("main")?.focus(),
    };
    if (!acts[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    acts[event.key]();
  }

  /** @param {MouseEvent} event */
  click(event) {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("a, button") || String(getSelection())) return;
    /** @type {HTMLElement|null|undefined} */ (target.closest("[data-row-link]")?.querySelector(this.opens))?.click();
  }
}
