/**
 * What lives here: the board's map panel: shown on wide windows, or when asked for; the choice is remembered.
 */
import { drawMap } from "../lib/map.js";
import { incidentMarker, showOnly, showThese, unitMarker } from "../lib/markers.js";

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

  /** @param {string} kind @param {string} id what was chosen in another window */
  centre(kind, id) {
    if (!this.panel.hidden) this.map?.centre(kind, id);
  }

  /** @param {any[]} incidents @param {any[]} units cards that changed; those that are gone say so */
  take(incidents, units) {
    if (!this.map || this.panel.hidden) return;
    const markers = [...units.map((unit) => markerOf("unit", unit, unit.group === "off")), ...incidents.map((incident) => markerOf("incident", incident, false))];
    showThese(this.map, markers);
  }
}

/** @param {"unit"|"incident"} kind @param {any} card @param {boolean} away */
function markerOf(kind, card, away) {
  if (card.gone || away) return { kind, id: card.id, gone: true };
  return kind === "unit" ? unitMarker(card) : incidentMarker(card);
}
