/**
 * What lives here: who else is typing here, what colleagues typed and did not send, and what another window of one's own holds.
 * A colleague's words are taken over with one press; nothing of anybody's is overwritten unseen.
 */
import { post } from "./api.js";
import { toast } from "./toast.js";
import { el, fill, one } from "./dom.js";
import { split } from "./keeper.js";
import { asWords } from "./words.js";

const TYPING_MS = 5000;
const LOOK_MS = 1500;
const LABELS = { place_text: "Where", coordinates: "Latitude, longitude", access: "How to get in", callback_number: "Callback", caller_name: "Caller", summary: "What has happened", hazards: "Hazards", text: "Update" };

/** @typedef {{keeper: import("./keeper.js").Keeper, me: number, isHere: (said: any) => boolean}} Page  isHere: whether a whisper is about what stands on the page */
/** @type {import("./keeper.js").Keeper} */ let keeper;

/** Who typed last where. @type {Map<string, {by: string, field: string, until: number}>} */
const typing = new Map();
/** Fields of which another window of ours holds other words. @type {Map<string, {theirs: string, settle: (mine: boolean) => void}>} */
const clashes = new Map();

/** @param {string} field @returns {string} */
function labelOf(field) {
  const [area, name] = split(field);
  const label = LABELS[/** @type {"summary"} */ (name)] ?? asWords(name);
  return area.startsWith("ask-") ? `${label} (${asWords(area.slice(4).replaceAll("-", "_")).toLowerCase()})` : label;
}

/** @param {import("./keeper.js").Draft} draft */
async function takeOver(draft) {
  const answer = await post(`/api/v1/drafts/${draft.id}/taken/`, {});
  if (!answer.ok) return toast(answer.fault?.detail ?? "", "danger");
  const [area, name] = split(draft.field);
  keeper.others = keeper.others.filter((each) => each.id !== draft.id);
  keeper.mine.push({ ...answer.json, mine: true });
  keeper.known.set(draft.field, { text: answer.json.text, version: answer.json.version });
  keeper.areas.get(area)?.put(name, draft.text, draft.over);
  render();
}

/** @param {import("./keeper.js").Draft} draft */
function ofColleague(draft) {
  return el("div.clash", { "data-others-draft": draft.field },
    el("p", {}, el("b", {}, draft.by), ` typed in ${labelOf(draft.field)} and has not sent it: “`, el("span.clip-lines", {}, draft.text), "”"),
    el("button.button.button--small", { type: "button", "data-hold": `take-${draft.id}`, onclick: () => takeOver(draft) }, "Take over", el("span.heard-only", {}, ` ${labelOf(draft.field)}`)));
}

/** @param {[string, {theirs: string, settle: (mine: boolean) => void}]} clash */
function ofWindow([field, { theirs, settle }]) {
  const choose = (/** @type {boolean} */ mine) => () => {
    clashes.delete(field);
    settle(mine);
    render();
  };
  return el("div.clash", { role: "alert", "data-window-clash": field },
    el("p", {}, el("b", {}, labelOf(field)), ": another window of yours holds “", theirs, "”. This window's words are still in the field."),
    el("div.button-row", {}, el("button.button.button--small", { type: "button", onclick: choose(true) }, "Keep this"), el("button.button.button--small", { type: "button", onclick: choose(false) }, "Take the other")));
}

function render() {
  const now = Date.now();
  const live = [...typing.values()].filter((each) => each.until > now);
  const drafts = keeper.others.filter((draft) => draft.text.trim());
  one("[data-typing]").textContent = live.map(({ by, field }) => `${by} is typing in ${labelOf(field)}…`).join(" ");
  fill(one("[data-others]"), [drafts, [...clashes.keys()], keeper.here.key], () => [...[...clashes].map(ofWindow), ...drafts.map(ofColleague)]);
}

/** @param {any} said */
function hear(said) {
  typing.set(`${said.user}`, { by: said.by, field: said.field, until: Date.now() + TYPING_MS });
  render();
  setTimeout(render, TYPING_MS + 50);
  clearTimeout(looking);
  looking = setTimeout(() => keeper.look(), LOOK_MS);
}

/** @type {ReturnType<typeof setTimeout>|undefined} */ let looking;

/** @param {"server"|"browser"} where */
function sayKept(where) {
  const place = one("[data-kept]");
  place.textContent = where === "server" ? "Every word is kept." : "Kept in this browser only: no connection.";
  place.dataset.where = where;
}

/** Something else stands on the page. */
export function clear() {
  typing.clear();
  clashes.clear();
  one("[data-kept]").textContent = "";
  render();
}

/** Listen. @param {Page} page */
export function start({ keeper: kept, me, isHere }) {
  keeper = kept;
  document.addEventListener("live:whisper", (event) => {
    const said = /** @type {CustomEvent} */ (event).detail;
    if (said.about === "typing" && said.user !== me && isHere(said)) hear(said);
  });
  keeper.addEventListener("place", render);
  keeper.addEventListener("kept", (event) => sayKept(/** @type {CustomEvent} */ (event).detail.where));
  keeper.addEventListener("clash", (event) => {
    const { field, theirs, settle } = /** @type {CustomEvent} */ (event).detail;
    clashes.set(field, { theirs, settle });
    render();
  });
}
