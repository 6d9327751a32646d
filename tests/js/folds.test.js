/** What lives here: the rule by which markers of a crowded map become one. */
import assert from "node:assert/strict";
import test from "node:test";
import { folded, MOST, summed } from "../../static/js/lib/folds.js";

const at = ({ lat, lon }) => ({ x: lon, y: lat });
const unit = (id, lat, lon) => ({ kind: "unit", id: String(id), lat, lon, word: String(id) });
const incident = (id, priority) => ({ kind: "incident", id, priority, lat: 0, lon: 0, word: id });

test("as many as can be told apart are drawn one by one, however close they stand", () => {
  const few = Array.from({ length: MOST }, (_, id) => unit(id, 1, 1));
  assert.deepEqual(folded(few, at).map(({ key }) => key), few.map(({ id }) => `unit:${id}`));
});

test("a crowd becomes a few, each thing is in exactly one of them, and one alone keeps its own marker", () => {
  const crowd = Array.from({ length: 2000 }, (_, id) => unit(id, (id * 7) % 500, (id * 13) % 600));
  const found = folded([...crowd, unit("far", 5000, 5000)], at);
  assert.ok(found.length < 120, String(found.length));
  assert.deepEqual(found.flatMap(({ things }) => things.map(({ id }) => id)).sort(), [...crowd.map(({ id }) => id), "far"].sort());
  assert.equal(found.at(-1).key, "unit:far");
});

test("many stand in the middle of their things, but never so near the edge that they hide their neighbours", () => {
  const crowd = (lat, lon) => Array.from({ length: MOST + 2 }, (_, id) => unit(id, lat, lon + (id % 2)));
  const stands = (lat, lon) => folded(crowd(lat, lon), at).map(({ key, x, y }) => [key, x, y]);
  assert.deepEqual(stands(24, 36), [["fold:0:0", 36.5, 24]]);
  assert.deepEqual(stands(2, 70), [["fold:0:0", 44, 16]]);
});

test("many say how many they are and how urgent the worst is", () => {
  const said = (...things) => summed(things);
  assert.deepEqual(said(incident("1", "P3"), incident("2", "P1"), unit(1)), { incidents: 2, units: 1, worst: "P1", words: "2 incidents, the most urgent P1, and 1 unit. Closer shows them." });
  assert.equal(said(incident("1", "P2")).words, "1 incident, the most urgent P2. Closer shows them.");
  assert.equal(said(incident("1", "")).words, "1 incident. Closer shows them.");
  assert.deepEqual([said(unit(1), unit(2)).words, said(unit(1)).worst], ["2 units. Closer shows them.", ""]);
});
