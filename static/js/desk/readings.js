/**
 * What lives here: every reading of the place beside the others, how far they are apart and which one is used; another one
 * may be added at any time, and another one chosen.
 */
import { get } from "../lib/api.js";
import * as entered from "../lib/entered.js";
import { clock, el, fill, one, refuse } from "../lib/dom.js";
import { ensureLogged } from "./intake.js";
import { asMetres, distance } from "./words.js";
import { work } from "./work.js";

const CAN_SEE = ["The nearest shop, pub or school, and its name", "A road sign, a road number or a junction", "A postcode or a house number on a door", "A bus stop's name, or the code on a lamp post or phone box", "On a motorway: the letter and the numbers on the nearest post", "Open country: which way is the sun, a mast, water, a railway?"];
const text = /** @type {HTMLInputElement} */ (one("#reading_text"));
const box = /** @type {HTMLDialogElement} */ (one("#desk-readings"));
const form = /** @type {HTMLFormElement} */ (one("[data-reading-form]"));
/** @type {ReturnType<typeof setTimeout>|undefined} */ let pause;
/** @type {any} */ let read = null;

/** @returns {any[]} */
function readings() {
  return work.whole?.place.readings ?? [];
}

/** How good the place is, in one line. */
function showNow() {
  const all = readings();
  const used = all.find((each) => each.in_use);
  const apart = Math.max(0, ...all.map((each) => each.away_m ?? 0));
  const pin = used && used.lat === null ? all.find((each) => each.is_pin) : null;
  const wanted = Boolean(work.whole?.place.ask_another);
  const line = one("[data-where-now]");
  line.toggleAttribute("data-wanted", wanted);
  line.replaceChildren(
    ...(used ? [el("b", {}, used.method_word), ` ${asMetres(used.accuracy_m) || "how exact is not known"}`] : []),
    ...(pin ? [` · pin from “${pin.text || pin.method_word}”`] : []),
    ...(all.length > 1 ? [` · ${all.length} readings${apart ? `, up to ${distance(apart)} apart` : ""}`] : []),
    ...(wanted ? [" ", el("span.where__wanted", {}, "Ask for another reading")] : []),
  );
  one("[data-readings-word]").textContent = wanted || all.length === 0 ? "What can they see?" : "Readings";
}

/** @param {any} reading */
function row(reading) {
  const use = el("button.button.button--small", { type: "button", "data-hold": `use-${reading.id}`, onclick: () => goBy(reading.id) }, "Go by this");
  return el("tr", { "data-used": reading.in_use },
    el("td", {}, reading.method_word, reading.read_back && el("span.muted.small", {}, ", read back")),
    el("td", {}, el("span", { dir: "auto" }, reading.text || "–"), reading.lat !== null && el("div.mono.small.muted", {}, `${reading.lat}, ${reading.lon}`), reading.meaning && el("div.small.muted", {}, reading.meaning)),
    el("td", {}, asMetres(reading.accuracy_m) || "not known"),
    el("td", {}, reading.away_m === null ? "–" : reading.is_pin ? "the pin" : distance(reading.away_m)),
    el("td.small", {}, reading.source, " ", clock(reading.read_at)),
    el("td", {}, reading.in_use ? el("b", {}, "In use") : use));
}

function render() {
  showNow();
  one("[data-readings-table]").hidden = readings().length === 0;
  fill(one("[data-readings-list]"), readings(), () => readings().map(row));
}

/** @param {number} id */
async function goBy(id) {
  const answer = await work.act(`readings/${id}/in-use/`, {});
  sayNo(answer.ok ? "" : (answer.fault?.detail ?? ""));
  if (answer.ok) await work.refresh();
}

/** @param {string} words */
function sayNo(words) {
  refuse(one("[data-reading-no]"), words);
}

/** What the text says by itself, while it is typed. */
async function look() {
  const typed = text.value.trim();
  read = null;
  one("[data-reading-read]").textContent = "";
  if (typed.length < 3) return;
  const answer = await get(`/api/v1/places/?q=${encodeURIComponent(typed)}&limit=1`);
  if (!answer.ok || typed !== text.value.trim()) return;
  const { reading, results, how } = answer.json;
  if (!reading && how === "exact" && results[0]) read = results[0];
  const words = reading ? [reading.method_word, asMetres(reading.accuracy_m), reading.meaning] : read ? [`${read.kind_word}: ${read.text}`] : ["Kept as words"];
  one("[data-reading-read]").textContent = words.filter(Boolean).join(" · ");
}

/** @param {Event} event */
async function add(event) {
  event.preventDefault();
  const typed = text.value.trim();
  if (!typed) return sayNo("Write the reading first.");
  if (!(await ensureLogged())) return sayNo("The incident is not logged yet.");
  const exact = read ? { gazetteer: read.id, text: read.text } : { text: typed, method: "seen" };
  const answer = await work.act("readings/", exact);
  if (!answer.ok) return sayNo(answer.fault?.detail ?? "");
  sayNo("");
  form.dispatchEvent(new CustomEvent("draft:sent"));
  text.value = "";
  read = null;
  one("[data-reading-read]").textContent = "Kept.";
  await work.refresh();
  text.focus();
}

/** Tie the dialog, and follow the incident. */
export function start() {
  one("[data-can-see]").replaceChildren(...CAN_SEE.map((ask) => el("li", {}, ask)));
  one("[data-readings-open]").addEventListener("click", () => {
    sayNo("");
    /** @type {HTMLDetailsElement} */ (one(".can-see")).open = readings().length === 0 || Boolean(work.whole?.place.ask_another);
    entered.open(form, work.key);
    box.showModal();
    text.focus();
  });
  form.addEventListener("submit", add);
  text.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(look, 120);
  });
  for (const name of ["opened", "logged", "changed"]) work.addEventListener(name, render);
}
