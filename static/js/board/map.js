/**
 * What lives here: the board's map panel: shown on wide windows, or when asked for; the choice is remembered.
 */
import { drawMap } from "../lib/map.js";
import { incidentMarker, unitMarker, showOnly } from "../lib/markers.js";

const KEY = "board-map";
const WIDE = "(min-width: 110rem)";

export class BoardMap {
  /** @param {() => void} opened called when there is a map to fill */
  constructor(opened) {
    this.opened = opened;
    this.panel = /** @type {HTMLElement} */ (document.querySelector("[data-map-panel]"));
    this.button = /** @type {HTMLElement} */ (document.querySelector("[data-map-toggle]"));
    this.map = /** @type {import("../lib/map.js").TownMap|null|undefined} */ (undefined);
    this.button.addEventListener("click", () => this.turn(this.panel.hidden));
    this.turn((localStorage.getItem(KEY) ?? (matchMedia(WIDE).matches ? "on" : "off")) === "on", false);
  }

  /** @param {boolean} on @param {boolean} [remember] */
  turn(on, remember = true) {
    this.panel.hidden = !on;
    this.button.setAttribute("aria-pressed", String(on));
    document.querySelector("[data-board]")?.toggleAttribute("data-mapped", on);
    if (remember) localStorage.setItem(KEY, on ? "on" : "off");
    if (!on) return;
    this.map ??= drawMap(/** @type {HTMLElement} */ (this.panel.querySelector("[data-map]")));
    this.opened();
  }

  /** @param {any[]} incidents @param {any[]} units */
  show(incidents, units) {
    if (!this.map || this.panel.hidden) return;
    showOnly(this.map, [...units.filter((unit) => unit.group !== "off").map(unitMarker), ...incidents.map(incidentMarker)]);
  }
}
