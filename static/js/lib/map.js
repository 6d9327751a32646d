/**
 * What lives here: the map: our own drawn town, units and incidents as shapes. It needs Leaflet's two files on the page
 * (leaflet/leaflet.css, leaflet/leaflet.js); without them the list beside the map says the same, and the page works.
 *
 *   const map = drawMap(element); if (map) map.place({kind: "unit", id: "M21", lat, lon, word, status});
 */

const TOWN = "/static/town/town.geojson";
/** Drawn from the back to the front; a feature's `kind` chooses the class in css/components/map.css. */
const FACES = {
  sea: "water", river: "water", harbour: "water", stream: "stream", land: "land", beach: "beach", marsh: "park", park: "park", wood: "park",
  cemetery: "park", allotments: "park", built_up: "built", industry: "built", retail: "built", hospital_grounds: "built", buildings: "buildings",
  ward: "ward", trunk_road: "trunk", main_road: "main", street: "street", lane: "street", pier: "street", railway: "rail",
};

/** From this zoom on every unit shows its call sign. */
const CLOSE = 15;

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
    this.markers = /** @type {Map<string, any>} */ (new Map());
    /** Revisions by key, for lib/markers.js. @type {Map<string, number>|undefined} */
    this.drawn = undefined;
    this.map = leaflet.map(element, { zoomAnimation: false, fadeAnimation: false, attributionControl: false, zoomSnap: 0.5 });
    this.map.setView([Number(lat), Number(lon)], Number(zoom));
    this.map.on("dragstart", () => (this.moved_by_hand = true));
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
    const key = `${thing.kind}:${thing.id}`;
    if (thing.lat === null || thing.lon === null) return this.remove(thing.kind, thing.id);
    const known = this.markers.get(key);
    const icon = this.leaflet.divIcon({ html: pin(thing), className: "map-pin", iconSize: null });
    if (known) known.setLatLng([thing.lat, thing.lon]).setIcon(icon);
    else this.markers.set(key, new this.Marker([thing.lat, thing.lon], { icon, keyboard: Boolean(thing.url), title: thing.word, alt: thing.word }).addTo(this.map));
    const marker = this.markers.get(key);
    marker.off("click");
    if (thing.url) marker.on("click", () => location.assign(/** @type {string} */ (thing.url)));
  }

  /** @param {string} kind @param {string} id */
  remove(kind, id) {
    this.markers.get(`${kind}:${id}`)?.remove();
    this.markers.delete(`${kind}:${id}`);
  }

  /** Bring something into the middle. @param {string} kind @param {string} id */
  centre(kind, id) {
    const marker = this.markers.get(`${kind}:${id}`);
    if (!marker) return;
    this.moved_by_hand = true;
    this.map.setView(marker.getLatLng(), this.map.getZoom());
  }

  /** Show all markers, unless a person has moved the map. */
  showAll() {
    const places = [...this.markers.values()].map((marker) => marker.getLatLng());
    if (places.length > 0 && !this.moved_by_hand) this.map.fitBounds(this.leaflet.latLngBounds(places).pad(0.06));
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

/** @param {Marker} thing @returns {HTMLElement} letter, shape and colour, as everywhere else */
function pin(thing) {
  const element = document.createElement("span");
  element.className = thing.kind === "unit" ? "pin pin--unit status" : "pin pin--incident priority";
  if (thing.kind === "unit") element.dataset.status = thing.status ?? "";
  else element.dataset.priority = thing.priority ?? "";
  element.textContent = thing.kind === "unit" ? thing.id : thing.priority || "?";
  return element;
}
