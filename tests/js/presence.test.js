/** What lives here: who looks at what, as the page works it out. */
import assert from "node:assert/strict";
import test from "node:test";
import { same } from "../../static/js/board/views.js";
import { lookedAt, take, words } from "../../static/js/lib/presence.js";

test("an incident's page and a desk with an incident are looked at, a board is not", () => {
  assert.equal(lookedAt({ pathname: "/incidents/1042", search: "" }), "1042");
  assert.equal(lookedAt({ pathname: "/desk", search: "?incident=1043" }), "1043");
  assert.equal(lookedAt({ pathname: "/desk", search: "" }), "");
  assert.equal(lookedAt({ pathname: "/board", search: "?incident=1" }), "");
});

test("changes are taken in their order, and oneself is not shown", () => {
  const lookers = new Map();
  take(lookers, [{ user: 1, by: "Sol", at: "1042", here: true }, { user: 2, by: "Dev", at: "1042", here: true }, { user: 9, by: "Me", at: "1042", here: true }], 9);
  assert.equal(words(lookers.get("1042")), "Dev and Sol");
  const changed = take(lookers, [{ user: 1, by: "Sol", at: "1042", here: false }, { user: 1, by: "Sol", at: "1043", here: true }], 9);
  assert.deepEqual([changed, words(lookers.get("1042")), words(lookers.get("1043"))], [["1042", "1043"], "Dev", "Sol"]);
  take(lookers, [{ user: 2, by: "Dev", at: "1042", here: false }], 9);
  assert.equal(lookers.has("1042"), false);
});

test("many are counted", () => {
  assert.equal(words(new Map([[1, "Sol"], [2, "Dev"], [3, "Amina"], [4, "Tess"]])), "Amina, Dev and 2 more");
  assert.equal(words(undefined), "");
});

test("a view is the filters that it holds, in any order", () => {
  const wanted = { priorities: ["P1", "P2"], stage: "", words: "" };
  assert.equal(same(wanted, { priorities: ["P2", "P1"], stage: "", played: "", words: " " }), true);
  assert.equal(same(wanted, { priorities: ["P1"], stage: "", played: "", words: "" }), false);
});
