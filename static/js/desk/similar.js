/**
 * What lives here: open incidents that may be what this caller tells of, while place, type and words are typed; joining one
 * before another is logged; linking, and undoing a link.
 */
import { get, newKey } from "../lib/api.js";
import { post } from "../lib/outbox.js";
import { toast } from "../lib/toast.js";
import { ask } from "../lib/asking.js";
import { el, fill, one, refuse } from "../lib/dom.js";
import { ensureLogged, typed } from "./intake.js";
import { chosenFor } from "./place.js";
import { degrees, listed } from "./words.js";
import { work } from "./work.js";

const PAUSE_MS = 250;
const FRESH_MS = 45 * 60_000; // later than this a logged incident is no longer compared
const KINDS = [["duplicate", "the same"], ["related", "related"], ["child", "a part of it"], ["parent", "the larger one"]];

const form = /** @type {HTMLFormElement} */ (one("[data-intake]"));
const list = one("[data-similar-list]");

/** @type {any[]} */ let found = [];
let asked = "";
let looking = Promise.resolve();
/** References that this agent has said are not the same, by what is worked on. @type {Map<string, Set<string>>} */
const notSame = new Map();
/** @type {ReturnType<typeof setTimeout>|undefined} */ let pause;
/** The same key for the same join, so that pressing twice joins once. @type {Map<string, string>} */
const joinKeys = new Map();

/** @param {string} name */
function value(name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value.trim();
}

/** @returns {URLSearchParams|null} null when there is nothing to compare yet, or no longer */
function question() {
  const whole = work.whole;
  if (!work.busy || whole?.duplicate_of || whole?.stage === "closed" || (whole && Date.now() - Date.parse(whole.opened_at) > FRESH_MS)) return null;
  const pin = degrees(value("coordinates"));
  const used = whole?.place.readings.find((/** @type {any} */ each) => each.in_use);
  const accuracy = chosenFor(value("place_text")).accuracy_m ?? used?.accuracy_m;
  const words = { text: value("place_text"), words: value("summary").slice(0, 2000), type: whole?.type ?? "", but: work.reference, exercise: (whole ?? work.contact)?.exercise ? "true" : "" };
  if (!pin && !words.text && !words.words) return null;
  const all = { ...words, ...(pin ?? {}), ...(pin && accuracy ? { accuracy_m: accuracy } : {}) };
  return new URLSearchParams(Object.entries(all).filter(([, given]) => given !== "").map(([name, given]) => [name, String(given)]));
}

/** Ask again if anything that counts has changed; whoever asks the same meanwhile waits for the same answer. @returns {Promise<void>} */
function look() {
  clearTimeout(pause);
  const wanted = question();
  const about = `${work.key} ${wanted ?? ""}`;
  if (about !== asked) {
    asked = about;
    looking = compare(wanted, about);
  }
  return looking;
}

/** @param {URLSearchParams|null} wanted @param {string} about */
async function compare(wanted, about) {
  const answer = wanted ? await get(`/api/v1/incidents/similar/?${wanted}`) : null;
  if (about !== asked) return;
  found = answer?.ok ? answer.json.results : [];
  render();
}

function lookSoon() {
  clearTimeout(pause);
  pause = setTimeout(look, PAUSE_MS);
}

/** @returns {any[]} those the agent has not said anything about */
function open() {
  const linked = new Set((work.whole?.links ?? []).map((/** @type {any} */ link) => link.incident));
  return found.filter((each) => !linked.has(each.reference) && !notSame.get(work.key)?.has(each.reference));
}

/** Before anything is logged: look now, and say whether the agent must choose first; a weak match stands beside and stops nothing. @returns {Promise<boolean>} */
async function mayBeSame() {
  await look();
  return open().some((each) => each.strong);
}

/** @param {any} each */
function row(each) {
  const callers = each.contacts > 1 ? `${each.contacts} callers` : "";
  return el("li.similar__row", { tabindex: "-1", "data-reference": each.reference, "data-hold": `similar-${each.reference}`, "aria-label": `${each.reference}, ${each.type_title || "not assessed yet"}, ${each.why.join(", ")}` },
    el("span.priority", { "data-priority": each.priority ?? "" }, el("b", {}, each.priority ?? "?")),
    el("b", {}, each.reference),
    el("span.similar__what.clip", {}, el("b", {}, each.type_title || "Not assessed yet"), ` ${each.place || "Place not known"}`, each.summary && el("span.muted", {}, ` “${each.summary}”`)),
    el("span.similar__why.small", {}, [...each.why, callers].filter(Boolean).join(" · ")),
    el("button.button.button--small", { type: "button", "data-hold": `same-${each.reference}`, onclick: () => same(each) }, work.whole ? "Same" : "Join"),
    el("button.button.button--small.button--quiet", { type: "button", "data-hold": `other-${each.reference}`, onclick: () => dismiss(each) }, "Not the same"));
}

function render() {
  const shown = open().slice(0, 3);
  const before = list.childElementCount;
  one("[data-similar]").hidden = shown.length === 0;
  one("[data-similar-enter]").textContent = work.whole ? "the same" : "joins";
  refuse(one("[data-similar-no]"), "");
  fill(list, [shown, Boolean(work.whole)], () => shown.map(row));
  if (shown.length && !before) one("[data-where-said]").textContent = `${shown.length === 1 ? "An open incident" : `${shown.length} open incidents`} may be the same: ${listed(shown.map((each) => each.reference))}. F2 chooses.`;
  renderLinks();
}

function renderLinks() {
  const links = work.whole?.links ?? [];
  const box = one("[data-links-here]");
  box.hidden = links.length === 0;
  /** @type {HTMLButtonElement} */ (one("[data-link-open]")).disabled = !work.whole;
  fill(box, links, () => links.map((/** @type {any} */ link) =>
    el("span.link-here", { title: link.why }, `${link.word} `, el("a", { href: `/desk?incident=${encodeURIComponent(link.incident)}` }, link.incident), link.contacts > 0 && el("span.muted.small", {}, ` ${link.contacts} ${link.contacts === 1 ? "contact" : "contacts"}`),
      el("button.button.button--small.button--quiet", { type: "button", "data-hold": `undo-${link.id}`, onclick: () => undo(link) }, "Undo"))));
}

/** The same thing: join before anything is logged, a duplicate after it. @param {any} each */
function same(each) {
  return work.whole ? link(each, "duplicate") : join(each);
}

/** @param {any} each */
async function join(each) {
  const { body, told } = typed();
  if (work.contact) body.contact = Number(work.contact.id);
  const key = `${work.key} ${each.reference}`;
  if (!joinKeys.has(key)) joinKeys.set(key, newKey());
  work.joining = true; // the contact's own news would open the incident while the words are still kept as unsent
  const answer = await post(`/api/v1/incidents/${each.reference}/callers/`, body, { key: joinKeys.get(key) });
  if (answer.ok) {
    await told();
    toast(`Joined ${each.reference}. What the caller said is in its log.`, "ok");
    const opened = await work.open(each.reference);
    if (!opened.ok) refuse(one("[data-similar-no]"), `It is joined, but ${each.reference} did not open: ${opened.fault?.detail ?? ""}`);
  } else refuse(one("[data-similar-no]"), answer.fault?.detail ?? "");
  work.joining = false;
}

/** @param {any} each @param {string} kind */
async function link(each, kind) {
  if (!(await ensureLogged())) return refuse(one("[data-similar-no]"), "The incident is not logged yet.");
  const mine = work.reference;
  const answer = await work.act("links/", { other: each.reference, kind, why: each.why.join(", ") || "Said to be the same" });
  if (!answer.ok) return refuse(one("[data-similar-no]"), answer.fault?.detail ?? "");
  toast(kind === "duplicate" ? `${mine} is a duplicate of ${each.reference}.` : `${mine} and ${each.reference} are linked.`, "ok");
  if (kind === "duplicate") await work.open(each.reference);
}

/** @param {any} each */
function dismiss(each) {
  if (!notSame.has(work.key)) notSame.set(work.key, new Set());
  notSame.get(work.key)?.add(each.reference);
  const next = /** @type {HTMLElement|null} */ (list.querySelector(`[data-reference="${CSS.escape(each.reference)}"]`)?.nextElementSibling ?? null);
  render();
  if (open().length) return /** @type {HTMLElement|null} */ (next?.isConnected ? next : list.querySelector("[data-reference]"))?.focus();
  one("#intake_access").focus();
  if (!work.whole && (value("place_text") || value("summary"))) ensureLogged();
}

/** @param {any} link */
function undo(link) {
  ask({
    title: `Undo the link to ${link.incident}`,
    note: link.kind === "duplicate" ? "The duplicate is open again, with its clocks." : "",
    fields: [{ name: "why", label: "Why do they not belong together?", required: true }],
    go: "Undo the link",
    draft: `${work.key}-undo-${link.id}`,
    send: async ({ why }) => {
      const answer = await work.actAt(`/api/v1/links/${link.id}/undone/`, { why });
      await work.refresh();
      return answer;
    },
  });
}

/** Link by number. */
function linkByHand() {
  if (!work.whole) return;
  ask({
    title: `Link ${work.reference}`,
    note: "A duplicate closes towards the other one; its contacts and facts stay with it and are shown there.",
    fields: [
      { name: "other", label: "Number of the other incident", required: true },
      { name: "kind", label: `${work.reference} is`, kind: "radio", required: true, value: "related", options: KINDS.map(([code, label]) => ({ value: code, label })) },
      { name: "why", label: "Why do they belong together?", required: true },
    ],
    go: "Link them",
    draft: `${work.key}-link`,
    send: async (values) => {
      const answer = await work.act("links/", values);
      if (answer.ok && values.kind === "duplicate") work.open(values.other.trim());
      return answer;
    },
  });
}

/** @param {KeyboardEvent} event on a row: one key says it */
function key(event) {
  const here = event.target instanceof Element ? event.target.closest("[data-reference]") : null;
  const each = open().find(({ reference }) => reference === /** @type {HTMLElement|null} */ (here)?.dataset.reference);
  if (!each || event.ctrlKey || event.altKey || event.metaKey) return;
  const onButton = event.target instanceof Element && event.target.closest("button");
  const acts = /** @type {Object<string, () => void>} */ ({ r: () => link(each, "related"), p: () => link(each, "child"), n: () => dismiss(each), arrowdown: () => move(here, 1), arrowup: () => move(here, -1), escape: () => one("#intake_place_text").focus() });
  const act = event.key === "Enter" && !onButton ? () => same(each) : acts[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** @param {Element|null} here @param {number} by */
function move(here, by) {
  /** @type {HTMLElement|null} */ (by > 0 ? here?.nextElementSibling : here?.previousElementSibling)?.focus();
}

/** Follow what is typed and what is worked on. */
export function start() {
  work.mayBeSame = mayBeSame;
  form.addEventListener("input", lookSoon);
  list.addEventListener("keydown", key);
  one("[data-link-open]").addEventListener("click", linkByHand);
  document.addEventListener("keydown", (event) => {
    const first = /** @type {HTMLElement|null} */ (event.key === "F2" && !document.querySelector("dialog:modal") ? list.querySelector("[data-reference]") : null);
    if (!first) return;
    event.preventDefault();
    first.focus();
  });
  work.addEventListener("opened", () => {
    [found, asked] = [[], ""];
    render();
    lookSoon();
  });
  for (const name of ["logged", "changed"]) {
    work.addEventListener(name, () => {
      renderLinks();
      lookSoon();
    });
  }
}
