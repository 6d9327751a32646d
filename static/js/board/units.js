/**
 * What lives here: the board's units: in danger, engaged, free, on break, off; and which of these groups is shown.
 */
import { Danger } from "../lib/danger.js";
import { Rows } from "../lib/rows.js";

const ORDER = ["help", "engaged", "free", "break", "off"];

/** @param {any} one @param {any} other */
export function byGroup(one, other) {
  return ORDER.indexOf(one.group) - ORDER.indexOf(other.group) || one.id.localeCompare(other.id);
}

/** @param {any} card @param {string} group "" for all; a unit in danger is shown in every group */
export function isIn(card, group) {
  return group === "" || card.group === group || card.group === "help";
}

/** @param {any} card @returns {Object<string, unknown>} */
export function unitCells(card) {
  return {
    call_sign: card.call_sign,
    status: { code: card.status, word: card.status_word },
    status_at: card.status_at,
    incident: { url: card.incident ? `/incidents/${encodeURIComponent(card.incident)}` : "", word: card.incident ?? "" },
    position_at: card.position_at,
    exercise: card.exercise,
  };
}

export class UnitList {
  constructor() {
    this.group = "";
    this.danger = new Danger();
    this.cards = /** @type {any[]} */ ([]);
    this.chips = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-groups] [data-group]")]);
    this.rows = new Rows("unit", { values: unitCells, order: byGroup, keep: (card) => isIn(card, this.group), dress, made: (row) => this.danger.mark(row) });
    for (const chip of this.chips) chip.addEventListener("click", () => this.choose(chip));
    this.danger.follow(() => this.update(this.cards));
  }

  /** @param {HTMLElement} chosen */
  choose(chosen) {
    this.group = chosen.dataset.group ?? "";
    for (const chip of this.chips) chip.setAttribute("aria-pressed", String(chip === chosen));
    this.update(this.cards);
  }

  /** @param {any[]} cards */
  update(cards) {
    this.cards = cards;
    const shown = this.danger.first(cards);
    this.rows.update(shown);
    for (const row of this.rows.rows().values()) this.danger.mark(row);
    for (const chip of this.chips) {
      const count = chip.querySelector("[data-group-count]");
      const words = String(shown.filter((card) => isIn(card, chip.dataset.group ?? "")).length);
      if (count && count.textContent !== words) count.textContent = words;
    }
  }
}

/** @param {HTMLElement} row @param {any} card */
function dress(row, card) {
  row.dataset.group = card.group;
  row.title = [card.type, card.name, card.station].filter(Boolean).join(" · ");
  /** @type {HTMLElement} */ (row.querySelector("a[data-cell=incident]")).hidden = !card.incident;
}
