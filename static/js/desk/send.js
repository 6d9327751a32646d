/**
 * What lives here: whom to send. The recommended units are ticked; a person may tick others; one key sends them.
 */
import { isTyping } from "../lib/keys.js";
import { post } from "../lib/outbox.js";
import { el, fill, one, refuse, statusBadge } from "../lib/dom.js";
import { keeper } from "./keeper.js";
import { ensureLogged } from "./intake.js";
import { listed, travel } from "./words.js";
import { work } from "./work.js";

const SHOWN = 6;
/** What this person ticked or cleared, over the recommendation. @type {Map<string, boolean>} */
const choices = new Map();
let more = false;
let sending = false;

const brief = /** @type {HTMLFormElement} */ (one("[data-brief]"));
/** The parts of the brief that were reworded by hand. @type {Set<string>} */
const reworded = new Set();

/** @returns {any[]} */
function units() {
  return work.recommendation?.units ?? [];
}

/** @param {any} unit */
function isTicked(unit) {
  return choices.get(unit.call_sign) ?? unit.recommended;
}

/** @returns {string[]} */
function ticked() {
  return units().filter(isTicked).map((unit) => unit.call_sign);
}

/** @returns {boolean} another choice than the recommendation */
function differs() {
  const recommended = units().filter((unit) => unit.recommended).map((unit) => unit.call_sign);
  return recommended.length > 0 && recommended.join() !== ticked().join();
}

/** @param {any} unit @param {boolean} box */
function row(unit, box) {
  const reasons = unit.reasons.filter((/** @type {any} */ reason) => reason.code !== "available" && reason.code !== "travel").map((/** @type {any} */ reason) => reason.text);
  const id = `send-${unit.call_sign}`;
  const mark = box && el("input", { type: "checkbox", id, checked: isTicked(unit), "data-unit": unit.call_sign, "data-hold": `unit-${unit.call_sign}`, onchange: () => tick(unit) });
  return el("label.unit", { for: box ? id : null, "data-recommended": unit.recommended },
    mark, el("span.unit__main", {}, el("b", {}, unit.call_sign), el("span.clip.muted", {}, unit.name), el("span.unit__travel", {}, travel(unit.travel_s), unit.distance_m !== null && el("span.muted.small", {}, ` ${(unit.distance_m / 1000).toFixed(1)} km`))),
    el("span.unit__why.small", {}, unit.recommended && el("span.unit__best", {}, "Recommended"), statusBadge(unit.status, unit.status_word), el("span.muted", {}, reasons.join(" · "))));
}

/** @param {any} unit */
function tick(unit) {
  choices.set(unit.call_sign, !isTicked(unit));
  summarise();
}

function list() {
  const { not_chosen = [] } = work.recommendation ?? {};
  const all = units();
  const shown = more ? all : all.filter((unit, place) => place < SHOWN || isTicked(unit));
  const rest = all.length - shown.length;
  return [
    all.length === 0 && el("p.desk__none", {}, work.reference ? "No unit is free." : "Units appear once the incident is logged. F9 logs it and names the nearest."),
    ...shown.map((unit) => row(unit, true)),
    rest > 0 && el("button.button.button--small.button--quiet", { type: "button", "data-hold": "more", onclick: () => { more = true; render(); } }, `${rest} more units`),
    not_chosen.length > 0 && el("details.unit-rest", {}, el("summary.small.muted", {}, `${not_chosen.length} units cannot be sent now`), not_chosen.map((/** @type {any} */ unit) => row(unit, false))),
  ];
}

function summarise() {
  const names = ticked();
  const assessed = Boolean(work.whole?.outcome);
  const verb = assessed ? "Dispatch" : "Send now:";
  const out = (work.whole?.deployments ?? []).some((/** @type {any} */ each) => !each.ended_at);
  const idle = assessed ? (out ? "Send another unit" : "Choose a unit") : out ? "Send another unit" : "Send now";
  one("[data-dispatch-word]").textContent = names.length ? `${verb} ${listed(names)}` : idle;
  one("[data-dispatch]").classList.toggle("button--primary", names.length > 0 || !out);
  one("[data-send-sum]").textContent = names.length ? `${names.length} ticked` : "";
  one("[data-why-box]").hidden = !differs();
}

function shortfalls() {
  const short = work.recommendation?.shortfalls ?? [];
  const met = (work.recommendation?.needs ?? []).filter((/** @type {any} */ need) => need.met > 0);
  return [
    ...short.map((/** @type {any} */ each) => el("p.shortfall", { "data-required": each.required }, el("b", {}, each.required ? "Shortfall " : "Wanted "), each.text)),
    ...met.map((/** @type {any} */ need) => el("p.met.small", {}, `✓ ${need.label}: ${need.met} on the way`)),
  ];
}

function fillBrief() {
  const parts = work.recommendation?.brief ?? {};
  for (const [name, words] of Object.entries(parts)) {
    const field = part(name);
    if (field && !reworded.has(name) && field !== document.activeElement) field.value = /** @type {string} */ (words);
  }
  one("[data-brief-sum]").textContent = reworded.size ? `${reworded.size} of six parts reworded` : "six parts, from the procedure";
}

function render() {
  const open = work.busy && work.whole?.stage !== "closed";
  one("[data-send]").hidden = !open;
  const seen = [work.reference, work.recommendation?.units, work.recommendation?.not_chosen, more];
  fill(one("[data-units]"), seen, list);
  fill(one("[data-shortfalls]"), [work.recommendation?.shortfalls, work.recommendation?.needs], shortfalls);
  fillBrief();
  summarise();
}

/** Nothing is ticked and nothing is known: the nearest unit is ticked, and the same key sends it. */
async function nearest() {
  if (!work.recommendation) await work.recommend();
  const [first] = units();
  if (!first) return refuse(one("[data-send-no]"), "No unit is free to be sent.");
  choices.set(first.call_sign, true);
  const box = /** @type {HTMLInputElement|null} */ (document.querySelector(`[data-unit="${CSS.escape(first.call_sign)}"]`));
  if (box) box.checked = true;
  summarise();
  refuse(one("[data-send-no]"), `${first.call_sign} is nearest, ${travel(first.travel_s)}. Press again to send it now.`);
}

/** Send the ticked units with the brief. Before the type is known, the place alone is enough. */
async function dispatch() {
  if (sending || one("[data-send]").hidden) return;
  sending = true;
  one("[data-dispatch]").setAttribute("aria-busy", "true");
  refuse(one("[data-send-no]"), "");
  // What is typed in the field with the focus belongs to the incident before it is sent.
  if (isTyping(document.activeElement)) /** @type {HTMLElement} */ (document.activeElement).blur();
  if (await ensureLogged()) await (ticked().length ? send(ticked()) : nearest());
  else refuse(one("[data-send-no]"), "The incident could not be logged yet.");
  one("[data-dispatch]").removeAttribute("aria-busy");
  sending = false;
}

/** @param {string[]} call_signs */
async function send(call_signs) {
  const parts = Object.fromEntries([...reworded].map((name) => [name, part(name).value]));
  const reason = /** @type {HTMLInputElement} */ (one("[data-why]"));
  const why = differs() && reason.value.trim() ? { reason: reason.value.trim() } : {};
  const answer = await post(`/api/v1/incidents/${work.reference}/deployments/`, { units: call_signs, ...parts, ...why });
  if (!answer.ok) {
    refuse(one("[data-send-no]"), answer.fault?.detail ?? "");
    return work.recommendSoon(0);
  }
  keeper.forget("brief");
  forget();
  reason.value = "";
  work.settle(answer);
}

/** @param {string} name @returns {HTMLTextAreaElement} */
function part(name) {
  return /** @type {HTMLTextAreaElement} */ (brief.elements.namedItem(name));
}

/** A part that was reworded before is back in its field. @param {string} name @param {string} words */
function restore(name, words) {
  if (name === "reason") /** @type {HTMLInputElement} */ (one("[data-why]")).value = words;
  if (!part(name)) return;
  part(name).value = words;
  reworded.add(name);
  fillBrief();
}

/** Keep the parts that were reworded, and why these units. */
function keepBrief() {
  const why = /** @type {HTMLInputElement} */ (one("[data-why]")).value;
  keeper.keep("brief", { ...Object.fromEntries([...reworded].map((name) => [name, part(name).value])), ...(why ? { reason: why } : {}) });
}

function forget() {
  choices.clear();
  reworded.clear();
  more = false;
}

/** Tie the keys and the brief, and follow the incident. */
export function start() {
  one("[data-dispatch]").addEventListener("click", dispatch);
  keeper.register("brief", { put: restore, read: (name) => (name === "reason" ? /** @type {HTMLInputElement} */ (one("[data-why]")).value || undefined : reworded.has(name) ? part(name).value : undefined) });
  one("[data-why]").addEventListener("input", keepBrief);
  brief.addEventListener("submit", (event) => event.preventDefault());
  brief.addEventListener("input", ({ target }) => {
    reworded.add(/** @type {HTMLTextAreaElement} */ (target).name);
    keepBrief();
    fillBrief();
  });
  document.addEventListener("keydown", (event) => {
    const wanted = event.key === "F9" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
    if (!wanted || event.repeat || document.querySelector("dialog:modal")) return;
    event.preventDefault();
    dispatch();
  });
  work.addEventListener("opened", () => {
    forget();
    refuse(one("[data-send-no]"), "");
    brief.reset();
    for (const [name, words] of Object.entries(keeper.kept("brief"))) restore(name, words);
    render();
  });
  for (const name of ["changed", "recommended"]) work.addEventListener(name, render);
}
