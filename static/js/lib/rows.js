/**
 * What lives here: keyed rows that follow the board. Cells are patched in place; rows are added from the page's
 * <template data-row-of>; order, arrivals and departures wait while a person is in the list ("n changes held").
 * update() shows a whole list; take() only what changed, without looking at the other rows: a long list costs no more than a short one.
 *
 *   new Rows("incident", { values: (card) => ({place: card.place, …}), order: (a, b) => …, keep: (card) => true }).follow(shared());
 */
import { patch } from "./cells.js";
import { eachFrame } from "./eachframe.js";
import { LongList } from "./longlist.js";
import { changesBetween, putIn, takeOut } from "./places.js";
import { newest, present } from "./reducer.js";

const LEAVING_MS = 450;
const FOCUSABLE = "a[href], button:not([hidden], :disabled)";

export class Rows {
  /**
   * @param {string} kind the kind of card, and of [data-rows], [data-row-of], [data-held-for], [data-empty-of]
   * @param {{values: (card: any) => Object<string, unknown>, order?: (one: any, other: any) => number, keep?: (card: any) => boolean,
   *          made?: (row: HTMLElement, card: any) => void, dress?: (row: HTMLElement, card: any) => void,
   *          append?: boolean, root?: ParentNode, scroller?: HTMLElement|null}} options made: once for a new row; dress: for every new or changed card;
   *          append: what arrives is shown at the end at once, even while a person is in the list;
   *          scroller: what scrolls a list that may become long: then only what is near is drawn
   */
  constructor(kind, { values, order = () => 0, keep = () => true, made = () => {}, dress = () => {}, append = false, root = document, scroller = null }) {
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
    /** What is to be shown, in order. */
    this.cards = /** @type {any[]} */ ([]);
    this.long = scroller && new LongList(this.body, scroller);
    this.drawSoon = eachFrame(() => this.long?.refresh());
    this.shown = /** @type {Map<string, any>} the same by key */ (new Map());
    this.made_rows = /** @type {Map<string, HTMLElement>} */ (new Map());
    /** Whether the rows stand as the cards do. */
    this.arranged = false;
    this.told = false;
    this.inside = false;
    this.watchPresence();
  }

  /** Follow the page's wire. @param {import("./live.js").Live} live */
  follow(live) {
    return live.subscribe(({ picture, cards, whole }) => {
      if (whole || !this.told) this.update(present(picture, this.kind));
      else this.take(newest(picture, cards, this.kind));
    });
  }

  /** Show these cards and no others. @param {any[]} cards */
  update(cards) {
    this.told = true;
    this.cards = cards.filter(this.keep).sort(this.order);
    this.shown = new Map(this.cards.map((card) => [String(card.id), card]));
    const rows = this.rows();
    for (const card of cards) patchRow(this, rows.get(String(card.id)), card);
    this.show();
  }

  /** Take in what changed of a list that update() has shown. @param {any[]} cards the newest of each; those that are gone say so */
  take(cards) {
    if (cards.length === 0) return;
    for (const card of cards) {
      const key = String(card.id);
      const before = this.shown.get(key);
      const stays = !card.gone && this.keep(card);
      // Cells change at once, even under the pointer and in rows that will leave: only places are held.
      if (!card.gone) patchRow(this, this.row(key), card);
      if (before) takeOut(this.cards, before);
      if (stays) putIn(this.cards, card, this.order);
      if (stays) this.shown.set(key, card);
      else this.shown.delete(key);
    }
    if (this.isHeld() || !this.arranged) return this.show();
    this.settleThese(cards.map((card) => String(card.id)));
    this.settled();
  }

  show() {
    if (!this.isHeld()) this.arrange();
    else this.wait();
  }

  /** Put rows where they belong, in a list whose other rows stand where they do: from the end, so that the next one is in its place. @param {string[]} keys */
  settleThese(keys) {
    for (const key of keys) if (!this.shown.has(key) && this.row(key)) this.leave(/** @type {HTMLElement} */ (this.row(key)));
    const places = keys.filter((key) => this.shown.has(key)).map((key) => this.cards.indexOf(this.shown.get(key)));
    for (const place of places.sort((one, other) => other - one)) this.settleOne(this.cards[place], this.cards[place + 1]);
  }

  /** @param {any} card @param {any} after the card behind it, if any */
  settleOne(card, after) {
    const row = this.row(String(card.id));
    const put = row ?? this.make(card);
    const next = after ? this.row(String(after.id)) ?? null : null;
    delete put.dataset.past;
    if (!row || following(row) !== next) this.body.insertBefore(put, next);
  }

  /** @param {string} key @returns {HTMLElement|undefined} */
  row(key) {
    const row = this.made_rows.get(key);
    return row?.parentNode === this.body && row.dataset.leaving === undefined ? row : undefined;
  }

  /** @returns {Map<string, HTMLElement>} those that stand in the list, whoever put them there */
  rows() {
    this.made_rows = new Map();
    for (const child of this.body.children) {
      const { key, leaving } = /** @type {HTMLElement} */ (child).dataset;
      if (key !== undefined && leaving === undefined) this.made_rows.set(key, /** @type {HTMLElement} */ (child));
    }
    return this.made_rows;
  }

  /** Put rows in, out and in order. Rows that are in their place are not moved, and the focus stays where it was. */
  arrange() {
    const rows = this.rows();
    const focused = this.focused();
    const wanted = this.cards.map((card) => rows.get(String(card.id)) ?? this.make(card));
    for (const [key, row] of [...rows]) if (!this.shown.has(key)) this.leave(row);
    let next = this.body.firstElementChild;
    for (const row of wanted) {
      delete row.dataset.past;
      while (next && /** @type {HTMLElement} */ (next).dataset.leaving !== undefined) next = next.nextElementSibling;
      if (row === next) next = next.nextElementSibling;
      else this.body.insertBefore(row, next);
    }
    this.arranged = true;
    this.refocus(focused);
    this.settled();
  }

  settled() {
    this.long?.refresh();
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
    row?.dispatchEvent(new CustomEvent("rows:reveal", { bubbles: true }));
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
    this.made_rows.set(String(card.id), row);
    setTimeout(() => delete row.dataset.fresh, 1700);
    return row;
  }

  /** @param {HTMLElement} row */
  leave(row) {
    this.made_rows.delete(row.dataset.key ?? "");
    // Nobody sees it go.
    if (this.long?.is_long && row.dataset.near === undefined) return row.remove();
    row.dataset.leaving = "";
    row.inert = true;
    setTimeout(() => {
      row.remove();
      this.drawSoon();
    }, LEAVING_MS);
  }

  isHeld() {
    return this.inside || this.body.contains(document.activeElement);
  }

  /** A person is in the list: places wait, and rows of what is past are marked. */
  wait() {
    const rows = this.rows();
    this.arranged = false;
    for (const [key, row] of rows) if (this.shown.has(key) === (row.dataset.past !== undefined)) row.toggleAttribute("data-past");
    if (this.append) for (const card of this.cards) if (!rows.has(String(card.id))) this.body.append(this.make(card));
    if (this.append && this.empty && this.cards.length > 0) this.empty.hidden = true;
    this.showHeld(changesBetween([...rows.keys()], this.cards.map((card) => String(card.id))));
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

/** @param {Rows} rows @param {HTMLElement|undefined} row @param {any} card only a newer one is written */
function patchRow(rows, row, card) {
  if (!row || Number(row.dataset.revision) >= card.revision) return;
  const first = row.dataset.revision === "0";
  row.dataset.revision = String(card.revision);
  patch(row, rows.values(card), { quiet: first });
  rows.dress(row, card);
}

/** @param {HTMLElement} row @returns {HTMLElement|null} the next that is not leaving */
function following(row) {
  let next = /** @type {HTMLElement|null} */ (row.nextElementSibling);
  while (next && next.dataset.leaving !== undefined) next = /** @type {HTMLElement|null} */ (next.nextElementSibling);
  return next;
}
