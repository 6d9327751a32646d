/** What lives here: the board's pure rules: figures, filters, orders, groups, skills, and alarms as they are shown. */
import assert from "node:assert/strict";
import test from "node:test";
import { figures } from "../../static/js/board/counters.js";
import { fits as fitsIncident, isOn } from "../../static/js/board/filters.js";
import { byAnswer, byUrgency, contactCells, incidentCells } from "../../static/js/board/lists.js";
import { bySkill } from "../../static/js/board/skills.js";
import { byGroup, isIn } from "../../static/js/board/units.js";
import { Danger, dangers } from "../../static/js/lib/danger.js";
import { faceOf, gist, nobodyThere } from "../../static/js/lib/alarm.js";
import { incidentMarker, showOnly } from "../../static/js/lib/markers.js";
import { fits as fitsUnit } from "../../static/js/units/roster.js";

const NOW = Date.parse("2026-11-22T10:00:00Z");
const incident = (fields = {}) => ({
  id: "1042", reference: "1042", revision: 3, priority: "P1", urgency: 1, stage: "to_send", stage_word: "To be sent", stage_at: "2026-11-22T09:58:00Z",
  type_title: "Smell of gas", summary: "In the kitchen", place: { text: "14 Harbour Lane", lat: 50.5, lon: -2.9 }, opened_at: "2026-11-22T09:50:00Z",
  units: [{ call_sign: "B41", status: "alerted", status_word: "Alerted" }], clock: { kind: "not-sent", what: "Send a unit", due_at: "2026-11-22T09:59:59Z" }, alarms: 1, untold: 2, ...fields,
});
const unit = (call_sign, group, fields = {}) => ({ id: call_sign, call_sign, group, free: group === "free", capabilities: ["plumber"], station: "Yard", name: "Gwen Tudor", type: "Plumber", incident: null, ...fields });
const contact = (fields = {}) => ({ id: "1", state: "waiting", turn: 0, due_at: "2026-11-22T09:59:50Z", answer_by: "2026-11-22T09:59:50Z", offered_at: "2026-11-22T09:59:40Z", channel_word: "Telephone", line: "Gas", answered_by: null, ...fields });

test("what is late is counted by the server's clock, not by an event", () => {
  const cards = { incident: [incident()], contact: [contact()], unit: [unit("P11", "free"), unit("P12", "engaged")], alarm: [] };
  const now = figures(cards, NOW);
  assert.deepEqual([now.waiting.figure, now.waiting.note, now.waiting.tone], [1, "1 late", "danger"]);
  assert.deepEqual([now.late.figure, now.urgent.note, now.free.note], [1, "of 1 open", "of 2"]);
  const before = figures(cards, NOW - 15000);
  assert.deepEqual([before.late.figure, before.waiting.tone, before.waiting.note], [0, "", "oldest 5 s"]);
});

test("no unit free is said, but not where a centre has no units", () => {
  const empty = { incident: [], contact: [], unit: [], alarm: [] };
  assert.equal(figures(empty, NOW).free.tone, "");
  assert.equal(figures({ ...empty, unit: [unit("P12", "engaged")] }, NOW).free.tone, "danger");
});

test("exercises count in a training room only", () => {
  const cards = { incident: [incident({ exercise: true })], contact: [], unit: [unit("P11", "free", { exercise: true })], alarm: [] };
  assert.deepEqual([figures(cards, NOW).urgent.figure, figures(cards, NOW).free.note], [0, "of 0"]);
  assert.deepEqual([figures(cards, NOW, true).urgent.figure, figures(cards, NOW, true).free.note], [1, "of 1"]);
});

test("a filter finds by priority, stage and every word, also by unit", () => {
  const none = { priorities: [], stage: "", words: "" };
  assert.equal(isOn(none), false);
  assert.equal(fitsIncident(incident(), none), true);
  assert.equal(fitsIncident(incident(), { ...none, priorities: ["P2"] }), false);
  assert.equal(fitsIncident(incident({ priority: null }), { ...none, priorities: [""] }), true);
  assert.equal(fitsIncident(incident(), { ...none, stage: "at_scene" }), false);
  assert.equal(fitsIncident(incident(), { ...none, words: "harbour B41" }), true);
  assert.equal(fitsIncident(incident(), { ...none, words: "harbour tree" }), false);
});

test("incidents go most urgent first, then the oldest", () => {
  const order = [incident({ id: "3", urgency: 2 }), incident({ id: "2", opened_at: "2026-11-22T09:55:00Z" }), incident({ id: "1" })].sort(byUrgency);
  assert.deepEqual(order.map(({ id }) => id), ["1", "2", "3"]);
});

test("an incident without place, type or clock still has words", () => {
  const cells = incidentCells(incident({ type_title: "", summary: "", place: { text: "", lat: null, lon: null }, clock: null, stage: "unheard of" }));
  assert.deepEqual([cells.what, cells.place, cells.clock, cells.due_at, cells.stage.tone], ["Not known yet", "Place not known", "No clock runs", null, "new"]);
});

test("contacts that wait come before those somebody has", () => {
  const had = contact({ id: "2", state: "answered", turn: 2, due_at: null, answer_by: "2026-11-22T09:00:00Z", answered_by: "Amina Khan" });
  assert.deepEqual([had, contact()].sort(byAnswer).map(({ id }) => id), ["1", "2"]);
  assert.deepEqual([contactCells(had).answer_by, contactCells(had).with], [null, "Amina Khan has it"]);
});

test("a unit in danger is first, and in every group", () => {
  const units = [unit("P11", "free"), unit("P12", "off"), unit("P13", "help"), unit("P14", "engaged")];
  assert.deepEqual(units.toSorted(byGroup).map(({ id }) => id), ["P13", "P14", "P11", "P12"]);
  assert.equal(isIn(units[2], "free"), true);
  assert.equal(isIn(units[3], "free"), false);
});

test("the roster filters by group, skill, station and words", () => {
  const any = { group: "", skill: "", station: "", words: "" };
  assert.equal(fitsUnit(unit("P11", "free"), { ...any, skill: "plumber", station: "Yard", words: "gwen p11" }), true);
  for (const wanted of [{ skill: "tree_crew" }, { station: "Harbour" }, { words: "dan" }, { group: "off" }]) assert.equal(fitsUnit(unit("P11", "free"), { ...any, ...wanted }), false);
});

test("a capability counts who is free, who rests and all", () => {
  const [skill] = bySkill([unit("P11", "free"), unit("P12", "break"), unit("P13", "engaged")], { plumber: "Plumber" });
  assert.deepEqual([skill.label, skill.free, skill.resting, skill.all], ["Plumber", ["P11"], 1, 3]);
});

test("an alarm's card is shown with its own words, address and door", () => {
  const face = faceOf({ id: "7", incident: "1042", what: "Nobody has been sent", action: "Send a unit", loudness: "warning" });
  assert.deepEqual([face.level, face.text, face.url, face.take_url], ["warning", "Nobody has been sent — Send a unit", "/incidents/1042", "/api/v1/alarms/7/taken/"]);
  assert.equal(faceOf({ id: "8", incident: "1", what: "x" }).level, "critical");
});

test("a storm is told by what it is, the most frequent first", () => {
  assert.equal(gist([{ cause_word: "Declined" }, { cause_word: "Not sent" }, { cause_word: "Not sent" }]), "Not sent 2 · Declined 1");
});

test("only markers that changed are drawn again, and those that left are taken off", () => {
  const drawn = /** @type {string[]} */ ([]);
  const map = { place: (marker) => drawn.push(`+${marker.id}`), remove: (_, id) => drawn.push(`-${id}`), showAll: () => {} };
  const [one, two] = [incidentMarker(incident()), incidentMarker(incident({ reference: "1043" }))];
  showOnly(map, [one, two]);
  showOnly(map, [one, { ...two, revision: 4 }]);
  showOnly(map, [one]);
  assert.deepEqual(drawn, ["+1042", "+1043", "+1043", "-1043"]);
});

test("an alarm says which boundary was met and where nobody is on duty, until somebody has it", () => {
  const card = { id: "7", incident: "1042", what: "Whom do we send?", boundary: "Not enough units or skills", action: "", nobody: "supervisor, duty manager", taken_by: null };
  assert.equal(faceOf(card).text, "Whom do we send? — Not enough units or skills");
  assert.equal(nobodyThere(card), "Nobody is on duty as supervisor, duty manager");
  assert.equal(nobodyThere({ ...card, taken_by: "Tess Moran" }), "");
});

test("nobody sent and a promised update are marks on the row", () => {
  const cells = incidentCells(incident({ not_sent: true, promised_at: "2026-11-22T10:05:00Z" }));
  assert.deepEqual([cells.not_sent, cells.promised, cells.promised_at], [true, true, "2026-11-22T10:05:00Z"]);
});

test("a crew that may be under duress stands first in every list of units, whatever its status says", () => {
  const danger = new Danger();
  danger.words = dangers([{ call_sign: "P12", word: "Duress" }, { call_sign: "P13", word: "Mayday" }, { call_sign: "P13", word: "Duress" }]);
  const shown = danger.first([unit("P11", "engaged"), unit("P12", "engaged"), unit("P13", "help")]).sort(byGroup);
  assert.deepEqual(shown.map(({ id, group }) => `${id} ${group}`), ["P12 help", "P13 help", "P11 engaged"]);
  assert.equal(isIn(shown[0], "free"), true);
  assert.equal(danger.words.get("P13"), "Mayday, Duress");
});
