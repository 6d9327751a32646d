/** What lives here: the browser's picture of the board against the shared vectors, in order, in any order, and twice. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { apply, blank, isBehind, present, snapshot } from "../../static/js/lib/reducer.js";

const { cases } = JSON.parse(readFileSync(new URL("../vectors/reducer.json", import.meta.url), "utf-8"));

/** Every order of a few things. */
function orders(things) {
  if (things.length < 2) return [things];
  return things.flatMap((thing, place) => orders(things.toSpliced(place, 1)).map((rest) => [thing, ...rest]));
}

const names = (cards) => cards.map((card) => `${card.id}@${card.revision}`).sort();

function meets(picture, expect) {
  const { present: shown = {}, gone = {}, ...plain } = expect;
  for (const [field, value] of Object.entries(plain)) assert.deepEqual(picture[field], value, field);
  for (const [kind, cards] of Object.entries(shown)) assert.deepEqual(names(present(picture, kind)), cards, kind);
  for (const [kind, cards] of Object.entries(gone)) assert.deepEqual(names(Object.values(picture.cards[kind]).filter((card) => card.gone)), cards);
}

for (const { name, board, messages, shuffle, expect } of cases) {
  test(name, () => {
    const ways = shuffle ? orders([...messages, ...messages].slice(0, 6)).concat(orders(messages)) : [messages];
    for (const way of ways.filter((order) => new Set(order).size === messages.length)) meets(way.reduce(apply, snapshot(board)), expect);
  });
}

test("a blank picture believes nothing until it has a snapshot", () => {
  const event = { op: "event", sequence: 1, epoch: "", cards: [{ kind: "incident", id: "1", revision: 1 }] };
  assert.deepEqual(present(apply(blank(), event), "incident"), []);
  assert.equal(isBehind(blank()), true);
});

test("the picture before an event is not changed by it", () => {
  const before = snapshot({ sequence: 1, epoch: "abc", incidents: [{ id: "1", revision: 1 }] });
  const kept = structuredClone(before);
  apply(before, { op: "event", sequence: 2, epoch: "abc", cards: [{ kind: "incident", id: "1", revision: 2 }] });
  assert.deepEqual(before, kept);
});

test("a message that changes nothing returns the very same picture", () => {
  const before = snapshot({ sequence: 5, epoch: "abc", incidents: [] });
  assert.equal(apply(before, { op: "event", sequence: 5, epoch: "abc", cards: [] }), before);
});

test("a page is behind while the server's number is higher than its own", () => {
  const picture = snapshot({ sequence: 5, epoch: "abc" });
  assert.equal(isBehind(picture), false);
  assert.equal(isBehind(apply(picture, { op: "beat", sequence: 6, epoch: "abc" })), true);
});

test("a tombstone keeps its number and nothing a person could read", () => {
  const before = snapshot({ sequence: 1, epoch: "abc", incidents: [{ id: "1", revision: 1, summary: "Leak" }] });
  const after = apply(before, { op: "event", sequence: 2, epoch: "abc", cards: [{ kind: "incident", id: "1", revision: 2, gone: true, summary: "Leak" }] });
  assert.deepEqual(after.cards.incident["1"], { kind: "incident", id: "1", revision: 2, gone: true });
});
