/**
 * What lives here: choosing the incident type by everyday words, and the question the path stands at.
 */
import { get } from "../lib/api.js";
import { ask } from "../lib/asking.js";
import { cap, el, fill, one, refuse } from "../lib/dom.js";
import { contradict } from "../lib/assessing.js";
import { ensureLogged } from "./intake.js";
import { subject } from "./judging.js";
import { work } from "./work.js";

const PAUSE_MS = 90;
/** @type {any[]} */ let types = [];
let chosen = 0;
let asking = false;
/** True while another type is being chosen for an incident that has one. */
let changing = false;
let answering = false;
/** The next answer was volunteered by the caller: it is recorded as inferred. */
let volunteered = false;

const input = /** @type {HTMLInputElement} */ (one("[data-type-words]"));
const list = one("[data-type-list]");

/** @type {ReturnType<typeof setTimeout>|undefined} */ let pause;

async function find() {
  const words = input.value.trim();
  const answer = await get(`/api/v1/procedures/?words=${encodeURIComponent(words)}`);
  if (!answer.ok || words !== input.value.trim()) return;
  types = answer.json.results;
  chosen = 0;
  offer();
}

function offer() {
  const shown = document.activeElement === input;
  list.hidden = !shown;
  input.setAttribute("aria-expanded", String(shown && types.length > 0));
  list.replaceChildren(
    ...types.slice(0, 8).map((type, place) =>
      el("div.type", { role: "option", id: `desk-type-${place}`, "aria-selected": String(place === chosen), onpointerdown: (/** @type {Event} */ event) => event.preventDefault(), onclick: () => choose(type) },
        el("b", {}, type.title), el("span.muted.clip", {}, type.words.slice(0, 5).join(", "))),
    ),
  );
  if (types.length === 0 && input.value.trim()) list.append(el("p.desk__none", {}, "No type has these words. Try others, or send now and choose later."));
  if (types.length) input.setAttribute("aria-activedescendant", `desk-type-${chosen}`);
  else input.removeAttribute("aria-activedescendant");
}

/** @param {any} type */
async function choose(type) {
  if (!type || asking) return;
  if (changing) return transfer(type);
  asking = true;
  refuse(one("[data-type-no]"), "");
  if (await ensureLogged()) {
    const answer = await work.act("type/", { type: type.code });
    if (!answer.ok) refuse(one("[data-type-no]"), answer.fault?.detail ?? "");
    else settle();
  } else refuse(one("[data-type-no]"), "The incident is not logged yet.");
  asking = false;
}

/** @param {any} type another one, with a reason */
function transfer(type) {
  ask({
    title: `Change to “${type.title}”`,
    note: "The answers so far are kept in the record; the questions begin anew.",
    fields: [{ name: "reason", label: "Why does the type change?", required: true }],
    go: "Change the type",
    draft: "type",
    send: async ({ reason }) => {
      const answer = await work.act("type/", { type: type.code, reason });
      if (answer.ok) settle();
      return answer;
    },
  });
}

function settle() {
  changing = false;
  input.value = "";
  types = [];
  list.replaceChildren();
  list.hidden = true;
  render();
  /** @type {HTMLElement|null} */ (document.querySelector("[data-question-box] .question"))?.focus();
}

/** @param {KeyboardEvent} event */
function typeKey(event) {
  const last = Math.min(types.length, 8) - 1;
  if (event.key === "Escape") {
    changing = false;
    input.blur();
    return render();
  }
  if (event.key === "Enter" && !event.ctrlKey) {
    event.preventDefault();
    return choose(types[chosen]);
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  chosen = event.key === "ArrowDown" ? Math.min(last, chosen + 1) : Math.max(0, chosen - 1);
  offer();
}

/** @param {string} question @param {any} answer */
async function give(question, answer) {
  if (answering) return;
  answering = true;
  const held = document.querySelector("[data-question-box]")?.contains(document.activeElement) || document.activeElement === document.body;
  const result = await work.act("answers/", { question, answer: answer.code, inferred: volunteered });
  answering = false;
  volunteered = false;
  if (!result.ok) {
    const no = document.querySelector("[data-question-no]");
    if (no) refuse(/** @type {HTMLElement} */ (no), result.fault?.detail ?? "");
  } else if (held) /** @type {HTMLElement|null} */ (document.querySelector("[data-question-box] .question") ?? document.querySelector("[data-outcome-head]"))?.focus();
}

/** Change one answer; later ones that are still asked for stay. @param {any} step */
function change(step) {
  ask({
    title: "Change this answer",
    note: `“${step.ask}” was answered “${step.label}”. What is in force stays until something higher follows; something lower waits for a supervisor.`,
    fields: [
      { name: "answer", label: "The answer now", kind: "radio", required: true, options: step.answers.filter((/** @type {any} */ each) => each.code !== step.answer).map((/** @type {any} */ each) => ({ value: each.code, label: each.label })) },
      { name: "reason", label: "Why does the answer change?", required: true },
    ],
    go: "Change the answer",
    draft: `change-${step.question}`,
    send: (values) => work.act("answers/changed/", { question: step.question, was: step.answer, ...values }),
  });
}

async function resume() {
  const answer = await work.act("early-exit/resumed/", {});
  if (answer.ok) /** @type {HTMLElement|null} */ (document.querySelector("[data-question-box] .question"))?.focus();
}

function volunteer() {
  volunteered = !volunteered;
  document.querySelector("[data-volunteer]")?.setAttribute("aria-pressed", String(volunteered));
}

/** Withdraw the last answer, with a reason. */
function back() {
  const last = work.whole?.path.steps.at(-1) ?? work.whole?.path.before?.at(-1);
  if (!last || !work.whole?.question) return;
  ask({
    title: "Go back one question",
    note: `“${last.ask}” was answered “${last.label}”. The answer stays in the record, withdrawn.`,
    fields: [{ name: "reason", label: "Why does the answer change?", required: true }],
    go: "Go back",
    draft: "back",
    send: ({ reason }) => work.act("answers/withdrawn/", { question: last.question, reason }),
  });
}

/** Leave the questions; the type's own fallback is taken. */
function leaveEarly() {
  ask({
    title: "Leave the questions early",
    note: "The procedure's own safe outcome is taken: it sends help. The record says what was not asked.",
    fields: [{ name: "reason", label: "Why can the questions not be finished?", required: true }],
    go: "Leave early",
    tone: "danger",
    draft: "early",
    send: ({ reason }) => work.act("early-exit/", { reason }),
  });
}

function changeType() {
  changing = true;
  render();
  input.focus();
}

/** @param {any} question @param {number} step */
function card(question, step) {
  const answers = question.answers.map((/** @type {any} */ answer, /** @type {number} */ place) =>
    el("button.answer", { type: "button", "data-danger": answer.danger, "data-shortcut": place < 9 ? String(place + 1) : null, "data-hold": `answer-${answer.code}`, onclick: () => give(question.id, answer) },
      place < 9 && cap(String(place + 1)), el("span", {}, answer.label), answer.danger && el("span.answer__danger", {}, "danger")),
  );
  const tools = el("div.question__tools", {},
    el("button.button.button--small.button--quiet", { type: "button", "data-shortcut": "d", "data-volunteer": "", "aria-pressed": String(volunteered), title: "The caller said it before it was asked", onclick: volunteer }, "Volunteered ", cap("D")),
    (step > 1 || (work.whole.path.before ?? []).length > 0) && el("button.button.button--small.button--quiet", { type: "button", "data-shortcut": "b", onclick: back }, "Back ", cap("B")),
    el("button.button.button--small.button--quiet", { type: "button", "data-shortcut": "x", onclick: leaveEarly }, "Leave early ", cap("X")),
    el("button.button.button--small.button--quiet", { type: "button", "data-shortcut": "y", onclick: changeType }, "Another type ", cap("Y")));
  return el("section.question", { tabindex: "-1", "aria-label": `Question ${step}`, "data-next": "", "data-hold": "question" },
    el("div.split.question__head", {}, el("p.question__step.clip", {}, `Question ${step} · ${work.whole.type_title} · closed question`), tools),
    el("h3.question__ask", {}, question.ask),
    question.why && el("p.question__why", {}, question.why),
    el("div.answers", { role: "group", "aria-label": "Answers" }, answers),
    el("p.refusal", { role: "alert", "data-question-no": "", hidden: true }));
}

/** A new question comes with its answers in sight, on a small window too. @param {any} question @param {any[]} shown */
function showQuestion(question, shown) {
  fill(one("[data-question-box]"), shown, () => {
    setTimeout(() => document.querySelector("[data-question-box] .answers")?.scrollIntoView({ block: "nearest" }));
    return question ? card(question, shown[1] + 1) : null;
  });
}

function render() {
  const whole = work.whole;
  const closed = whole?.stage === "closed";
  one("[data-type-box]").hidden = closed || !(work.busy && (!whole?.type || changing));
  const question = closed ? null : whole?.question;
  const steps = whole?.path.steps ?? [];
  showQuestion(question, [question, steps.length, whole?.type_title, whole?.reference]);
  one("[data-steps]").hidden = steps.length === 0;
  one("[data-steps-count]").textContent = String(steps.length);
  fill(one("[data-steps-list]"), [steps, closed], () => steps.map(step));
  fill(one("[data-held]"), [whole?.reassessing, whole?.outcome?.type_title, whole?.path.state, closed], () => (closed ? null : held(whole)));
}

/** @param {any} given @param {number} place */
function step(given, place) {
  return el("li", {}, el("span.muted", {}, place + 1), el("span", { title: given.why ?? "" }, given.ask), el("span.path__answer", { "data-danger": given.danger }, given.label, given.danger && el("span.flag.flag--danger", {}, "danger"), given.inferred && el("span.flag", {}, "volunteered"),
    work.whole.stage !== "closed" && el("button.button.button--small.button--quiet", { type: "button", "data-hold": `change-${given.question}`, onclick: () => change(given) }, "Change", el("span.heard-only", {}, `: ${given.ask}`)),
    work.whole.stage !== "closed" && el("button.button.button--small.button--quiet", { type: "button", "data-hold": `against-${given.question}`, onclick: () => contradict(subject(), given) }, "Against", el("span.heard-only", {}, `: ${given.ask}`))));
}

/** What stays in force while questions are asked anew, and questions that were left early. @param {any} whole */
function held(whole) {
  if (whole?.reassessing) return el("p.held-outcome", { role: "status" }, el("b", {}, `${whole.priority} stays in force`), ` (${whole.outcome?.type_title ?? "the earlier outcome"}) until the new questions are finished.`);
  if (whole?.path.state !== "left_early") return null;
  return el("p.held-outcome", {}, "The questions were left early. ", el("button.button.button--small", { type: "button", "data-shortcut": "d", "data-hold": "resume", onclick: resume }, "Go on with them ", cap("D")));
}

/** Tie the search, and follow the incident. */
export function start() {
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(find, PAUSE_MS);
  });
  input.addEventListener("focus", () => (types.length ? offer() : find()));
  input.addEventListener("blur", offer);
  input.addEventListener("keydown", typeKey);
  work.addEventListener("opened", () => {
    changing = false;
    input.value = "";
    types = [];
    render();
  });
  work.addEventListener("changed", render);
}
