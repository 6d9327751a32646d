/**
 * What lives here: the map: our own drawn town, units and incidents as shapes. It needs Leaflet's two files on the page
 * (leaflet/leaflet.css, leaflet/leaflet.js); without them the list beside the map says the same, and the page works.
 *
 *   const map = drawMap(element); if (map) map.place({kind: "unit", id: "M21", lat, lon, word, status});
 */
import { folded, keyOf, MOST, summed } from "./folds.js";

const TOWN = "/static/town/town.geojson";
/** Drawn from the back to the front; a feature's `kind` chooses the class in css/components/map.css. */
const FACES = {
  sea: "water", river: "water", harbour: "water", stream: "stream", land: "land", beach: "beach", marsh: "park", park: "park", wood: "park",
  cemetery: "park", allotments: "park", built_up: "built", industry: "built", retail: "built", hospital_grounds: "built", buildings: "buildings",
  ward: "ward", trunk_road: "trunk", main_road: "main", street: "street", lane: "street", pier: "street", railway: "rail",
};

/** From this zoom on every unit shows its call sign. */
const CLOSE = 15;
/** How much closer a press on markers that stand together goes. */
const CLOSER = 2;
const CROWD_MS = 1000;

/** @typedef {{kind: "unit"|"incident", id: string, lat: number|null, lon: number|null, word: string, status?: string, priority?: string, url?: string, age?: string}} Marker */

/**
 * @param {HTMLElement} element class "map"; data-lat, data-lon, data-zoom say where to begin
 * @returns {TownMap|null} null when Leaflet is not there
 */
export function drawMap(element) {
  const leaflet = /** @type {any} */ (globalThis).L;
  if (!leaflet) {
    const words = document.createElement("p");
    words.className = "map__absent";
    words.textContent = "The map is not available here. The list shows every place.";
    element.replaceChildren(words);
    return null;
  }
  return new TownMap(element, leaflet);
}

export class TownMap {
  /** @param {HTMLElement} element @param {any} leaflet */
  constructor(element, leaflet) {
    const { lat = "0", lon = "0", zoom = "13" } = element.dataset;
    this.leaflet = leaflet;
    this.Marker = leaflet.Marker.extend({ _setPos: stand });
    this.moved_by_hand = false;
    /** What stands on the map, in sight or not. @type {Map<string, any>} */
    this.things = new Map();
    /** Leaflet's markers of what is in sight. @type {Map<string, {marker: any, signature: string}>} */
    this.drawn_markers = new Map();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.drawing = undefined;
    /** Revisions by key, for lib/markers.js. @type {Map<string, number>|undefined} */
    this.drawn = undefined;
    this.map = leaflet.map(element, { zoomAnimation: false, fadeAnimation: false, attributionControl: false, zoomSnap: 0.5 });
    this.map.setView([Number(lat), Number(lon)], Number(zoom));
    this.map.on("moveend", () => this.draw());
    this.map.on("resize", () => this.showAll());
    // Whoever zooms by wheel or key has moved it as well as whoever drags it: a resized window does not take that back.
    for (const by of ["pointerdown", "wheel", "keydown"]) element.addEventListener(by, () => (this.moved_by_hand = true), { passive: true });
    this.map.on("zoomend", () => element.toggleAttribute("data-close", this.map.getZoom() >= CLOSE));
    this.ready = this.drawTown();
  }

  async drawTown() {
    const response = await fetch(TOWN).catch(() => null);
    if (!response?.ok) return;
    const style = (/** @type {any} */ feature) => ({ className: `map-${FACES[/** @type {"sea"} */ (feature.properties.kind)] ?? "street"}` });
    const filter = (/** @type {any} */ feature) => feature.geometry.type !== "Point";
    this.leaflet.geoJSON(await response.json(), { style, filter, interactive: false }).addTo(this.map);
  }

  /** Put a marker down, or move it. A thing without a position is not on the map. @param {Marker} thing */
  place(thing) {
    if (thing.lat === null || thing.lon === null) return this.remove(thing.kind, thing.id);
    this.things.set(keyOf(thing), thing);
    this.drawSoon();
  }

  /** @param {string} kind @param {string} id */
  remove(kind, id) {
    if (this.things.delete(keyOf({ kind, id }))) this.drawSoon();
  }

  /** Bring something into the middle. @param {string} kind @param {string} id */
  centre(kind, id) {
    const thing = this.things.get(keyOf({ kind, id }));
    if (!thing) return;
    this.moved_by_hand = true;
    this.map.setView([thing.lat, thing.lon], this.map.getZoom());
  }

  /** Show all markers, unless a person has moved the map. */
  showAll() {
    const places = [...this.things.values()].map((thing) => [thing.lat, thing.lon]);
    if (places.length > 0 && !this.moved_by_hand) this.map.fitBounds(this.leaflet.latLngBounds(places).pad(0.06));
    this.drawSoon();
  }

  /** Where many stand together. @param {any} place */
  closer(place) {
    this.map.getContainer().focus(); // the marker is gone, and so would be the place where Tab goes on
    this.map.setView(place, this.map.getZoom() + CLOSER);
  }

  /** Draw once for all that is put down together; a crowd, which only says how many it is, once a second. */
  drawSoon() {
    this.drawing ??= setTimeout(() => this.draw(), this.things.size > MOST ? CROWD_MS : 0);
  }

  /** Draw what is in sight, and leave alone what has not changed. */
  draw() {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    const zoom = this.map.getZoom();
    const sight = this.map.getBounds().pad(0.2);
    const in_sight = [...this.things.values()].filter((thing) => sight.contains([thing.lat, thing.lon]));
    const folds = folded(in_sight, (thing) => this.map.project([thing.lat, thing.lon], zoom));
    const wanted = new Set(folds.map(({ key }) => key));
    for (const [key, { marker }] of this.drawn_markers) {
      if (wanted.has(key)) continue;
      marker.remove();
      this.drawn_markers.delete(key);
    }
    for (const fold of folds) this.drawFold(fold, this.map.unproject([fold.x, fold.y], zoom));
  }

  /** @param {import("./folds.js").Fold} fold @param {any} place */
  drawFold(fold, place) {
    const face = fold.things.length > 1 ? faceOfMany(fold.things) : faceOf(fold.things[0]);
    const known = this.drawn_markers.get(fold.key);
    const signature = JSON.stringify([place.lat.toFixed(6), place.lng.toFixed(6), face]);
    if (known?.signature === signature) return;
    const icon = this.leaflet.divIcon({ html: pin(face), className: "map-pin", iconSize: null });
    const marker = known?.marker ?? new this.Marker(place, { icon, keyboard: Boolean(face.url || face.many), title: face.word, alt: face.word }).addTo(this.map);
    if (known) {
      marker.options.title = marker.options.alt = face.word;
      marker.setLatLng(place).setIcon(icon);
    }
    const act = face.many ? () => this.closer(place) : face.url ? () => location.assign(face.url) : null;
    marker.off("click keypress");
    if (act) marker.on("click", act).on("keypress", (/** @type {any} */ { originalEvent }) => originalEvent.key === "Enter" && act());
    this.drawn_markers.set(fold.key, { marker, signature });
  }
}

/**
 * Put a marker in its place by left and top. Leaflet's own way, translate3d(), makes every marker a layer for the browser to compose at
 * every frame, and an incident's map may hold thousands.
 * @this {any} Leaflet's marker @param {{x: number, y: number}} point
 */
function stand(point) {
  const { style } = this._icon;
  this._icon._leaflet_pos = point;
  [style.left, style.top] = [`${point.x}px`, `${point.y}px`];
  this._zIndex = point.y + this.options.zIndexOffset;
  this._resetZIndex();
}

/** @typedef {{word: string, text: string, kind: string, status: string, priority: string, url: string, many: boolean}} Face */

/** @param {Marker} thing @returns {Face} */
function faceOf(thing) {
  const text = thing.kind === "unit" ? thing.id : thing.priority || "?";
  return { word: thing.word, text, kind: thing.kind, status: thing.status ?? "", priority: thing.priority ?? "", url: thing.url ?? "", many: false };
}

/** @param {Marker[]} things @returns {Face} how many incidents they are, in the colour of the worst; or how many units */
function faceOfMany(things) {
  const { incidents, units, worst, words } = summed(things);
  return { word: words, text: String(incidents || units), kind: incidents ? "incident" : "unit", status: "", priority: worst, url: "", many: true };
}

/** @param {Face} face @returns {HTMLElement} letter, shape and colour, as everywhere else */
function pin(face) {
  const element = document.createElement("span");
  element.className = face.kind === "unit" ? "pin pin--unit status" : "pin pin--incident priority";
  element.classList.toggle("pin--many", face.many);
  if (face.kind === "unit") element.dataset.status = face.status;
  else element.dataset.priority = face.priority;
  element.textContent = face.text;
  return element;
}
