/**
 * What lives here: the questions that judging an incident asks, the same on the desk and on the incident's page: its priority,
 * what the report is held to be, its risk, a lowering that waits, a repeat contact, and what speaks against an answer.
 *
 * @typedef {{whole: any, words: {talk: any, in_charge: boolean, me: number}, act: (noun: string, body: any) => Promise<import("./api.js").Answer>}} Subject
 *   whole: the incident as REST gives it, or the part of it about assessing
 */
import { get } from "./api.js";
import { ask } from "./asking.js";
import { el } from "./dom.js";

const PRIORITIES = ["P1", "P2", "P3", "P4", "P5"];

/** @param {Object<string, any>} words by code @returns {{value: string, label: string}[]} */
function options(words) {
  return Object.entries(words).map(([value, label]) => ({ value, label: String(label) }));
}

/** Raise it, lower it, or ask for it to be lowered. @param {Subject} subject */
export function priority({ whole, words, act }) {
  const isLower = (/** @type {string} */ wanted) => Boolean(whole.priority) && wanted > whole.priority;
  ask({
    title: `Change the priority of ${whole.reference}`,
    note: words.in_charge ? `It is ${whole.priority || "not set"}. Raising and lowering take a reason.` : `It is ${whole.priority || "not set"}. Raising takes one person and a reason. A lower one is asked for: a supervisor decides, and until then the higher stays.`,
    fields: [
      { name: "priority", label: "New priority", kind: "radio", required: true, value: whole.priority === "P1" ? "P2" : "P1", options: PRIORITIES.filter((each) => each !== whole.priority).map((each) => ({ value: each, label: !words.in_charge && isLower(each) ? `${each}, ask for it` : each })) },
      { name: "reason", label: "Why?", required: true },
    ],
    go: "Change the priority",
    draft: "priority",
    send: (values) => act(isLower(values.priority) && !words.in_charge ? "lowering/" : "priority/", values),
  });
}

/** @param {Subject} subject @param {boolean} approved */
export function decide({ whole, act }, approved) {
  const { was, wanted, reason } = whole.lowering;
  ask({
    title: approved ? `Lower ${was} to ${wanted}` : `Keep ${was}`,
    note: reason,
    fields: [{ name: "reason", label: approved ? "Anything to add?" : "Why does it stay?", required: !approved }],
    go: approved ? "Approve" : "Refuse",
    tone: approved ? undefined : "danger",
    draft: approved ? "approve" : "refuse",
    send: (values) => act("lowering/decision/", { approved, ...values }),
  });
}

/** Earlier false alarms at the site, to be read before the report is judged. @param {any[]} found @returns {HTMLElement|null} */
function earlier(found) {
  if (found.length === 0) return null;
  const line = (/** @type {any} */ each) => el("li", {}, el("a", { href: `/incidents/${encodeURIComponent(each.reference)}`, target: "_blank" }, each.reference), ` ${new Date(each.opened_at).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })}: ${each.how}`, each.words && el("span.muted", {}, ` ${each.words}`));
  return el("div.note.note--warn", { "data-false-alarms": found.length }, el("div", {}, el("strong", {}, `${found.length} earlier false alarm${found.length === 1 ? "" : "s"} at this site in twelve months`), el("ul.open-list", {}, found.map(line)), el("p.small", {}, "They lower nothing: this report is judged by itself.")));
}

/** Is it genuine, and is it ours? @param {Subject} subject */
export async function judge({ whole, words, act }) {
  const before = await get(`/api/v1/incidents/${encodeURIComponent(whole.reference)}/false-alarms/`);
  const now = whole.validity;
  ask({
    title: `Judge the report ${whole.reference}`,
    note: now ? `Held to be: ${now.label} (${now.by}: ${now.grounds})` : "It is kept with its grounds. It deletes nothing and lowers nothing.",
    beside: before.ok ? earlier(before.json.results) : el("p.refusal", {}, "Earlier false alarms at this site could not be fetched."),
    fields: [
      { name: "validity", label: "It is held to be", kind: "select", value: now?.code ?? "genuine", options: options(words.talk.validities) },
      { name: "grounds", label: "What makes you think so?", required: true },
      { name: "organisation", label: "If it is not ours: who takes it?", kind: "select", options: [{ value: "", label: "–" }, ...options(words.talk.organisations)] },
      { name: "link", label: "If it repeats another report: its number" },
    ],
    go: "Record the judgement",
    draft: "validity",
    send: (values) => act("validity/", values),
  });
}

/** The risk overlay: it can raise, never lower. @param {Subject} subject */
export function weigh({ whole, words, act }) {
  const before = whole.risk;
  const { overlay, levels } = words.talk;
  ask({
    title: `Weigh the risk of ${whole.reference}`,
    note: before ? `Weighed by ${before.by}: ${before.grounds}${before.stale ? " Something has changed since." : ""}` : "It can raise the priority and never lowers it.",
    fields: [
      ...overlay.filter((/** @type {any} */ part) => part.raises).map((/** @type {any} */ part) => ({ name: `level-${part.id}`, label: part.ask, kind: "select", value: before?.levels?.[part.id] ?? "none", options: options(levels) })),
      { name: "words", label: "What did you weigh?", required: true, hint: overlay.filter((/** @type {any} */ part) => !part.raises).map((/** @type {any} */ part) => part.ask).join(" ") },
    ],
    go: "Record what you weighed",
    draft: "risk",
    send: ({ words: said, ...chosen }) => act("risk/", { words: said, levels: Object.fromEntries(Object.entries(chosen).map(([name, level]) => [name.replace("level-", ""), level])) }),
  });
}

/** @param {Subject} subject @param {string} question a later fact speaks against its answer */
export function uphold({ whole, act }, question) {
  const against = whole.compliance.contradicted.find((/** @type {any} */ each) => each.question === question && !each.settled);
  if (!against) return;
  ask({
    title: "The answer stands",
    note: `Against “${against.ask}”: ${against.words}`,
    fields: [{ name: "reason", label: "Why does it stand?", required: true }],
    go: "It stands",
    draft: `stands-${question}`,
    send: ({ reason }) => act("answers/upheld/", { question, reason }),
  });
}

/** @param {Subject} subject @param {{question: string, ask: string, label: string}} answer something known now speaks against it */
export function contradict({ act }, answer) {
  ask({
    title: "Something speaks against this answer",
    note: `“${answer.ask}” was answered “${answer.label}”.`,
    fields: [{ name: "words", label: "What speaks against it?", required: true }],
    go: "Mark it",
    draft: `against-${answer.question}`,
    send: ({ words }) => act("contradictions/", { question: answer.question, words }),
  });
}

/** Take responsibility for a path that departs from its procedure. @param {Subject} subject */
export function review({ whole, act }) {
  ask({
    title: "Review the path check",
    note: whole.compliance.failing.join(" "),
    fields: [{ name: "reason", label: "What did you find, and why may it be closed?", required: true }],
    go: "Record the review",
    draft: "path-review",
    send: ({ reason }) => act("path-review/", { reason }),
  });
}

/** Answer “Repeat contact: assess again”. @param {Subject} subject */
export function reassessed({ whole, act }) {
  ask({
    title: `Repeat contact about ${whole.reference}`,
    note: "Assess it again first: change answers that are no longer true.",
    fields: [
      { name: "result", label: "What came of it?", kind: "radio", required: true, value: "reassessed", options: [{ value: "reassessed", label: "Assessed again" }, { value: "no_change", label: "Nothing changes" }] },
      { name: "reason", label: "Why does nothing change?", hint: "Needed when nothing changes." },
    ],
    go: "Record it",
    draft: "repeat",
    send: (values) => act("reassessment/", values),
  });
}
