/**
 * What lives here: which incidents the board shows. Priorities and stage are remembered in this browser; words only until the tab
 * closes, since they may be an address. What a filter hides is always said, and a hidden P1 is said loudly.
 */
import { say, standing, write } from "../lib/standing.js";
import { register } from "../lib/keys.js";
import { isDrill } from "../lib/room.js";

/** In a training room everything is an exercise: who hides exercises at work still sees them there. */
const KEY = isDrill() ? "board-filters-drill" : "board-filters";

/** @typedef {{priorities: string[], stage: string, played?: string, words: string}} Wanted played "real", "exercise" or "" */

/** A card is never changed, only replaced: its words are put together once. @type {WeakMap<any, string>} */
const said_of = new WeakMap();

/** @param {any} card @returns {string} everything that words are looked for in */
function wordsOf(card) {
  const known = said_of.get(card);
  if (known !== undefined) return known;
  const said = [card.reference, card.type_title, card.summary, card.place.text, ...card.units.map((/** @type {any} */ unit) => unit.call_sign)].join(" ").toLowerCase();
  said_of.set(card, said);
  return said;
}

/** @param {any} card @param {Wanted} wanted @returns {boolean} */
export function fits(card, { priorities, stage, played = "", words }) {
  if (played && Boolean(card.exercise) !== (played === "exercise")) return false;
  if (priorities.length > 0 && !priorities.includes(card.priority ?? "")) return false;
  if (stage && card.stage !== stage) return false;
  return words === "" || words.toLowerCase().split(/\s+/).every((word) => wordsOf(card).includes(word));
}

/** @param {Wanted} wanted */
export function isOn({ priorities, stage, played = "", words }) {
  return priorities.length > 0 || stage !== "" || played !== "" || words.trim() !== "";
}

/** @param {Storage} storage @param {string} key @returns {any} */
function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

export class Filters {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.text = /** @type {HTMLInputElement} */ (document.querySelector("[data-filter-text]"));
    this.stage = /** @type {HTMLSelectElement} */ (document.querySelector("[data-filter-stage]"));
    this.played = /** @type {HTMLSelectElement} */ (document.querySelector("[data-filter-played]"));
    this.chips = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-filter-priority]")]);
    this.clear = /** @type {HTMLElement} */ (document.querySelector("[data-filters-clear]"));
    /** What is asked for, read from the page once for each change. */
    this.asked = /** @type {Wanted} */ ({ priorities: [], stage: "", played: "", words: "" });
    this.restore();
    this.asked = this.wanted();
    this.listen();
  }

  listen() {
    for (const chip of this.chips) chip.addEventListener("click", () => this.press(chip));
    this.stage.addEventListener("change", () => this.keepAndDraw());
    this.played.addEventListener("change", () => this.keepAndDraw());
    this.text.addEventListener("input", () => this.keepAndDraw());
    this.text.addEventListener("keydown", (event) => event.key === "Escape" && this.text.value === "" && this.text.blur());
    this.clear.addEventListener("click", () => this.reset());
    document.querySelector("[data-filters]")?.addEventListener("submit", (event) => event.preventDefault());
    register("f", "Filter by words", () => this.text.focus());
  }

  /** @param {HTMLElement} chip */
  press(chip) {
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    this.keepAndDraw();
  }

  reset() {
    const had_focus = document.activeElement === this.clear;
    for (const chip of this.chips) chip.setAttribute("aria-pressed", "false");
    this.stage.value = this.played.value = this.text.value = "";
    this.keepAndDraw();
    if (had_focus) this.text.focus();
  }

  /** @returns {Wanted} */
  wanted() {
    const pressed = this.chips.filter((chip) => chip.getAttribute("aria-pressed") === "true");
    return { priorities: pressed.map((chip) => chip.dataset.filterPriority ?? ""), stage: this.stage.value, played: this.played.value, words: this.text.value };
  }

  /** @param {any} card */
  keep(card) {
    return fits(card, this.asked);
  }

  restore() {
    const { priorities = [], stage = "", played = "" } = read(localStorage, KEY);
    for (const chip of this.chips) chip.setAttribute("aria-pressed", String(priorities.includes?.(chip.dataset.filterPriority)));
    this.stage.value = [...this.stage.options].some((option) => option.value === stage) ? stage : "";
    this.played.value = ["real", "exercise"].includes(played) ? played : "";
    this.text.value = read(sessionStorage, KEY).words ?? "";
  }

  /** Ask for this, as a kept view does. @param {Wanted} wanted */
  use({ priorities, stage, played = "", words }) {
    for (const chip of this.chips) chip.setAttribute("aria-pressed", String(priorities.includes(chip.dataset.filterPriority ?? "")));
    this.stage.value = stage;
    this.played.value = played;
    this.text.value = words;
    this.keepAndDraw();
  }

  /** @returns {boolean} whether this browser remembers what was asked for last */
  remembers() {
    return isOn(this.wanted());
  }

  keepAndDraw() {
    this.asked = this.wanted();
    const { words, ...rest } = this.asked;
    try {
      localStorage.setItem(KEY, JSON.stringify(rest));
      sessionStorage.setItem(KEY, JSON.stringify({ words }));
    } catch {
      // A browser that keeps nothing only forgets the filters.
    }
    this.changed();
  }

  /** Say what is shown and what is hidden. @param {any[]} cards all open incidents */
  tell(cards) {
    const on = isOn(this.asked);
    const hidden = on ? cards.filter((card) => !this.keep(card)) : [];
    const urgent = hidden.filter((card) => card.urgency === 1 && (isDrill() || !card.exercise)).length;
    const [said] = standing("[data-filters-said]");
    write(said, hidden.length === 0 ? "" : `${hidden.length} hidden${urgent ? `, ${urgent} of them P1 or not yet assessed` : ""}`);
    const tone = urgent ? "danger" : "";
    if (said.dataset.tone !== tone) said.dataset.tone = tone;
    this.clear.hidden = !on;
    say("[data-shown] [data-word]", on ? `${cards.length - hidden.length} of ${cards.length}` : String(cards.length));
    standing("[data-empty-all]")[0].hidden = cards.length > 0;
    standing("[data-empty-filtered]")[0].hidden = cards.length === 0;
  }
}
