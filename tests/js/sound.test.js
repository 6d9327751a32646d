/** What lives here: the sound check plays every tone of an alarm, one after another. */
import assert from "node:assert/strict";
import test from "node:test";
import { TUNES } from "../../static/js/lib/sound.js";
import { programme } from "../../static/js/lib/sound-check.js";

test("every tune sounds once, the gravest first, and none before the one before it is over", () => {
  const { steps, over_ms } = programme();
  assert.deepEqual(steps.map(({ level }) => level).sort(), Object.keys(TUNES).sort());
  assert.equal(steps[0].level, "mayday");
  steps.forEach(({ level, from_ms }, place) => {
    const ends_ms = from_ms + TUNES[level].tones.length * TUNES[level].each_s * 1000;
    assert.ok(ends_ms < (steps[place + 1]?.from_ms ?? over_ms));
  });
});
