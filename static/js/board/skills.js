/**
 * What lives here: how many units are free for each capability, counted when somebody asks, and followed while the list is open.
 */
import { Rows } from "../lib/rows.js";

/**
 * @param {any[]} units cards @param {Object<string, string>} words by code
 * @returns {{id: string, revision: number, label: string, free: string[], resting: number, all: number}[]} the scarcest first
 */
export function bySkill(units, words) {
  const codes = [...new Set(units.flatMap((unit) => unit.capabilities))];
  return codes.map((code) => {
    const able = units.filter((unit) => unit.capabilities.includes(code));
    const free = able.filter((unit) => unit.free).map((unit) => unit.call_sign).sort();
    return { id: code, revision: 0, label: words[code] ?? code, free, resting: able.filter((unit) => unit.group === "break").length, all: able.length };
  });
}

/** @param {any} one @param {any} other */
function scarcest(one, other) {
  return one.free.length - other.free.length || one.label.localeCompare(other.label);
}

export class Skills {
  constructor() {
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("free-units"));
    this.words = JSON.parse(document.getElementById("capabilities")?.textContent ?? "{}");
    this.units = /** @type {any[]} */ ([]);
    this.revision = 0;
    const values = (/** @type {any} */ card) => ({ ...card, free: card.free.length, which: card.free.join(" ") || "None" });
    const dress = (/** @type {HTMLElement} */ row, /** @type {any} */ card) => (row.dataset.none = card.free.length === 0 ? "yes" : "no");
    this.rows = new Rows("skill", { values, order: scarcest, dress });
    this.dialog.addEventListener("dialog:opening", () => this.draw());
  }

  /** @param {any[]} units */
  update(units) {
    this.units = units;
    if (this.dialog.open) this.draw();
  }

  draw() {
    this.revision += 1;
    this.rows.update(bySkill(this.units, this.words).map((skill) => ({ ...skill, revision: this.revision })));
  }
}
