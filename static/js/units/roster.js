/**
 * What lives here: the roster's rows and its filters: group, capability, station, words.
 */
import { byGroup, isIn } from "../board/units.js";
import { Danger } from "../lib/danger.js";
import { register } from "../lib/keys.js";
import { Rows } from "../lib/rows.js";

/** @typedef {{group: string, skill: string, station: string, words: string}} Wanted */

/** @param {any} card @param {Wanted} wanted */
export function fits(card, { group, skill, station, words }) {
  if (!isIn(card, group) || (skill && !card.capabilities.includes(skill)) || (station && card.station !== station)) return false;
  const said = [card.call_sign, card.name, card.type, card.incident].join(" ").toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => said.includes(word));
}

export class Roster {
  /** @param {Object<string, string>} skills capabilities in words, by code */
  constructor(skills) {
    this.skills = skills;
    this.danger = new Danger();
    this.cards = /** @type {any[]} */ ([]);
    this.group = "";
    this.chips = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-groups] [data-group]")]);
    this.skill = /** @type {HTMLSelectElement} */ (document.querySelector("[data-filter-skill]"));
    this.station = /** @type {HTMLSelectElement} */ (document.querySelector("[data-filter-station]"));
    this.text = /** @type {HTMLInputElement} */ (document.querySelector("[data-filter-text]"));
    const values = (/** @type {any} */ card) => this.cells(card);
    this.rows = new Rows("unit", { values, order: byGroup, keep: (card) => fits(card, this.wanted()), dress, made: (row) => this.danger.mark(row) });
    this.listen();
    this.danger.follow(() => this.update(this.cards));
  }

  listen() {
    for (const chip of this.chips) chip.addEventListener("click", () => this.choose(chip));
    for (const field of [this.skill, this.station, this.text]) field.addEventListener("input", () => this.update(this.cards));
    document.querySelector("[data-filters]")?.addEventListener("submit", (event) => event.preventDefault());
    register("f", "Filter by words", () => this.text.focus());
    register("x", "Clear the filters", () => this.clear());
  }

  /** @param {HTMLElement} chosen */
  choose(chosen) {
    this.group = chosen.dataset.group ?? "";
    for (const chip of this.chips) chip.setAttribute("aria-pressed", String(chip === chosen));
    this.update(this.cards);
  }

  clear() {
    this.skill.value = this.station.value = this.text.value = "";
    this.choose(this.chips[0]);
  }

  /** @returns {Wanted} */
  wanted() {
    return { group: this.group, skill: this.skill.value, station: this.station.value, words: this.text.value };
  }

  /** @param {any} card @returns {Object<string, unknown>} */
  cells(card) {
    return {
      call_sign: card.call_sign,
      name: card.name,
      skills: card.capabilities.map((/** @type {string} */ code) => this.skills[code] ?? code).join(" · "),
      station: card.station ?? "–",
      status: { code: card.status, word: card.status_word },
      status_at: card.status_at,
      incident: { url: card.incident ? `/incidents/${encodeURIComponent(card.incident)}` : "", word: card.incident ?? "" },
      position_at: card.position_at,
      exercise: card.exercise,
    };
  }

  /** @param {string} call_sign @returns {any} */
  card(call_sign) {
    return this.cards.find((card) => card.call_sign === call_sign);
  }

  /** @param {any[]} cards */
  update(cards) {
    this.cards = cards;
    const marked = this.danger.first(cards);
    this.rows.update(marked);
    for (const row of this.rows.rows().values()) this.danger.mark(row);
    const shown = marked.filter((card) => fits(card, this.wanted())).length;
    say("[data-shown] [data-word]", shown === cards.length ? String(shown) : `${shown} of ${cards.length}`);
    /** @type {HTMLElement} */ (document.querySelector("[data-empty-all]")).hidden = cards.length > 0;
    /** @type {HTMLElement} */ (document.querySelector("[data-empty-filtered]")).hidden = cards.length === 0;
    for (const { dataset } of this.chips) say(`[data-groups] [data-group="${dataset.group}"] [data-group-count]`, String(marked.filter((card) => isIn(card, dataset.group ?? "")).length));
  }
}

/** @param {string} selector @param {string} words */
function say(selector, words) {
  const place = document.querySelector(selector);
  if (place && place.textContent !== words) place.textContent = words;
}

/** @param {HTMLElement} row @param {any} card */
function dress(row, card) {
  row.dataset.group = card.group;
  /** @type {HTMLElement} */ (row.querySelector("a[data-cell=incident]")).hidden = !card.incident;
}
