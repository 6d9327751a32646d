/**
 * What lives here: leading the conversation: the entry question that stands next, aids for what makes a call hard with the words
 * to say, the tone of voice, and how long an interpreter takes to come on the line.
 */
import { post } from "../lib/outbox.js";
import { toast } from "../lib/toast.js";
import { cap, clock, el, fill, one } from "../lib/dom.js";
import { ensureLogged } from "./intake.js";
import * as safe from "./safe.js";
import { work } from "./work.js";

const { talk } = JSON.parse(one("#desk-words").textContent ?? "{}");
const DIALOG = /** @type {HTMLDialogElement} */ (one("#desk-talk"));
const DANGER = talk.entry.find((/** @type {any} */ each) => each.capture === "tri");
/** The aid whose words are on the screen. */
let chosen = "";
let inferred = false;

/** @returns {any[]} what was done in this conversation */
function done() {
  return work.whole?.talk ?? [];
}

/** @param {string} answer */
async function danger(answer) {
  if (!(await ensureLogged())) return;
  const result = await work.act("entry/", { question: DANGER.id, answer, inferred });
  inferred = false;
  if (!result.ok) toast(result.fault?.detail ?? "", "danger");
}

/** The one closed entry question, while no type is chosen. */
function entry() {
  const answered = done().findLast((/** @type {any} */ step) => step.code === DANGER?.id);
  if (answered?.words === "affirm" || answered?.words === "unknown") return el("p.alarm-here", {}, el("b", {}, "999"), el("span.grow", {}, "Somebody may be hurt or in danger: hand over to 999 now, or send (F9). The questions can wait."));
  if (!DANGER || answered || !work.busy || work.whole?.type || work.whole?.stage === "closed") return null;
  return el("section.question.question--entry", { "aria-label": "Entry question" },
    el("div.split", {}, el("p.question__ask", {}, DANGER.ask), el("span.question__step", {}, "closed question")),
    el("div.answers", {}, Object.entries(talk.answers).map(([code, label], place) =>
      el("button.answer", { type: "button", "data-shortcut": String(place + 1), "data-hold": `entry-${code}`, onclick: () => danger(code) }, cap(String(place + 1)), el("span", {}, String(label))))));
}

/** @param {any} aid */
async function use(aid) {
  chosen = aid.code;
  renderDialog();
  if (aid.asks) return /** @type {HTMLInputElement|null} */ (DIALOG.querySelector("[data-aid-words]"))?.focus();
  await record(aid, "");
}

/** @param {any} aid @param {string} words */
async function record(aid, words) {
  const body = { aid: aid.code, words };
  const answer = work.whole || !work.contact ? (await ensureLogged()) && (await work.act("aids/", body)) : await post(`/api/v1/contacts/${work.contact.id}/aids/`, body);
  if (!answer || !answer.ok) return toast((answer && answer.fault?.detail) || "It could not be noted.", "danger");
  if (aid.waits) DIALOG.close();
}

/** @param {any} aid @param {number} place */
function choice(aid, place) {
  return el("button.aid", { type: "button", "data-shortcut": String(place + 1), "aria-pressed": String(aid.code === chosen), onclick: () => use(aid) }, cap(String(place + 1)), el("b", {}, aid.title), el("span.muted.small", {}, aid.when));
}

/** @param {any} aid */
function script(aid) {
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    record(aid, /** @type {HTMLInputElement} */ (DIALOG.querySelector("[data-aid-words]")).value.trim());
  };
  return el("section.aid-words", { "aria-live": "polite" }, el("h3", {}, `Say, in these words: ${aid.title}`), el("ol.aid-say", {}, aid.say.map((/** @type {string} */ line) => el("li", {}, line))), el("p.muted", {}, aid.do),
    aid.asks && el("form.aid-asks", { onsubmit: send }, el("label", { for: "aid-words" }, aid.asks), el("input.input", { id: "aid-words", "data-aid-words": "", maxlength: 120 }), el("button.button.button--primary", { type: "submit" }, "Ask them onto the line")));
}

function renderDialog() {
  const aid = talk.aids.find((/** @type {any} */ each) => each.code === chosen);
  fill(one("[data-talk-body]"), [chosen, safe.said()], () => [safe.control(() => DIALOG.close()), el("p.voice", {}, el("b", {}, "Your voice: "), talk.voice.join(" ")), el("div.aids", {}, talk.aids.map(choice)), aid && script(aid)]);
}

/** Whoever was asked onto the line, with the time it takes. @param {any} step */
function waits(step) {
  const settle = async (/** @type {boolean} */ connected) => {
    const answer = await work.actAt(`/api/v1/talk/${step.id}/settled/`, connected ? { connected } : { connected, why: "Nobody came on the line" });
    if (!answer.ok) toast(answer.fault?.detail ?? "", "danger");
  };
  const title = talk.aids.find((/** @type {any} */ each) => each.code === step.code)?.title ?? step.code;
  return el("p.held-outcome", { "data-waits": step.code }, el("b", {}, title), ` ${step.words} asked onto the line `, clock(step.at, "since", { "data-ageing": "30", "data-late": "60" }),
    el("span.button-row.push", {}, el("button.button.button--small", { type: "button", "data-shortcut": "s", "data-hold": `there-${step.id}`, onclick: () => settle(true) }, "On the line ", cap("S")), el("button.button.button--small.button--quiet", { type: "button", "data-hold": `nobody-${step.id}`, onclick: () => settle(false) }, "Nobody came")));
}

function render() {
  const steps = done();
  const shown = [work.busy, work.whole?.type, work.whole?.stage, work.key, steps, safe.said()];
  fill(one("[data-entry]"), shown, () => [safe.holds(talk), ...steps.filter((/** @type {any} */ step) => step.waits).map(waits), entry()]);
}

/** Tie the key, and follow the incident. */
export function start() {
  one("[data-talk-open]").addEventListener("click", () => {
    if (!work.busy) return;
    chosen = "";
    renderDialog();
    DIALOG.showModal();
  });
  for (const name of ["opened", "logged", "changed", "contact"]) work.addEventListener(name, render);
}
