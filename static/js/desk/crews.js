/**
 * What lives here: the crews of the incident: where each is in its work, its brief, its check, what it asks for.
 */
import { toast } from "../lib/toast.js";
import { ask } from "../lib/asking.js";
import { clock, el, fill, one, statusBadge } from "../lib/dom.js";
import { briefStands } from "./words.js";
import { work } from "./work.js";

const words = JSON.parse(one("#desk-words").textContent ?? "{}");
const RUNNING = new Set(["planned", "asked", "missed"]);

/** @param {any} deployment @param {string} status */
async function report(deployment, status) {
  const answer = await work.actAt(`/api/v1/deployments/${deployment.id}/status/`, { status });
  if (!answer.ok) toast(answer.fault?.detail ?? "", "danger");
}

/** @param {any} deployment */
function standDown(deployment) {
  ask({
    title: `Stand ${deployment.call_sign} down`,
    fields: [{ name: "why", label: "Why is the unit stood down?", required: true }],
    go: "Stand down",
    tone: "danger",
    draft: `down-${deployment.id}`,
    send: ({ why }) => work.actAt(`/api/v1/deployments/${deployment.id}/status/`, { status: "stood_down", why }),
  });
}

/** @param {any} check */
async function allWell(check) {
  const answer = await work.actAt(`/api/v1/checks/${check.id}/answer/`, { all_well: true });
  if (!answer.ok) toast(answer.fault?.detail ?? "", "danger");
}

/** @param {any} deployment @param {any} check */
function notWell(deployment, check) {
  ask({
    title: `${deployment.call_sign} is not well`,
    note: "An alarm rings at the supervisor's at once.",
    fields: [{ name: "words", label: "What does the crew say?" }],
    go: "Raise the alarm",
    tone: "danger",
    draft: `check-${check.id}`,
    send: ({ words: said }) => work.actAt(`/api/v1/checks/${check.id}/answer/`, { all_well: false, words: said }),
  });
}

/** @param {any} deployment @param {any} asked */
function meet(deployment, asked) {
  ask({
    title: `${deployment.call_sign} asked for: ${asked.wanted}`,
    fields: [{ name: "how", label: "How was it met?", required: true }],
    go: "It is met",
    draft: `support-${asked.id}`,
    send: ({ how }) => work.actAt(`/api/v1/support-requests/${asked.id}/met/`, { how }),
  });
}

/** @param {any} deployment */
function steps(deployment) {
  const next = words.steps[deployment.status] ?? [];
  if (next.length === 0) return null;
  return el("div.button-row", {},
    next.map((/** @type {string} */ status) => el("button.button.button--small", { type: "button", "data-hold": `step-${deployment.id}-${status}`, onclick: () => report(deployment, status) }, words.statuses[status])));
}

/** @param {any} deployment */
function checkLine(deployment) {
  const check = deployment.checks.find((/** @type {any} */ each) => RUNNING.has(each.state));
  if (!check) return null;
  const state = check.state === "missed" ? el("b.crew__missed", {}, "Check missed") : el("span", {}, check.state === "asked" ? "Check asked" : "Next check");
  return el("div.crew__check", { "data-state": check.state },
    el("p.split", {}, state, clock(check.state === "missed" ? check.missed_at : check.due_at, check.state === "missed" ? "since" : "due", { "data-ageing": "120" })),
    el("p.small.muted", {}, check.question),
    el("div.button-row", {}, el("button.button.button--small", { type: "button", "data-hold": `well-${check.id}`, onclick: () => allWell(check) }, "All well"), el("button.button.button--small.button--danger", { type: "button", "data-hold": `notwell-${check.id}`, onclick: () => notWell(deployment, check) }, "Needs help…")));
}

/** @param {any} deployment */
function supportLines(deployment) {
  return deployment.support.filter((/** @type {any} */ asked) => !asked.met_at).map((/** @type {any} */ asked) =>
    el("div.crew__support", {}, el("p", {}, el("b", {}, "Asks for: "), asked.wanted, " ", clock(asked.asked_at)), el("button.button.button--small", { type: "button", "data-hold": `meet-${asked.id}`, onclick: () => meet(deployment, asked) }, "Met…")));
}

/** @param {any} deployment @returns {string} when the crew came to where it is now */
function since(deployment) {
  return deployment.at_scene_at ?? deployment.en_route_at ?? deployment.acknowledged_at ?? deployment.sent_at;
}

/** @param {any} deployment */
function crew(deployment) {
  const ended = deployment.ended_at !== null;
  return el("article.crew", { "aria-label": deployment.call_sign, "data-ended": ended ? "yes" : "no" },
    el("p.crew__head", {}, el("b", {}, deployment.call_sign), statusBadge(deployment.status, deployment.status_word), !ended && clock(since(deployment)),
      !ended && el("button.button.button--small.button--quiet.push", { type: "button", "data-hold": `down-${deployment.id}`, onclick: () => standDown(deployment) }, "Stand down…")),
    el("p.crew__brief.small", { "data-brief": deployment.brief?.accepted_at ? "accepted" : "open" }, ended ? deployment.ended_why : briefStands(deployment)),
    !ended && [supportLines(deployment), checkLine(deployment), steps(deployment)]);
}

function render() {
  const all = work.whole?.deployments ?? [];
  const active = all.filter((/** @type {any} */ deployment) => !deployment.ended_at);
  const ended = all.filter((/** @type {any} */ deployment) => deployment.ended_at);
  one("[data-crews-panel]").hidden = all.length === 0;
  document.querySelector(".desk__side")?.setAttribute("data-crews-there", String(active.length > 0));
  one("[data-crews-sum]").textContent = `${active.length} at work${ended.length ? `, ${ended.length} finished` : ""}`;
  fill(one("[data-crews]"), all, () => [...active, ...ended].map(crew));
}

/** Follow the incident. */
export function start() {
  for (const name of ["opened", "changed"]) work.addEventListener(name, render);
}
