/** The desk's words: numbers that can be read out, degrees, and who comes first. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { asksFor, briefStands, byAnswering, byUrgency, contactAct, contactStands, degrees, degreesShown, inGroups, listed, toneOf, travel } from "../../static/js/desk/words.js";

test("a number is shown in groups that can be read out", () => {
  assert.equal(inGroups("07700900123"), "07700 900 123");
  assert.equal(inGroups("07700 900123"), "07700 900 123");
  assert.equal(inGroups("0800111999"), "0800 111 999");
  assert.equal(inGroups("+442079460123"), "+44 2079 460 123");
  assert.equal(inGroups("999"), "999");
  assert.equal(inGroups("withheld"), "");
});

test("degrees are two numbers on the globe, or nothing", () => {
  assert.deepEqual(degrees("50.5745, -2.98"), { lat: 50.5745, lon: -2.98 });
  assert.deepEqual(degrees(" 50 -2 "), { lat: 50, lon: -2 });
  for (const wrong of ["", "50", "95, 0", "50, 181", "here", "50,5745, -2"]) assert.equal(degrees(wrong), null);
  assert.equal(degreesShown({ lat: 50.5, lon: -2.98 }), "50.5, -2.98");
  assert.equal(degreesShown({ lat: null, lon: null }), "");
});

test("the most urgent incident and the most pressing contact come first", () => {
  const jobs = [{ id: "2", urgency: 3, opened_at: "b" }, { id: "3", urgency: 1, opened_at: "c" }, { id: "1", urgency: 1, opened_at: "a" }];
  assert.deepEqual(jobs.sort(byUrgency).map((job) => job.id), ["1", "3", "2"]);
  const calls = [{ id: "1", turn: 2, answer_by: "a" }, { id: "4", turn: 1, due_at: "a" }, { id: "3", turn: 0, due_at: "c" }, { id: "2", turn: 0, due_at: "b" }];
  assert.deepEqual(calls.sort(byAnswering).map((call) => call.id), ["2", "3", "4", "1"]);
});

test("small words", () => {
  assert.equal(travel(20), "1 min");
  assert.equal(travel(null), "? min");
  assert.equal(listed(["M21", "R7", "K9"]), "M21, R7 and K9");
  assert.equal(listed([]), "");
  assert.equal(toneOf("at_scene"), "scene");
  assert.equal(toneOf("something else"), "new");
  assert.equal(briefStands({ brief: { version: 2, read_at: "x", accepted_at: null } }), "Brief read (version 2)");
});

test("a contact says what this person is asked to do with it", () => {
  const card = { state: "transfer", answered_by: "Dev", answered_by_id: 2, offered_to: "Amina", offered_to_id: 1, callback_at: null, called_back_by: null };
  assert.deepEqual([asksFor(card, 1), asksFor(card, 2), asksFor(card, 3)], [true, false, false]);
  assert.deepEqual([contactAct(card, 1), contactAct(card, 2)], ["Accept", "Take it back"]);
  assert.equal(contactStands(card, 1), "From Dev");
  assert.equal(asksFor({ ...card, offered_to: "Gas", offered_to_id: null }, 3), true);
  const part = { ...card, state: "linked" };
  assert.deepEqual([asksFor(part, 1), contactStands(part, 2), asksFor({ ...part, offered_to: null }, 1)], [true, "To Amina", false]);
  const owed = { state: "callback", state_word: "The caller hung up: call back", callback_at: "2025-11-03T12:00:00Z", called_back_by: null };
  assert.equal(contactAct(owed, 1), "Call back");
  assert.equal(contactAct({ ...owed, called_back_by: "Dev" }, 1), "Open");
});
