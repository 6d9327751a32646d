/**
 * What lives here: the channels of the queue as choices: only those that are there, each with how many and whether one is late.
 * They are radio buttons: Q goes to them, arrows choose, and the list follows.
 */
import { el, one } from "../lib/dom.js";

const BACK = "callback";
/** @type {Object<string, string>} short enough for a row of choices */
const SHORT = { telephone: "Phone", text: "Text", relay: "Relay", email: "E-mail", web: "Web", alarm: "Alarm", partner: "Partner", in_person: "Desk", callback: "Call back" };

/** @param {any} card @returns {string} the choice it belongs to: who is to be called back stands apart */
function choiceOf(card) {
  return card.callback_at ? BACK : card.channel;
}

const ORDER = ["all", ...Object.keys(SHORT)];

export class Channels {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.chosen = "all";
    this.box = one("[data-channels]");
    this.written = "";
    this.box.addEventListener("change", ({ target }) => {
      this.chosen = /** @type {HTMLInputElement} */ (target).value;
      this.changed();
    });
  }

  /** @param {any} card */
  keep(card) {
    return this.chosen === "all" || choiceOf(card) === this.chosen;
  }

  /** @param {any[]} cards every contact on the desk */
  tell(cards) {
    /** @type {Map<string, {word: string, count: number, late: boolean}>} */
    const found = new Map([["all", { word: "All", count: 0, late: false }]]);
    for (const card of cards) {
      const choice = choiceOf(card);
      const known = found.get(choice) ?? { word: SHORT[choice] ?? card.channel_word, count: 0, late: false };
      found.set(choice, { ...known, count: known.count + 1, late: known.late || card.overdue });
    }
    const all = found.get("all");
    if (all) all.count = cards.length;
    if (!found.has(this.chosen)) found.set(this.chosen, { word: this.word ?? "", count: 0, late: false });
    this.word = found.get(this.chosen)?.word;
    this.draw(new Map([...found].sort(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other))));
  }

  /** @param {Map<string, {word: string, count: number, late: boolean}>} found */
  draw(found) {
    const written = JSON.stringify([...found, this.chosen]);
    if (written === this.written) return;
    this.written = written;
    const at = this.box.scrollLeft;
    const held = this.box.contains(document.activeElement);
    this.box.hidden = found.size < 3;
    this.box.replaceChildren(
      el("legend.heard-only", {}, "Contacts by channel"),
      ...[...found].map(([code, { word, count, late }]) =>
        el("label.chip", { "data-late": late }, el("input.heard-only", { type: "radio", name: "channel", value: code, checked: code === this.chosen }), `${word} `, el("b", {}, count), late ? el("span.heard-only", {}, " late") : ""),
      ),
    );
    this.box.scrollLeft = at;
    if (held) /** @type {HTMLElement|null} */ (this.box.querySelector("input:checked"))?.focus();
  }
}
