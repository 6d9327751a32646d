/** What lives here: the board's exceptions in the browser against the vectors that the server's rule meets too. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Exceptions, MOST_LINES } from "../../static/js/lib/exceptions.js";

const { kinds, cases } = JSON.parse(readFileSync(new URL("../vectors/exceptions.json", import.meta.url), "utf-8"));
const rules = new Exceptions(kinds);

/** The card "storm" stands for many. */
function grown(cards, times) {
  const more = (card) => (card.id === "storm" ? Array.from({ length: times }, (_, n) => ({ ...card, id: `${9000 + n}`, incident: `S${n}` })) : [card]);
  return Object.fromEntries(Object.entries(cards).map(([kind, all]) => [kind, all.flatMap(more)]));
}

for (const { name, at, cards, times = 1, most = MOST_LINES, expect } of cases) {
  test(name, () => {
    const lines = rules.lines(rules.needs(grown(cards, times), Date.parse(at)), most);
    const seen = lines.map(({ id, kind, members }, place) => [id, kind, Array.isArray(expect[place]?.[2]) ? members.map((need) => need.id) : members.length]);
    assert.deepEqual(seen, expect);
    assert.ok(lines.length <= most);
  });
}

test("every exception has an owner or nobody, a beginning, words and a next step", () => {
  for (const { at, cards, times = 1 } of cases) {
    for (const need of rules.needs(grown(cards, times), Date.parse(at))) {
      assert.ok(need.since && need.words && need.next_step && need.url.startsWith("/"), need.id);
      assert.ok(need.owner === null || typeof need.owner === "string");
    }
  }
});
