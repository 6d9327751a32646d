/**
 * What lives here: the list of what needs a person in charge: drawn from the picture once a second at most, since much turns late without
 * an event; opened to show all that a line stands for; taken by key. Which, in which order and in which lines is lib/exceptions.js.
 */
import { now } from "../lib/clock.js";
import { one } from "../lib/dom.js";
import { Exceptions } from "../lib/exceptions.js";
import { areOn } from "../lib/keys.js";
import { post } from "../lib/outbox.js";
import { Rows } from "../lib/rows.js";
import { say } from "../lib/standing.js";
import { toast } from "../lib/toast.js";
import { Roving } from "./roving.js";

const OPENS = "[data-line-opens]:not([hidden])";

/** Lines have no revision of their own: one that says something else is a newer one. */
class Revisions {
  kept = /** @type {Map<string, {said: string, revision: number}>} */ (new Map());

  /** @param {string} id @param {unknown} content @returns {number} */
  of(id, content) {
    const said = JSON.stringify(content);
    const was = this.kept.get(id);
    if (was?.said === said) return was.revision;
    const revision = (was?.revision ?? 0) + 1;
    this.kept.set(id, { said, revision });
    return revision;
  }

  /** @param {Set<string>} ids those that are still there */
  forgetOthers(ids) {
    for (const id of this.kept.keys()) if (!ids.has(id)) this.kept.delete(id);
  }
}

/** @param {any} need @returns {string} who has it */
export function ownerOf(need) {
  return need.owner ? `${need.owner} has it.` : "Nobody has it.";
}

export class ExceptionList {
  constructor() {
    this.rules = new Exceptions(JSON.parse(one("#exception-kinds").textContent ?? "[]"));
    this.may = (document.querySelector("[data-alarms]")?.getAttribute("data-may") ?? "").split(" ");
    this.opened = "";
    this.lines = /** @type {import("../lib/exceptions.js").Line[]} */ ([]);
    this.revisions = { exception: new Revisions(), member: new Revisions() };
    const order = (/** @type {any} */ a, /** @type {any} */ b) => a.place - b.place;
    const dress = (/** @type {HTMLElement} */ row, /** @type {any} */ card) => this.dress(row, card);
    this.rows = new Rows("exception", { values: ({ cells }) => cells, order, dress, append: true });
    this.members = new Rows("member", { values: ({ cells }) => cells, order, dress, append: true });
    this.roving = new Roving(this.rows.body, { opens: OPENS, thing: "exception", keys: false });
    this.dialog = /** @type {HTMLDialogElement} */ (one("#exceptions-all"));
    this.listen();
  }

  listen() {
    one("[data-exceptions-first]").addEventListener("click", () => this.roving.focus(this.roving.links()[0]));
    for (const body of [this.rows.body, this.members.body]) {
      body.addEventListener("click", (event) => this.press(/** @type {Element} */ (event.target)));
      body.addEventListener("keydown", (event) => this.key(event));
    }
  }

  /** @param {Element} target */
  press(target) {
    const take = /** @type {HTMLElement|null} */ (target.closest("[data-need-take]"));
    if (take) return void this.take(take);
    if (target.closest("[data-line-all], [data-line-more]")) this.open(/** @type {HTMLElement} */ (target.closest("[data-key]")).dataset.key ?? "");
  }

  /** T takes the one in focus, not the alarm that is worst of all. @param {KeyboardEvent} event */
  key(event) {
    if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || event.altKey || !areOn()) return;
    const row = /** @type {Element} */ (event.target).closest("[data-key]");
    const button = /** @type {HTMLElement|null} */ (row?.querySelector("[data-need-take]:not([hidden])") ?? null);
    event.preventDefault();
    event.stopPropagation();
    if (button) this.take(button);
    else toast("There is no one alarm to take here: open the line.");
  }

  /** @param {HTMLElement} button */
  async take(button) {
    const url = button.dataset.needTake ?? "";
    if (!url || button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    const answer = await post(url, {});
    button.removeAttribute("aria-busy");
    if (answer.ok) toast("You have it.", "ok");
    else toast(answer.fault?.detail ?? "", "danger");
  }

  /** @param {string} id */
  open(id) {
    this.opened = id;
    this.showMembers();
    this.dialog.showModal();
  }

  /** @param {Object<string, any[]>} cards by kind */
  show(cards) {
    const needs = this.rules.needs(cards, now());
    this.lines = this.rules.lines(needs);
    this.rows.update(this.cardsOf("exception", this.lines));
    this.roving.refresh();
    this.tell(needs);
    if (this.dialog.open) this.showMembers();
  }

  showMembers() {
    const line = this.lines.find(({ id }) => id === this.opened);
    const members = (line?.members ?? []).map((need) => ({ id: need.id, kind: need.kind, head: need, members: [need] }));
    const title = this.dialog.querySelector("h2");
    if (line && title) title.textContent = `${this.wordOf(line.kind)}: ${members.length}`;
    this.members.update(this.cardsOf("member", members));
  }

  /** @param {"exception"|"member"} list @param {import("../lib/exceptions.js").Line[]} lines */
  cardsOf(list, lines) {
    const revisions = this.revisions[list];
    revisions.forgetOthers(new Set(lines.map(({ id }) => id)));
    return lines.map((line, place) => {
      const cells = this.cells(line);
      return { id: line.id, revision: revisions.of(line.id, [cells, line.head.take_url, line.members.length]), place, cells, line };
    });
  }

  /** @param {import("../lib/exceptions.js").Line} line @returns {Object<string, unknown>} */
  cells({ id, kind, head, members }) {
    const folded = id.startsWith("kind:");
    return {
      exercise: head.exercise,
      priority: head.priority ?? "",
      link: { url: head.url, word: head.where },
      all: `All ${members.length}`,
      more: `+${members.length - 1} more`,
      kind: this.wordOf(kind),
      words: folded ? `worst: ${head.where}, ${head.words}` : head.words,
      owner: folded ? "" : ownerOf(head),
      next_step: head.next_step,
      since: head.since,
    };
  }

  /** @param {string} code */
  wordOf(code) {
    return this.rules.kinds.get(code)?.word ?? code;
  }

  /** @param {HTMLElement} row @param {any} card */
  dress(row, { line }) {
    const { id, kind, head, members } = line;
    const folded = id.startsWith("kind:");
    row.dataset.grave = String(head.grave);
    row.dataset.kind = kind;
    row.title = `${head.where}: ${head.words}. ${ownerOf(head)} ${head.next_step}`;
    row.querySelector("[data-cell=link]")?.toggleAttribute("hidden", folded);
    row.querySelector("[data-line-all]")?.toggleAttribute("hidden", !folded);
    row.querySelector("[data-line-more]")?.toggleAttribute("hidden", folded || members.length < 2);
    row.querySelector(".priority")?.toggleAttribute("hidden", !head.priority);
    const take = /** @type {HTMLElement} */ (row.querySelector("[data-need-take]"));
    take.dataset.needTake = head.take_url ?? "";
    take.hidden = folded || !head.take_url || !this.mayTake(head);
  }

  /** @param {import("../lib/exceptions.js").Need} need */
  mayTake(need) {
    return !need.take_act || this.may.includes(need.take_act);
  }

  /** @param {import("../lib/exceptions.js").Need[]} needs */
  tell(needs) {
    say("[data-exceptions-count] [data-word]", String(needs.length));
    const folded = this.lines.filter(({ id }) => id.startsWith("kind:")).length;
    say("[data-exceptions-said]", needs.length > this.lines.length ? `in ${this.lines.length} lines${folded ? ", by kind" : ""}` : "");
  }
}
