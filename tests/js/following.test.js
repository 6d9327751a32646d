/** What lives here: windows that follow each other's choice: who hears whom, no echo, a window that stands still, words that keep a page. */
import assert from "node:assert/strict";
import test from "node:test";
import { Chosen, channelName, choiceIn, choiceOfRow, isEntered } from "../../static/js/lib/following.js";

const incident = (/** @type {string} */ id) => ({ kind: /** @type {"incident"} */ ("incident"), id });

/** Windows on one channel: what one says, all others hear, and what they say then, too. @param {Chosen[]} windows @param {number} from @param {any} said @returns {number} how much was said */
function spread(windows, from, said) {
  if (!said) return 0;
  let count = 1;
  windows.forEach((each, place) => {
    if (place === from) return;
    const shown = each.hear(said);
    // A window that shows something may come to choose it, e.g. when a page of it opens.
    if (shown) count += spread(windows, place, each.choose(shown));
  });
  return count;
}

test("one choice is one message, however many windows follow", () => {
  const windows = [new Chosen(true), new Chosen(true), new Chosen(true)];
  assert.equal(spread(windows, 0, windows[0].choose(incident("1042"))), 1);
  assert.equal(spread(windows, 2, windows[2].choose(incident("1050"))), 1);
  assert.deepEqual(windows.map(({ last }) => last), [incident("1050"), incident("1050"), incident("1050")]);
});

test("what is chosen again is not said again, what was chosen elsewhere meanwhile is", () => {
  const one = new Chosen(true);
  assert.ok(one.choose(incident("1042")));
  assert.equal(one.choose(incident("1042")), null);
  one.hear({ op: "chosen", ...incident("1050") });
  assert.ok(one.choose(incident("1042")));
});

test("a window that stands still shows nothing, and catches up with the newest when it follows", () => {
  const pinned = new Chosen(false);
  for (const id of ["1042", "1050"]) assert.equal(pinned.hear({ op: "chosen", ...incident(id) }), null);
  assert.deepEqual(pinned.turn(true), incident("1050"));
  assert.equal(pinned.turn(false), null);
  assert.equal(pinned.turn(true), null);
});

test("a window that chose something itself since does not catch up", () => {
  const pinned = new Chosen(false);
  pinned.hear({ op: "chosen", ...incident("1042") });
  pinned.choose(incident("1050"));
  assert.equal(pinned.turn(true), null);
});

test("a window that was led somewhere says nothing of it", () => {
  const led = new Chosen(true);
  led.arrive(incident("1042"));
  assert.equal(led.choose(incident("1042")), null);
});

test("nothing but a choice is heard", () => {
  for (const said of [null, 7, "x", {}, { op: "chosen" }, { op: "chosen", kind: "person", id: "1" }, { op: "chosen", kind: "incident", id: 7 }, { op: "chosen", kind: "incident", id: "" }, { op: "chosen", kind: "incident", id: "9".repeat(61) }]) assert.equal(choiceIn(said), null);
  assert.deepEqual(choiceIn({ op: "chosen", kind: "unit", id: "M21", more: 1 }), { kind: "unit", id: "M21" });
});

test("a line of exceptions stands for its incident or contact, a fold for nothing", () => {
  assert.deepEqual(choiceOfRow("exception", "incident:1042/3"), incident("1042/3"));
  assert.deepEqual(choiceOfRow("exception", "contact:7"), { kind: "contact", id: "7" });
  assert.equal(choiceOfRow("exception", "kind:contact"), null);
  assert.equal(choiceOfRow("exception", "recall:3"), null);
  assert.deepEqual(choiceOfRow("unit", "M21"), { kind: "unit", id: "M21" });
});

test("another person or another centre is another channel", () => {
  assert.equal(new Set([channelName("1", "1"), channelName("2", "1"), channelName("1", "2"), channelName("11", "")]).size, 4);
});

test("what came with the page is not what somebody entered", () => {
  assert.equal(isEntered({ type: "textarea", value: "Outside", defaultValue: "" }), true);
  assert.equal(isEntered({ type: "text", value: "3", defaultValue: "3" }), false);
  assert.equal(isEntered({ type: "checkbox", value: "on", checked: true, defaultChecked: false }), true);
  assert.equal(isEntered({ type: "hidden", value: "x", defaultValue: "" }), false);
  assert.equal(isEntered({ type: "search", value: "harbour", defaultValue: "" }), false);
});
