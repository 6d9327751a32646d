/**
 * What lives here: the units page: the roster that follows the board, the map and its twin list.
 */
import { Roving } from "./board/roving.js";
import { byUrgency } from "./board/lists.js";
import { shared } from "./lib/live.js";
import { drawMap } from "./lib/map.js";
import { incidentMarker, showOnly, unitMarker } from "./lib/markers.js";
import { present } from "./lib/reducer.js";
import { Rows } from "./lib/rows.js";
import { Roster } from "./units/roster.js";
import { StatusForm } from "./units/status.js";

const given = JSON.parse(document.getElementById("roster")?.textContent ?? "{}");
const roster = new Roster(given.capabilities);
const places = new Rows("incident", { values: placeCells, order: byUrgency });
const map = drawMap(/** @type {HTMLElement} */ (document.querySelector("[data-map]")));
const roving = new Roving(roster.rows.body, { opens: "[data-unit]", thing: "unit" });
const dialog = document.getElementById("unit-status");
if (dialog instanceof HTMLDialogElement) new StatusForm(dialog, (call_sign) => roster.card(call_sign));

/** @param {any} card @returns {Object<string, unknown>} */
function placeCells(card) {
  return {
    priority: card.priority,
    link: { url: `/incidents/${encodeURIComponent(card.reference)}`, word: card.reference },
    what: card.type_title || card.summary || "Not known yet",
    place: card.place.text || "Place not known",
    units: card.units,
  };
}

/** @param {any[]} incidents @param {any[]} units */
function draw(incidents, units) {
  roster.update(units);
  roving.refresh();
  places.update(incidents);
  const count = document.querySelector("[data-open-count] [data-word]");
  if (count) count.textContent = String(incidents.length);
  if (map) showOnly(map, [...units.filter((unit) => unit.group !== "off").map(unitMarker), ...incidents.map(incidentMarker)]);
}

roster.update(given.units);
roving.refresh();
document.addEventListener("follow:chosen", (event) => {
  const { kind, id } = /** @type {CustomEvent} */ (event).detail;
  map?.centre(kind, id);
});
shared().subscribe(({ picture, cards, whole }) => {
  if (whole || cards.some(({ kind }) => kind === "unit" || kind === "incident")) draw(present(picture, "incident"), present(picture, "unit"));
});
