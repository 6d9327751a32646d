/**
 * What lives here: which crews are in danger, marked in any list of units and put at its top.
 * It comes with the emergencies of the centre's own picture: a crew's phone never sees that.
 */
import { shared } from "./live.js";
import { present } from "./reducer.js";

/** @param {any[]} emergencies cards @returns {Map<string, string>} by call sign, in words; of two that stand for one crew, both */
export function dangers(emergencies) {
  const found = new Map();
  for (const { call_sign, word } of emergencies) found.set(call_sign, found.has(call_sign) ? `${found.get(call_sign)}, ${word}` : word);
  return found;
}

export class Danger {
  constructor() {
    this.words = /** @type {Map<string, string>} */ (new Map());
  }

  /** @param {() => void} changed draws the list again; called at once where there is a picture */
  follow(changed) {
    shared().subscribe(({ picture, cards, whole }) => {
      if (!whole && !cards.some((card) => card.kind === "emergency")) return;
      this.words = dangers(present(picture, "emergency"));
      changed();
    });
  }

  /** @param {any[]} cards of units @returns {any[]} those in danger stand with those who need help, whatever they were doing */
  first(cards) {
    return cards.map((card) => (this.words.has(card.call_sign) ? { ...card, group: "help" } : card));
  }

  /** @param {HTMLElement} row of a unit: it says in words what danger its crew is in */
  mark(row) {
    const flag = /** @type {HTMLElement|null} */ (row.querySelector("[data-danger]"));
    const word = this.words.get(row.dataset.key ?? "") ?? "";
    if (!flag || flag.textContent === word) return;
    flag.textContent = word;
    flag.hidden = !word;
  }
}
