/**
 * What lives here: a procedure whose words changed is read before its first question is asked, with one key. It never stands in
 * the way of sending: help can be sent meanwhile, it can be put off with one key, and is then asked for once help is on its way.
 */
import { get, post } from "../lib/api.js";
import { toast } from "../lib/toast.js";
import { cap, el, fill, one } from "../lib/dom.js";
import { work } from "./work.js";

// Every letter of the desk is taken, and 1 to 9 are answers.
const PUT_OFF_KEY = "desk-reading-put-off";
const LOOK_EVERY_MS = 60000;

/** Types whose changes this person has not acknowledged. @type {Set<string>} */
let unread = new Set();
/** What changed, by type. @type {Map<string, any>} */
const changes = new Map();
/** Incidents whose questions went first. @type {Set<string>} */
const putOff = new Set(JSON.parse(sessionStorage.getItem(PUT_OFF_KEY) ?? "[]"));
let busy = false;

const box = one("[data-reading-box]");
const path = /** @type {HTMLElement} */ (box.closest(".desk__path"));

/** Ask what is to be read. A page that cannot ask shows nothing, and asks again. */
async function look() {
  const answer = await get("/api/v1/procedures/readings/");
  if (!answer.ok) return;
  unread = new Set(answer.json.results.map((/** @type {any} */ each) => each.type));
  changes.clear();
  render();
}

/** @returns {"first"|"after"|""} before the first question, or once help is on its way */
function due() {
  const whole = work.whole;
  if (!whole?.type || whole.stage === "closed" || !unread.has(whole.type)) return "";
  if (whole.stage !== "assessing") return whole.stage === "to_send" ? "" : "after";
  return (whole.path?.steps ?? []).length === 0 && !putOff.has(whole.reference) ? "first" : "";
}

/** @param {string} type */
async function load(type) {
  changes.set(type, null);
  const answer = await get(`/api/v1/procedures/changes/${encodeURIComponent(type)}/`);
  if (!answer.ok || !answer.json.must_read) {
    unread.delete(type);
    changes.delete(type);
  } else changes.set(type, answer.json);
  render();
}

async function acknowledge() {
  const type = work.whole?.type;
  const shown = changes.get(type);
  if (!shown || busy) return;
  busy = true;
  const answer = await post("/api/v1/procedures/readings/", { type, digest: shown.digest });
  busy = false;
  if (answer.json?.code === "stale") return load(type);
  if (!answer.ok) toast(answer.fault?.detail ?? "", "danger");
  unread.delete(type);
  render();
  goOn();
}

function later() {
  putOff.add(work.reference);
  sessionStorage.setItem(PUT_OFF_KEY, JSON.stringify([...putOff].slice(-50)));
  render();
  goOn();
}

function goOn() {
  /** @type {HTMLElement|null} */ (document.querySelector("[data-question-box] .question"))?.focus();
}

/** @param {any} said */
function line(said) {
  return el("li", { "data-kind": said.kind }, el("p", {}, said.text), said.was && el("p.said__was", {}, el("del", {}, said.was)), said.now && el("p.said__now", {}, el("ins", {}, said.now)));
}

/** @param {any} shown @param {"first"|"after"} when */
function card(shown, when) {
  const tools = el("div.question__tools", {},
    el("button.button.button--primary", { type: "button", "data-shortcut": "0", "data-hold": "reading-done", onclick: acknowledge }, "I have read this ", cap("0")),
    when === "first" && el("button.button.button--quiet", { type: "button", "data-shortcut": ".", "data-hold": "reading-later", onclick: later }, "Not now, ask the questions ", cap(".")));
  const words = when === "first" ? "Its words have changed since you last used it. Help can be sent meanwhile." : "Help is on its way. You used a procedure whose words have changed: read what changed.";
  return el("section.question.reading", { tabindex: "-1", "aria-label": `What changed: ${shown.title}`, "data-hold": "reading" },
    el("p.question__step", {}, `What changed · ${shown.title} · version ${shown.version}`), el("p", {}, words), el("ul.said", {}, shown.changes.map(line)), tools);
}

function render() {
  const when = due();
  const type = work.whole?.type ?? "";
  if (when && !changes.has(type)) load(type);
  const shown = when ? changes.get(type) : null;
  const covers = Boolean(shown) && when === "first";
  const appears = covers && !path.hasAttribute("data-reading");
  path.toggleAttribute("data-reading", covers);
  fill(box, [when, shown], () => (shown ? card(shown, /** @type {"first"|"after"} */ (when)) : null));
  if (appears) /** @type {HTMLElement|null} */ (box.querySelector(".reading"))?.focus();
}

/** Follow the incident, and look from time to time for what has come into use. */
export function start() {
  work.addEventListener("opened", render);
  work.addEventListener("changed", render);
  setInterval(look, LOOK_EVERY_MS);
  look();
}
