/** What lives here: the pure rules behind long lists: places without sorting again, which rows are drawn, the newest of what a message names. */
import assert from "node:assert/strict";
import test from "node:test";
import { near } from "../../static/js/lib/longlist.js";
import { showThese } from "../../static/js/lib/markers.js";
import { changesBetween, putIn, takeOut } from "../../static/js/lib/places.js";
import { apply, newest, snapshot } from "../../static/js/lib/reducer.js";

const byPlace = (one, other) => one.place - other.place;

test("what is put in stands where sorting would have put it, behind its equals", () => {
  const list = [];
  for (const [id, place] of [["a", 3], ["b", 1], ["c", 3], ["d", 2], ["e", 0], ["f", 3]]) putIn(list, { id, place }, byPlace);
  assert.equal(list.map(({ id }) => id).join(""), "ebdacf");
  takeOut(list, list[3]);
  takeOut(list, { id: "unknown", place: 1 });
  assert.equal(list.map(({ id }) => id).join(""), "ebdcf");
});

test("what would come, go or move is counted", () => {
  assert.equal(changesBetween(["1", "2", "3"], ["1", "2", "3"]), 0);
  assert.equal(changesBetween(["1", "2", "3"], ["1", "3", "4"]), 2);
  assert.equal(changesBetween(["1", "2", "3"], ["3", "2", "1"]), 2);
  assert.equal(changesBetween(["1", "2", "3", "4", "5"], ["5", "1", "2", "3", "4"]), 1, "one row that moves to the top is one change");
});

test("what is seen is always among what is drawn, from the first row to the last", () => {
  for (const top of [0, 41, 4100, 77_000, 81_000]) {
    const [first, end] = near(2000, top, 900, 41);
    const [seen, unseen] = [Math.floor(top / 41), Math.min(2000, Math.ceil((top + 900) / 41))];
    assert.ok(0 <= first && first <= seen && unseen <= end && end <= 2000, `${top}: ${first} to ${end}`);
    assert.ok(end - first < 80, `${end - first} are drawn`);
  }
  assert.deepEqual(near(2000, 99_000_000, 900, 41)[1], 2000);
});

test("only the newest of what messages named is taken, once, and what is gone says so", () => {
  const card = (id, revision, fields = {}) => ({ kind: "incident", id, revision, ...fields });
  const before = snapshot({ sequence: 1, epoch: "a", incidents: [card("1", 5), card("2", 1)] });
  const named = [card("1", 4), card("2", 2), card("2", 3, { gone: true }), { kind: "unit", id: "1", revision: 1 }];
  const after = apply(before, { op: "event", sequence: 2, epoch: "a", cards: named });
  assert.deepEqual(newest(after, named, "incident").map(({ id, revision, gone }) => [id, revision, Boolean(gone)]), [["1", 5, false], ["2", 3, true]]);
  assert.deepEqual(newest(after, named, "contact"), []);
});

test("only the markers that changed are touched, and one that is gone is taken off", () => {
  const drawn = [];
  const map = { place: (marker) => drawn.push(`+${marker.id}`), remove: (_, id) => drawn.push(`-${id}`) };
  const marker = (id, revision, gone = false) => ({ kind: "unit", id, revision, gone });
  showThese(map, [marker("P11", 1), marker("P12", 1)]);
  showThese(map, [marker("P11", 1), marker("P12", 2)]);
  showThese(map, [marker("P11", 3, true)]);
  assert.deepEqual(drawn, ["+P11", "+P12", "+P12", "-P11"]);
});
