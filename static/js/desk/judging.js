/**
 * What lives here: judging on the desk (lib/assessing.js asks); a lowering that waits; and whether the procedure is followed, while it is.
 */
import * as assessing from "../lib/assessing.js";
import { cap, el, fill, one } from "../lib/dom.js";
import { work } from "./work.js";

const words = JSON.parse(one("#desk-words").textContent ?? "{}");

/** @returns {import("../lib/assessing.js").Subject} */
export function subject() {
  return { whole: work.whole, words, act: (noun, body) => work.act(noun, body) };
}

export function judge() {
  if (work.whole) assessing.judge(subject());
}

export function weigh() {
  if (work.whole) assessing.weigh(subject());
}

export function setPriority() {
  if (work.whole) assessing.priority(subject());
}

/** @param {any} lowering */
function waiting(lowering) {
  const mine = lowering.asked_by_id === words.me;
  const decides = words.in_charge && !mine;
  return el("section.held-outcome", { "aria-label": "Lowering asked for" },
    el("p", {}, el("b", {}, `${lowering.asked_by} asks to lower ${lowering.was} to ${lowering.wanted}. `), decides ? lowering.reason : `${lowering.was} stays until a supervisor decides. `, !decides && el("span.muted", {}, lowering.reason)),
    decides && el("div.button-row", {}, el("button.button.button--small", { type: "button", "data-shortcut": "p", "data-hold": "approve", onclick: () => assessing.decide(subject(), true) }, "Approve ", cap("P")), el("button.button.button--small.button--quiet", { type: "button", "data-shortcut": "z", "data-hold": "refuse", onclick: () => assessing.decide(subject(), false) }, "Refuse ", cap("Z"))));
}

/** @param {any} whole */
function check(whole) {
  const { compliance, risk, validity } = whole;
  if (compliance.asked === 0 && compliance.departures.length === 0 && !risk && !validity) return null;
  const open = compliance.contradicted.filter((/** @type {any} */ each) => !each.settled);
  return el("section.check", { "data-verdict": compliance.verdict, "aria-label": "Is the procedure followed?" },
    el("p.small", {}, el("b", {}, { followed: "✓ Followed. ", departed: "▲ Departed. ", unchecked: "" }[/** @type {"followed"} */ (compliance.verdict)] ?? ""), compliance.words),
    el("ul.check__list.small", {},
      compliance.departures.map((/** @type {any} */ each) => el("li", {}, el("span.flag.flag--warn", {}, each.severity), " ", each.message)),
      open.map((/** @type {any} */ each) => el("li", {}, el("span.flag.flag--danger", {}, "against"), ` ${each.ask} ${each.words} `, el("button.button.button--small", { type: "button", "data-hold": `uphold-${each.question}`, onclick: () => assessing.uphold(subject(), each.question) }, "It stands…"))),
      compliance.overridden.map((/** @type {string} */ each) => el("li.muted", {}, each)),
      validity && el("li.muted", {}, el("span.flag", {}, validity.label), ` ${validity.by}: ${validity.grounds}`),
      risk?.stale && el("li", {}, el("span.flag.flag--warn", {}, "weigh again"), " Something has changed since the risk was weighed.")),
    compliance.failing.length > 0 && !compliance.reviewed && words.in_charge && el("button.button.button--small", { type: "button", "data-hold": "review-path", onclick: () => assessing.review(subject()) }, "Review the path check…"),
    compliance.reviewed && el("p.small.muted", {}, `Reviewed: ${compliance.reviewed}`));
}

function render() {
  const whole = work.whole;
  fill(one("[data-lowering]"), whole?.lowering, () => (whole?.lowering ? waiting(whole.lowering) : null));
  fill(one("[data-compliance]"), whole && [whole.compliance, whole.risk, whole.validity], () => (whole?.compliance ? check(whole) : null));
}

/** Follow the incident. */
export function start() {
  for (const name of ["opened", "logged", "changed"]) work.addEventListener(name, render);
}
