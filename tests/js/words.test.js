/** What lives here: the small pure rules of the browser modules: spans, heats, waits, alarms, drafts, addresses. */
import assert from "node:assert/strict";
import test from "node:test";
import { byRank, isDue, worst } from "../../static/js/lib/alarm.js";
import { faultOf } from "../../static/js/lib/api.js";
import { safeAddress } from "../../static/js/lib/cells.js";
import { forget as forgetClock, learn, now, offset } from "../../static/js/lib/clock.js";
import { Cue, sentence, word } from "../../static/js/lib/connection.js";
import { forget, forgetAll, keep, kept } from "../../static/js/lib/draft.js";
import { waitBefore } from "../../static/js/lib/live.js";
import { heatOfAge, heatOfCountdown, span } from "../../static/js/lib/tick.js";

test("a span is said in the largest two units", () => {
  assert.deepEqual([0, 59.9, 60, 727, 3600, 11100, 90000, -72].map(span), ["0 s", "59 s", "1:00", "12:07", "1 h 00", "3 h 05", "1 d 1 h", "1:12"]);
});

test("an age heats up at each of its limits and not a second before", () => {
  const limits = { ageing: "60", late: "300", critical: "900" };
  assert.deepEqual([59, 60, 299, 300, 899, 900].map((age) => heatOfAge(age, limits)), ["fresh", "ageing", "ageing", "late", "late", "critical"]);
  assert.equal(heatOfAge(100000, {}), "fresh");
});

test("a countdown is critical once it is late", () => {
  assert.deepEqual([61, 60, 0, -0.1].map((left) => heatOfCountdown(left, {})), ["fresh", "ageing", "late", "critical"]);
});

test("waits grow, are jittered, and end at eight seconds", () => {
  assert.equal(waitBefore(0, () => 0), 125);
  assert.equal(waitBefore(0, () => 1), 250);
  assert.equal(waitBefore(50, () => 1), 8000);
  assert.ok(waitBefore(3, () => 0.2) < waitBefore(3, () => 0.9));
});

test("the worst alarm nobody has taken rings first, the oldest of equals", () => {
  const alarms = [
    { id: "1", level: "notice", raised_at: "2026-11-22T10:00:00Z" },
    { id: "2", level: "critical", raised_at: "2026-11-22T10:05:00Z" },
    { id: "3", level: "critical", raised_at: "2026-11-22T10:01:00Z" },
    { id: "4", level: "critical", raised_at: "2026-11-22T09:00:00Z", taken_by: "Sol Reyes" },
  ];
  assert.equal(worst(alarms).id, "3");
  assert.deepEqual(alarms.toSorted(byRank).map(({ id }) => id), ["3", "2", "1", "4"]);
  assert.equal(worst([alarms[3]]), undefined);
});

test("a critical alarm sounds again after eight seconds, a notice never", () => {
  assert.equal(isDue({ level: "critical" }, -Infinity, 0), true);
  assert.equal(isDue({ level: "critical" }, 0, 7999), false);
  assert.equal(isDue({ level: "critical" }, 0, 8000), true);
  assert.equal(isDue({ level: "notice" }, 0, 1e9), false);
  assert.equal(isDue({ level: "unheard of" }, 0, 8000), true);
});

test("a card cannot lead off the console or into a script", () => {
  assert.equal(safeAddress("/incidents/1042/"), "/incidents/1042/");
  for (const bad of ["javascript:alert(1)", "//elsewhere.example", "https://elsewhere.example", undefined, ""]) assert.equal(safeAddress(bad), "#");
});

test("the server's clock counts, not the desk's", () => {
  forgetClock();
  learn(new Date(Date.now() + 60000).toISOString(), 10);
  assert.ok(Math.abs(offset() - 60005) < 200);
  assert.ok(now() > Date.now() + 59000);
  learn("not an instant");
  assert.ok(Math.abs(offset() - 60005) < 200);
  forgetClock();
});

test("the light says how old the picture is", () => {
  assert.equal(word({ mode: "live", age_s: 1 }), "LIVE");
  assert.equal(word({ mode: "stale", age_s: 14 }), "STALE 14 s");
  assert.equal(sentence({ mode: "live", withdrawn: false }), "");
  assert.match(sentence({ mode: "down", withdrawn: true }), /signed out/);
});

/** localStorage as far as drafts use it. */
function shelf() {
  const items = new Map();
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => items.set(key, value), removeItem: (key) => items.delete(key), key: (place) => [...items.keys()][place] ?? null, get length() { return items.size; } };
}

test("a draft comes back, for a day, until it is sent or the person signs out", () => {
  const store = shelf();
  store.setItem("other", "stays");
  keep("note", { text: "half a sentence" }, store, 0);
  assert.deepEqual(kept("note", store, 23 * 3600 * 1000), { text: "half a sentence" });
  assert.deepEqual(kept("note", store, 25 * 3600 * 1000), {});
  forget("note", store);
  assert.deepEqual(kept("note", store, 0), {});
  keep("one", { a: "1" }, store, 0);
  keep("two", { b: "2" }, store, 0);
  forgetAll(store);
  assert.deepEqual([kept("one", store, 0), kept("two", store, 0), store.getItem("other")], [{}, {}, "stays"]);
});

test("whatever the server answers, a person reads a sentence", () => {
  assert.equal(faultOf({ code: "unit-unavailable", detail: "L61 is at 1039.", fields: {} }, 409).detail, "L61 is at 1039.");
  const fields = { within_min: ["At most 1440."], why: ["Write it."] };
  assert.equal(faultOf({ code: "invalid", detail: "See the fields.", fields }, 400).detail, "Within min: At most 1440. Why: Write it.");
  assert.match(faultOf(null, 500).detail, /our side/);
  assert.match(faultOf("<html>", 403).detail, /role/);
  assert.equal(faultOf(null, 418).code, "http-418");
});

test("a moment's trouble is not heard, what lasts is heard again and again, and a new one from its beginning", () => {
  const cue = new Cue();
  const heard = (/** @type {string} */ level, /** @type {number[]} */ at) => at.filter((second) => cue.isDue(level, second * 1000));
  assert.deepEqual(heard("critical", [0, 1, 2, 5, 9, 10, 18]), [2, 10, 18]);
  assert.deepEqual(heard("warning", [19, 20, 21, 40, 41]), [21, 41]);
  assert.deepEqual(heard("", [42]), []);
  assert.deepEqual(heard("warning", [43, 44, 45]), [45]);
});
