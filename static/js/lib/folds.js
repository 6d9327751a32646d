/**
 * What lives here: which markers a map draws. Up to MOST in sight are drawn one by one; beyond that, those that stand together become
 * one that says how many they are and how urgent the worst of them is, so that a city's map stays readable and quick.
 */
export const MOST = 80;
/** A marker of many fits into its cell, and strays so little from the cell's middle that its neighbours stay readable. */
const CELL = { width: 72, height: 48, stray: 8 };

/** @typedef {import("./map.js").Marker} Marker */
/** @typedef {{key: string, x: number, y: number, things: Marker[]}} Fold  x, y: the middle of its things, nearly, in the map's own pixels */

/**
 * @param {Iterable<Marker>} things those in sight
 * @param {(thing: Marker) => {x: number, y: number}} at where a thing stands, in pixels of the whole world at this zoom: panning does not fold anew
 * @returns {Fold[]} each thing is in exactly one
 */
export function folded(things, at) {
  const all = [...things].map((thing) => ({ thing, ...at(thing) }));
  const one_by_one = all.length <= MOST;
  /** @type {Map<string, Fold>} */ const found = new Map();
  for (const { thing, x, y } of all) {
    const key = one_by_one ? keyOf(thing) : `fold:${Math.floor(x / CELL.width)}:${Math.floor(y / CELL.height)}`;
    const fold = found.get(key);
    if (fold) {
      fold.x += (x - fold.x) / (fold.things.length + 1);
      fold.y += (y - fold.y) / (fold.things.length + 1);
      fold.things.push(thing);
    } else found.set(key, { key, x, y, things: [thing] });
  }
  return [...found.values()].map((fold) =>
    fold.things.length > 1 ? { ...fold, x: near(fold.x, CELL.width), y: near(fold.y, CELL.height) } : { ...fold, key: keyOf(fold.things[0]) });
}

/** @param {number} at @param {number} size of a cell @returns {number} the same, or as far from its cell's middle as a marker may stray */
function near(at, size) {
  const middle = (Math.floor(at / size) + 0.5) * size;
  return Math.min(middle + CELL.stray, Math.max(middle - CELL.stray, at));
}

/** @param {{kind: string, id: string}} thing */
export function keyOf(thing) {
  return `${thing.kind}:${thing.id}`;
}

/** @param {Marker[]} things @returns {{incidents: number, units: number, worst: string, words: string}} what a fold says of them; worst: a priority, "" when there is none */
export function summed(things) {
  const incidents = things.filter((thing) => thing.kind === "incident");
  const units = things.length - incidents.length;
  const worst = incidents.map((thing) => thing.priority ?? "").filter(Boolean).sort()[0] ?? "";
  const parts = [];
  if (incidents.length) parts.push(`${counted(incidents.length, "incident")}${worst ? `, the most urgent ${worst}${units ? "," : ""}` : ""}`);
  if (units) parts.push(counted(units, "unit"));
  return { incidents: incidents.length, units, worst, words: `${parts.join(" and ")}. Closer shows them.` };
}

/** @param {number} number @param {string} word */
function counted(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
