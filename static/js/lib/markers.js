/**
 * What lives here: cards as markers on the map. A marker is drawn again only when its card's revision is a new one.
 */

import { keyOf } from "./folds.js";

/** @param {any} card @returns {any} */
export function unitMarker(card) {
  const words = `${card.call_sign}, ${card.status_word}${card.incident ? `, incident ${card.incident}` : ""}`;
  return { kind: "unit", id: card.call_sign, revision: card.revision, lat: card.lat, lon: card.lon, word: words, status: card.status, url: card.incident ? `/incidents/${encodeURIComponent(card.incident)}` : "" };
}

/** @param {any} card @returns {any} */
export function incidentMarker(card) {
  const words = `${card.reference}, ${card.priority ?? "priority not set"}, ${card.type_title || "not known yet"}, ${card.place.text || "place not known"}`;
  return { kind: "incident", id: card.reference, revision: card.revision, lat: card.place.lat, lon: card.place.lon, word: words, priority: card.priority ?? "", url: `/incidents/${encodeURIComponent(card.reference)}` };
}

/** Put these markers on the map and no others; the first time, show them all. @param {import("./map.js").TownMap} map @param {any[]} wanted */
export function showOnly(map, wanted) {
  const drawn = (map.drawn ??= new Map());
  const first = drawn.size === 0;
  const keys = new Set(wanted.map(keyOf));
  for (const key of [...drawn.keys()]) {
    if (keys.has(key)) continue;
    const [kind, ...id] = key.split(":");
    map.remove(kind, id.join(":"));
    drawn.delete(key);
  }
  for (const marker of wanted) {
    const key = keyOf(marker);
    if (drawn.get(key) === marker.revision) continue;
    drawn.set(key, marker.revision);
    map.place(marker);
  }
  if (first) map.showAll();
}

/** Put these on the map or take them off, and leave the others as they are. @param {import("./map.js").TownMap} map @param {any[]} changed markers; those that are gone say so */
export function showThese(map, changed) {
  const drawn = (map.drawn ??= new Map());
  for (const marker of changed) {
    const key = keyOf(marker);
    if (marker.gone) {
      map.remove(marker.kind, marker.id);
      drawn.delete(key);
    } else if (drawn.get(key) !== marker.revision) {
      drawn.set(key, marker.revision);
      map.place(marker);
    }
  }
}
