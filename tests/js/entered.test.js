/** What lives here: what was entered in a dialog: words and choices are kept, secrets are not, and what changed meanwhile is said. */
import assert from "node:assert/strict";
import test from "node:test";
import { differing, isKept, putInto, returning, valuesOf } from "../../static/js/lib/entered.js";

const field = (name, type, more = {}) => ({ name, type, value: "", checked: false, dataset: {}, ...more });

/** The dialog that answers a check for a crew. */
function check() {
  return [
    field("all_well", "radio", { value: "true" }),
    field("all_well", "radio", { value: "false" }),
    field("via", "select-one", { value: "radio", options: [{ value: "radio" }, { value: "telephone" }] }),
    field("said_by", "text"),
    field("flags", "checkbox", { value: "gas" }),
    field("flags", "checkbox", { value: "fire" }),
  ];
}

test("words and choices come back as they were, and nothing is kept of a form that nobody touched", () => {
  const entered = check();
  const stood = valuesOf(entered);
  assert.deepEqual(differing(valuesOf(entered), stood), {});
  entered[1].checked = true;
  entered[2].value = "telephone";
  entered[3].value = "Dan";
  entered[4].checked = entered[5].checked = true;
  const kept = differing(valuesOf(entered), stood);
  const fresh = check();
  const { back, changed } = returning(kept, valuesOf(fresh));
  putInto(fresh, back);
  assert.deepEqual(valuesOf(fresh), { all_well: "false", via: "telephone", said_by: "Dan", flags: "gas\nfire" });
  assert.deepEqual([fresh[0].checked, fresh[1].checked, changed], [false, true, []]);
});

test("a choice that is no longer offered stays as it stands, and a field that is gone is left out", () => {
  const fresh = check();
  const { back } = returning({ via: "carrier pigeon", gone: "words", "stood via": "radio" }, valuesOf(fresh));
  putInto(fresh, back);
  assert.equal(fresh[2].value, "radio");
  assert.deepEqual(Object.keys(back), ["via"]);
});

test("what somebody else wrote meanwhile is said, unless both wrote the same", () => {
  const kept = differing({ place: "14 Harbour Lane", hazards: "Dog" }, { place: "Harbour Lane", hazards: "" });
  assert.deepEqual(returning(kept, { place: "Harbour Street", hazards: "" }).changed, ["place"]);
  assert.deepEqual(returning(kept, { place: "14 Harbour Lane", hazards: "" }).changed, []);
});

test("no password, no hidden field, no agreed word and no word that the server keeps is kept here", () => {
  const kinds = [field("safe", "password"), field("revision", "hidden"), field("word", "text", { dataset: { unkept: "" } }), field("", "text"), field("why", "text", { dataset: { draft: "" } })];
  assert.deepEqual(kinds.map((each) => isKept(each, true)), [false, false, false, false, false]);
  assert.deepEqual([isKept(kinds[4], false), isKept(field("why", "text"), true)], [true, true]);
});
