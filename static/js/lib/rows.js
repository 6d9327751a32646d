/**
 * What lives here: keyed rows that follow the board. Cells are patched in place; rows are added from the page's
 * <template data-row-of>; order, arrivals and departures wait while a person is in the list ("n changes held").
 *
 *   new Rows("incident", { values: (card) => ({place: card.place, …}), order: (a, b) => …, keep: (card) => true }).follow(shared());
 */
import { patch } from "./cells.js";
import { present } from "./reducer.js";

const LEAVING_MS = 450;
const FOCUSABLE = "a[href], button:not([hidden], :disabled)";

export class Rows {
  /**
   * @param {string} kind the kind of card, and of [data-rows], [data-row-of], [data-held-for], [data-empty-of]
   * @param {{values: (card: any) => Object<string, unknown>, order?: (one: any, other: any) => number, keep?: (card: any) => boolean,
   *          made?: (row: HTMLElement, card: any) => void, dress?: (row: HTMLElement, card: any) => void,
   *          append?: boolean, root?: ParentNode}} options made: once for a new row; dress: for every new or changed card;
   *          append: what arrives is shown at the end at once, even while a person is in the list
   */
  constructor(kind, { values, order = () => 0, keep = () => true, made = () => {}, dress = () => {}, append = false, root = document }) {
    this.kind = kind;
    this.values = values;
    this.order = order;
    this.keep = keep;
    this.made = made;
    this.dress = dress;
    this.append = append;
    const list = /** @type {HTMLElement} */ (root.querySelector(`[data-rows="${kind}"]`));
    this.body = /** @type {HTMLElement} */ (list.tagName === "TABLE" ? list.querySelector("tbody") : list);
    this.template = /** @type {HTMLTemplateElement} */ (root.querySelector(`template[data-row-of="${kind}"]`));
    this.notice = /** @type {HTMLElement|null} */ (root.querySelector(`[data-held-for="${kind}"]`));
    this.empty = /** @type {HTMLElement|null} */ (root.querySelector(`[data-empty-of="${kind}"]`));
    this.cards = /** @type {any[]} */ ([]);
    this.told = false;
    this.inside = false;
    this.watchPresence();
  }

  /** Follow the page's wire. @param {import("./live.js").Live} live */
  follow(live) {
    return live.subscribe(({ picture, cards, whole }) => {
      if (whole || cards.some((card) => card.kind === this.kind)) this.update(present(picture, this.kind));
    });
  }

  /** Show these cards and no others. @param {any[]} cards */
  update(cards) {
    this.told = true;
    this.cards = cards.filter(this.keep).sort(this.order);
    this.patchKnown(cards);
    if (!this.isHeld()) this.arrange();
    else this.wait();
  }

  /** Cells change at once, even under the pointer and in rows that will leave: only places are held. @param {any[]} cards */
  patchKnown(cards) {
    const rows = this.rows();
    for (const card of cards) {
      const row = rows.get(String(card.id));
      if (!row || Number(row.dataset.revision) >= card.revision) continue;
      const first = row.dataset.revision === "0";
      row.dataset.revision = String(card.revision);
      patch(row, this.values(card), { quiet: first });
      this.dress(row, card);
    }
  }

  /** @returns {Map<string, HTMLElement>} */
  rows() {
    const found = /** @type {NodeListOf<HTMLElement>} */ (this.body.querySelectorAll(":scope > [data-key]:not([data-leaving])"));
    return new Map(Array.from(found, (row) => [row.dataset.key ?? "", row]));
  }

  /** Put rows in, out and in order. Rows that are in their place are not moved, and the focus stays where it was. */
  arrange() {
    const rows = this.rows();
    const focused = this.focused();
    const wanted = this.cards.map((card) => rows.get(String(card.id)) ?? this.make(card));
    const keys = new Set(this.cards.map((card) => String(card.id)));
    for (const [key, row] of rows) if (!keys.has(key)) this.leave(row);
    let next = this.body.firstElementChild;
    for (const row of wanted) {
      delete row.dataset.past;
      while (next && /** @type {HTMLElement} */ (next).dataset.leaving !== undefined) next = next.nextElementSibling;
      if (row === next) next = next.nextElementSibling;
      else this.body.insertBefore(row, next);
    }
    this.refocus(focused);
    this.showHeld(0);
    if (this.empty) this.empty.hidden = this.cards.length > 0;
  }

  /** @returns {HTMLElement|null} the element of this list that has the focus */
  focused() {
    return this.body.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  }

  /** Moving a row takes the focus from it, and so does its leaving: give it back, or to the row that follows. @param {HTMLElement|null} focused */
  refocus(focused) {
    if (!focused) return;
    const leaving = /** @type {HTMLElement|null} */ (focused.closest("[data-leaving]"));
    if (!leaving) return focused.focus({ preventScroll: true });
    let near = leaving.nextElementSibling;
    while (near && /** @type {HTMLElement} */ (near).dataset.leaving !== undefined) near = near.nextElementSibling;
    const row = near ?? [...this.rows().values()].at(-1);
    /** @type {HTMLElement|null} */ (row?.querySelector(FOCUSABLE) ?? document.getElementById("main"))?.focus();
  }

  /** @param {any} card @returns {HTMLElement} */
  make(card) {
    const row = /** @type {HTMLElement} */ (this.template.content.firstElementChild?.cloneNode(true));
    row.dataset.key = String(card.id);
    row.dataset.revision = String(card.revision);
    row.dataset.fresh = "";
    patch(row, this.values(card), { quiet: true });
    this.made(row, card);
    this.dress(row, card);
    setTimeout(() => delete row.dataset.fresh, 1700);
    return row;
  }

  /** @param {HTMLElement} row */
  leave(row) {
    row.dataset.leaving = "";
    row.inert = true;
    setTimeout(() => row.remove(), LEAVING_MS);
  }

  isHeld() {
    return this.inside || this.body.contains(document.activeElement);
  }

  /** A person is in the list: places wait, and rows of what is past are marked. */
  wait() {
    const rows = this.rows();
    const keys = new Set(this.cards.map((card) => String(card.id)));
    for (const [key, row] of rows) row.toggleAttribute("data-past", !keys.has(key));
    if (this.append) for (const card of this.cards) if (!rows.has(String(card.id))) this.body.append(this.make(card));
    if (this.append && this.empty && this.cards.length > 0) this.empty.hidden = true;
    this.showHeld(this.heldChanges());
  }

  /** How many rows would come, go or move. */
  heldChanges() {
    const shown = [...this.rows().keys()];
    const wanted = this.cards.map((card) => String(card.id));
    const [was, will] = [new Set(shown), new Set(wanted)];
    const kept = shown.filter((key) => will.has(key));
    const moved = wanted.filter((key) => was.has(key)).filter((key, place) => key !== kept[place]).length;
    return wanted.filter((key) => !was.has(key)).length + (shown.length - kept.length) + moved;
  }

  /** @param {number} changes */
  showHeld(changes) {
    const shown = this.notice?.querySelector("[data-held-count]");
    if (!this.notice || !shown) return;
    shown.textContent = String(changes);
    this.notice.hidden = changes === 0;
  }

  watchPresence() {
    this.body.addEventListener("pointerenter", () => (this.inside = true));
    this.body.addEventListener("pointerleave", () => {
      this.inside = false;
      this.settle();
    });
    this.body.addEventListener("focusout", () => setTimeout(() => this.settle()));
    this.notice?.querySelector("[data-held-show]")?.addEventListener("click", () => this.arrange());
  }

  settle() {
    if (this.told && !this.isHeld()) this.arrange();
  }
}
