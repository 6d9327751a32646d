/**
 * What lives here: of a long list only the rows near those that are seen are drawn. The others stand in the page, in their place, and the
 * list is as high as if they were drawn. A browser that has to look at every one of thousands of rows at each event cannot keep a frame.
 */
import { rest, tick } from "./tick.js";

/** Fewer rows are all drawn. */
export const LONG = 300;
/** Rows drawn above and below those that are seen. */
const BEYOND = 15;
const USUAL_PX = 41;
/** The room below may be wrong by so many rows while there are rows below: setting it has the browser look at every row. */
const SLACK = 20;

/** @param {number} count rows @param {number} top_px scrolled so far @param {number} height_px seen at once @param {number} row_px @returns {[number, number]} the first row to be drawn, and the first behind that is not */
export function near(count, top_px, height_px, row_px) {
  const first = Math.floor(top_px / row_px) - BEYOND;
  const end = Math.ceil((top_px + height_px) / row_px) + BEYOND;
  const last_first = Math.max(0, count - (end - first));
  return [Math.min(Math.max(0, first), last_first), Math.min(count, end)];
}

export class LongList {
  /** @param {HTMLElement} body the rows' parent; its stylesheet leaves out what is not [data-near] while it is [data-long] @param {HTMLElement} scroller */
  constructor(body, scroller) {
    this.body = body;
    this.scroller = scroller;
    this.drawn = /** @type {Set<HTMLElement>} */ (new Set());
    this.is_long = false;
    this.row_px = USUAL_PX;
    this.room_px = { above: 0, below: 0 };
    // Kept, since asking for them would have the page laid out anew each time.
    [this.top_px, this.height_px] = [0, scroller.clientHeight];
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(([{ contentRect }]) => this.resized(contentRect.height)).observe(scroller);
    body.addEventListener("rows:reveal", ({ target }) => this.reveal(/** @type {HTMLElement} */ (target)));
  }

  scrolled() {
    this.top_px = this.scroller.scrollTop;
    if (this.is_long) this.refresh();
  }

  /** @param {number} height_px */
  resized(height_px) {
    this.height_px = height_px;
    const [row] = this.drawn;
    if (row?.offsetHeight) this.row_px = row.offsetHeight;
    if (this.is_long) this.refresh();
  }

  /** Draw what is to be drawn, after rows came, went or moved, or were scrolled. */
  refresh() {
    const rows = /** @type {HTMLCollectionOf<HTMLElement>} */ (this.body.children);
    if (rows.length < LONG) return this.is_long && this.turn(false);
    if (!this.is_long) this.turn(true);
    const [first, end] = near(rows.length, this.top_px, this.height_px, this.row_px);
    const wanted = new Set();
    for (let place = first; place < end; place++) {
      wanted.add(rows[place]);
      write(rows[place], "aria-rowindex", String(place + 2));
    }
    this.swap(wanted);
    write(this.body.parentElement, "aria-rowcount", String(rows.length + 1));
    this.pad(first * this.row_px, (rows.length - end) * this.row_px);
  }

  /** @param {Set<HTMLElement>} wanted and the row in focus, which must not lose it by being scrolled away */
  swap(wanted) {
    const row = document.activeElement?.closest("[data-key]");
    if (row?.parentNode === this.body) wanted.add(/** @type {HTMLElement} */ (row));
    for (const row of this.drawn) if (!wanted.has(row)) row.removeAttribute("data-near");
    for (const row of wanted) {
      if (row.dataset.near !== undefined) continue;
      row.dataset.near = "";
      tick(row);
    }
    this.drawn = wanted;
  }

  /** @param {number} above_px @param {number} below_px the room of what is not drawn */
  pad(above_px, below_px) {
    const { above, below } = this.room_px;
    if (above === above_px && below > 0 && below_px > 0 && Math.abs(below - below_px) < SLACK * this.row_px) return;
    this.room_px = { above: above_px, below: below_px };
    [this.body.style.paddingTop, this.body.style.paddingBottom] = [`${above_px}px`, `${below_px}px`];
  }

  /** @param {boolean} is_long */
  turn(is_long) {
    this.is_long = is_long;
    this.body.toggleAttribute("data-long", is_long);
    rest(this.body, is_long);
    if (is_long) return void requestAnimationFrame(() => this.resized(this.scroller.clientHeight));
    this.pad(0, 0);
    for (const row of this.drawn) row.removeAttribute("data-near");
    for (const row of this.body.children) row.removeAttribute("aria-rowindex");
    this.body.parentElement?.removeAttribute("aria-rowcount");
    this.drawn = new Set();
    tick(this.body);
  }

  /** Have a row drawn and in sight, so that it can take the focus. @param {HTMLElement} row */
  reveal(row) {
    if (!this.is_long || row.dataset.near !== undefined) return;
    const place = [...this.body.children].indexOf(row);
    if (place < 0) return;
    this.top_px = Math.max(0, place * this.row_px - this.height_px / 2);
    this.refresh();
    this.scroller.scrollTop = this.top_px;
  }
}

/** @param {Element|null} element @param {string} name @param {string} value */
function write(element, name, value) {
  if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
}
