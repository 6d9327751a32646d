/**
 * What lives here: the place as a combobox: results while typing, arrows and Enter, Escape keeps the words as typed; the map
 * to press on; and what is known about the site of the place that is chosen.
 */
import { get } from "../lib/api.js";
import { drawMap } from "../lib/map.js";
import { el, one } from "../lib/dom.js";
import { asMetres, degrees } from "./words.js";
import { work } from "./work.js";

const PAUSE_MS = 70;
const PIXELS_OFF = 12; // how near a hand comes to the point it means

/** @typedef {{text: string, note: string, extra: any, site_notes: any[], good: boolean}} Option */

const input = /** @type {HTMLInputElement} */ (one("#intake_place_text"));
const coordinates = /** @type {HTMLInputElement} */ (one("[name=coordinates]"));
const list = one("[data-place-list]");

/** @type {Option[]} */ let options = [];
let at = -1;
/** @type {ReturnType<typeof setTimeout>|undefined} */ let pause;
/** What was chosen last, and how. @type {{text: string, extra: any, site_notes: any[]}|null} */ let chosen = null;
/** @type {{text: string, extra: any}|null} */ let pinned = null;
/** @type {import("../lib/map.js").TownMap|null} */ let map = null;

/** @param {string} text @returns {any} how it was found, while the words are still those that were chosen */
export function chosenFor(text) {
  return chosen && chosen.text === text ? chosen.extra : {};
}

/** @param {string} text degrees @returns {any} */
export function pinFor(text) {
  return pinned && pinned.text === text ? pinned.extra : {};
}

/** @param {any} answer @param {string} typed @returns {Option[]} */
function optionsOf(answer, typed) {
  const { reading, results, how, how_word } = answer;
  if (reading) return [{ text: reading.text, note: [reading.method_word, asMetres(reading.accuracy_m), reading.meaning].filter(Boolean).join(" · "), extra: strip(reading), site_notes: [], good: true }];
  const found = results.map((/** @type {any} */ place) => ({
    text: place.text,
    note: [place.kind === "address" ? "" : place.kind_word, place.accuracy_m > 50 ? asMetres(place.accuracy_m) : "", how_word].filter(Boolean).join(" · "),
    extra: { lat: place.lat, lon: place.lon, accuracy_m: place.accuracy_m, method: place.kind, gazetteer: place.id },
    site_notes: place.site_notes,
    good: how === "exact",
  }));
  return found.length ? [...found, { text: typed, note: "Keep the words as typed", extra: {}, site_notes: [], good: false }] : [];
}

/** @param {any} reading */
function strip({ lat, lon, accuracy_m, method }) {
  return lat === null ? { method } : { lat, lon, accuracy_m, method };
}

async function find() {
  const typed = input.value.trim();
  if (typed.length < 2 || chosen?.text === typed) return close();
  const answer = await get(`/api/v1/places/?q=${encodeURIComponent(typed)}`);
  if (!answer.ok || typed !== input.value.trim() || document.activeElement !== input) return;
  options = optionsOf(answer.json, typed);
  at = options[0]?.good ? 0 : -1;
  offer();
  showNotes(options[0]?.good && answer.json.results.length === 1 ? options[0].site_notes : []);
}

function offer() {
  list.hidden = options.length === 0;
  input.setAttribute("aria-expanded", String(options.length > 0));
  list.replaceChildren(
    ...options.map((option, place) =>
      el("div.combo__option", { role: "option", id: `desk-place-${place}`, "aria-selected": String(place === at), onpointerdown: (/** @type {Event} */ event) => event.preventDefault(), onclick: () => choose(place) },
        el("span.combo__text", {}, option.text), option.site_notes.length > 0 && el("span.flag.flag--warn", {}, option.site_notes.map((note) => note.hazards || "site note").join(", ")), el("span.muted.small", {}, option.note))),
  );
  if (at >= 0) input.setAttribute("aria-activedescendant", `desk-place-${at}`);
  else input.removeAttribute("aria-activedescendant");
  document.getElementById(`desk-place-${at}`)?.scrollIntoView({ block: "nearest" });
}

function close() {
  options = [];
  at = -1;
  offer();
}

/** @param {number} place */
function choose(place) {
  const option = options[place];
  if (!option) return;
  chosen = { text: option.text, extra: option.extra, site_notes: option.site_notes };
  input.value = option.text;
  if (option.extra.lat !== undefined) coordinates.value = `${option.extra.lat}, ${option.extra.lon}`;
  close();
  showNotes(option.site_notes);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {KeyboardEvent} event */
function key(event) {
  if (options.length === 0) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    event.preventDefault();
    return close();
  }
  if (event.key === "Enter" && !event.ctrlKey && at >= 0) return choose(at);
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  at = event.key === "ArrowDown" ? Math.min(options.length - 1, at + 1) : Math.max(0, at - 1);
  offer();
}

/** What is known about the site stands there at once. @param {any[]} notes */
function showNotes(notes) {
  const box = one("[data-site-notes]");
  const known = work.whole?.place.site_notes ?? [];
  const all = [...known, ...notes.filter((note) => !known.some((/** @type {any} */ each) => each.id === note.id))];
  box.hidden = all.length === 0;
  const today = new Date().toISOString().slice(0, 10);
  box.replaceChildren(...all.map((note) => el("p.site-note", {}, note.hazards && el("b", {}, `${note.hazards}: `), note.text, " ", note.review_on <= today && el("span.flag.flag--danger", {}, "Out of date"), " ", el("span.muted.small", {}, [note.place_text === input.value.trim() ? "" : note.place_text, note.written_by, note.source].filter(Boolean).join(", "), " "), el("a.button.button--small.button--quiet", { href: `/site-notes?place=${note.place}`, target: "_blank" }, "Amend"))));
}

/** @returns {number} metres that a pixel stands for, times how far a hand is off */
function mapAccuracy() {
  const { lat } = map?.map.getCenter() ?? { lat: 0 };
  return Math.max(5, Math.round(((156543.03 * Math.cos((lat * Math.PI) / 180)) / 2 ** (map?.map.getZoom() ?? 0)) * PIXELS_OFF));
}

function openMap() {
  const box = /** @type {HTMLDialogElement} */ (one("#desk-map"));
  box.showModal();
  map ??= drawMap(one("[data-place-map]"));
  if (!map) return;
  const here = degrees(coordinates.value);
  map.map.invalidateSize();
  if (here) map.map.setView([here.lat, here.lon], 16);
  one("[data-place-map]").focus();
  showCentre();
}

function showCentre() {
  const { lat, lng } = map?.map.getCenter() ?? { lat: 0, lng: 0 };
  one("[data-map-at]").textContent = `${lat.toFixed(5)}, ${lng.toFixed(5)} ${asMetres(mapAccuracy())}`;
}

/** The point under the cross is where it is. */
function takePoint() {
  if (!map) return;
  const { lat, lng } = map.map.getCenter();
  pinned = { text: `${lat.toFixed(5)}, ${lng.toFixed(5)}`, extra: { method: "map", accuracy_m: mapAccuracy() } };
  coordinates.value = pinned.text;
  /** @type {HTMLDialogElement} */ (one("#desk-map")).close();
  coordinates.dispatchEvent(new Event("input", { bubbles: true }));
  coordinates.dispatchEvent(new Event("change", { bubbles: true }));
}

function tieMap() {
  const box = one("#desk-map");
  one("[data-map-open]").addEventListener("click", () => {
    const fresh = map === null;
    openMap();
    if (!fresh || !map) return;
    map.map.on("move", showCentre);
    map.map.on("click", (/** @type {any} */ { latlng }) => map?.map.panTo(latlng, { animate: false }));
  });
  one("[data-map-take]").addEventListener("click", takePoint);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || (event.target instanceof Element && event.target.closest("button"))) return;
    event.preventDefault();
    takePoint();
  });
}

/** Tie the field, the list and the map. */
export function start() {
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(find, PAUSE_MS);
  });
  input.addEventListener("keydown", key);
  input.addEventListener("blur", close);
  tieMap();
  work.addEventListener("opened", () => {
    [chosen, pinned] = [null, null];
    close();
    showNotes([]);
  });
  for (const name of ["logged", "changed"]) work.addEventListener(name, () => showNotes(chosenFor(input.value.trim()) === chosen?.extra ? (chosen?.site_notes ?? []) : []));
}
