/**
 * What lives here: every word typed on a page about incidents, kept twice: in this browser at each key, and on the server within a second.
 * A part of the page (an area) says what it holds; after a crash, a reload, or on another machine it gets its words back. Words
 * of another window are never written over: both texts are shown and a person chooses. What colleagues typed is shown beside.
 * Events on `keeper`: "place" (the drafts of this place were fetched), "kept" ({where: "server"|"browser"}), and "clash"
 * ({field, theirs, settle}) when another window of the same person holds other words.
 */
import { newKey } from "./api.js";
import * as local from "./draft.js";
import * as drafts from "./drafts.js";

const EVERY_MS = 400;
const RETRY_MS = 2000;
const WRITER = "#writer";

/** @typedef {{id: number, field: string, text: string, over: string, version: number, writer: string, mine: boolean, by: string, typing: boolean, saved_at: string}} Draft */
/** @typedef {{key: string, at: any, busy: boolean}} Place  what stands on the page: its name in this browser, as the server knows it, and whether there is anything */
/** @typedef {{put: (name: string, text: string, over: string) => void, read: (name: string) => string|undefined}} Area */

/** @returns {string} this window's name; it outlives a reload, not the window */
function nameOfWindow() {
  const known = sessionStorage.getItem(WRITER);
  if (known) return known;
  const made = newKey();
  sessionStorage.setItem(WRITER, made);
  return made;
}

export class Keeper extends EventTarget {
  /** @param {Place} here */
  constructor(here) {
    super();
    this.here = here;
    addEventListener("pagehide", () => this.flush(true));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.flush(true));
    addEventListener("online", () => this.flush());
  }

  writer = nameOfWindow();
  /** @type {Map<string, Area>} */ areas = new Map();
  /** What is still to be told the server, by field; null: sent or emptied. @type {Map<string, {text: string|null, over: string}>} */ pending = new Map();
  /** What is on its way to the server just now. @type {Map<string, {text: string|null, over: string}>} */ flying = new Map();
  /** What the server is known to hold of ours. @type {Map<string, {text: string, version: number}>} */ known = new Map();
  /** Fields whose words a person gave up since this place was opened: the server's old ones do not come back. @type {Set<string>} */ given_up = new Set();
  /** @type {Draft[]} */ others = [];
  /** @type {Draft[]} */ mine = [];
  /** The place that drafts belong to, as the server knows it, and as this browser does. @type {any} */ at = {};
  base = "";
  place = "";
  turn = Date.now();
  busy = false;

  /** @param {string} area @returns {string} where this browser keeps it */
  key(area) {
    return `${document.body.dataset.owner ?? ""}:${this.here.key}${area === "facts" ? "" : `-${area}`}`;
  }

  /** @param {string} name @param {Area} area */
  register(name, area) {
    this.areas.set(name, area);
  }

  /** What an area typed before, from this browser, or else from the server. @param {string} area @returns {Object<string, string>} */
  kept(area) {
    const here = local.kept(this.key(area));
    if (Object.keys(here).length) return here;
    const prefix = `${area}.`;
    const known = this.mine.filter(({ field }) => field.startsWith(prefix) && !this.given_up.has(field));
    return Object.fromEntries(known.map((draft) => [draft.field.slice(prefix.length), draft.text]));
  }

  /** All that an area holds unsent. @param {string} area @param {Object<string, string>} fields @param {Object<string, string>} [overs] what the fields held before @returns {boolean} false when this browser has no room */
  keep(area, fields, overs = {}) {
    const before = Object.keys(local.kept(this.key(area))).filter((name) => !name.startsWith("over ") && name !== WRITER);
    const olds = Object.fromEntries(Object.entries(overs).map(([name, text]) => [`over ${name}`, text]));
    const room = Object.keys(fields).length ? local.keep(this.key(area), { ...fields, ...olds, [WRITER]: this.writer }) : (local.forget(this.key(area)), true);
    for (const name of new Set([...before, ...this.knownOf(area), ...Object.keys(fields)])) this.note(`${area}.${name}`, fields[name] ?? null, overs[name] ?? "");
    return room;
  }

  /** An area was sent, or given up. @param {string} area */
  forget(area) {
    this.keep(area, {});
  }

  /** An area was told the server in another way: it is let go of here and, before this ends, there. @param {string} area */
  async told(area) {
    this.forget(area);
    const [place, until] = [this.place, Date.now() + RETRY_MS];
    while (place === this.place && (this.busy || this.pending.size) && Date.now() < until) {
      await this.flush();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** @param {string} area @returns {string[]} */
  knownOf(area) {
    return [...this.known.keys()].filter((field) => field.startsWith(`${area}.`)).map((field) => field.slice(area.length + 1));
  }

  /** @param {string} field @param {string|null} text @param {string} over */
  note(field, text, over) {
    if (text === null) this.given_up.add(field);
    else this.given_up.delete(field);
    // What is on its way may arrive after all: only then is it known what has to be told.
    const is_there = !this.flying.has(field) && (this.known.get(field)?.text ?? null) === text;
    if (is_there) this.pending.delete(field);
    else this.pending.set(field, { text, over });
    if (this.pending.size) this.soon(EVERY_MS);
  }

  /** @param {number} wait */
  soon(wait) {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.flush();
    }, wait);
  }

  /** Tell the server. @param {boolean} [leaving] the page goes away: the request outlives it */
  async flush(leaving = false) {
    if ((this.busy && !leaving) || this.pending.size === 0) return;
    this.busy = true;
    const [place, sent] = [this.place, new Map(this.pending)];
    this.flying = sent;
    this.pending.clear();
    const typed = [...sent].map(([field, { text, over }]) => ({ field, text, over, version: this.known.get(field)?.version ?? 0, turn: ++this.turn }));
    const answer = await drafts.send({ ...this.at, writer: this.writer, typed }, leaving);
    this.busy = false;
    this.flying = new Map();
    if (place !== this.place) return;
    if (!answer) {
      for (const [field, words] of sent) if (!this.pending.has(field)) this.pending.set(field, words);
      this.say("browser");
      return this.soon(RETRY_MS);
    }
    this.settle(sent, answer.moved);
    this.say("server");
    if (this.pending.size) this.soon(EVERY_MS);
  }

  /** @param {Map<string, {text: string|null}>} sent @param {Draft[]} moved fields that another window of ours has changed */
  settle(sent, moved) {
    for (const [field, { text }] of sent) {
      if (text === null) {
        this.known.delete(field);
        this.mine = this.mine.filter((draft) => draft.field !== field);
      } else this.known.set(field, { text, version: (this.known.get(field)?.version ?? 0) + 1 });
    }
    for (const draft of moved) this.clash(draft);
  }

  /** Both texts, and a choice. @param {Draft} draft what another window holds */
  clash(draft) {
    this.known.set(draft.field, { text: draft.text, version: draft.version });
    const [area, name] = split(draft.field);
    const part = this.areas.get(area);
    if (part?.read(name) === undefined) return;
    const settle = (/** @type {boolean} */ mine) => {
      if (!mine) part.put(name, draft.text, draft.over);
      else this.note(draft.field, part.read(name) ?? null, draft.over);
    };
    this.dispatchEvent(new CustomEvent("clash", { detail: { field: draft.field, theirs: draft.text, settle } }));
  }

  /** @param {"server"|"browser"} where */
  say(where) {
    this.dispatchEvent(new CustomEvent("kept", { detail: { where } }));
  }

  /** Another place stands on the desk: fetch what was typed there. */
  async turn_to() {
    this.flush(true);
    const place = this.stand();
    Object.assign(this, { others: [], mine: [] });
    this.given_up.clear();
    this.known.clear();
    this.pending.clear();
    this.dispatchEvent(new Event("place"));
    if (this.here.busy) await this.fetch(place);
  }

  /** @param {string} place */
  async fetch(place) {
    const found = await drafts.ask(this.at);
    if (place !== this.place) return;
    if (!found) return void setTimeout(() => place === this.place && this.fetch(place), RETRY_MS);
    this.others = found.filter((draft) => !draft.mine);
    this.mine = found.filter((draft) => draft.mine);
    for (const draft of this.mine) this.take_in(draft);
    this.tell_what_only_this_browser_holds();
    this.dispatchEvent(new Event("place"));
  }

  /** Words from before a crash that never reached the server. */
  tell_what_only_this_browser_holds() {
    for (const key of local.keysUnder(this.base)) {
      const area = key.slice(this.base.length + 1) || "facts";
      const fields = local.kept(key);
      for (const [name, text] of Object.entries(fields)) {
        const silent = name === WRITER || name.startsWith("over ") || this.known.has(`${area}.${name}`) || this.pending.has(`${area}.${name}`);
        if (!silent) this.note(`${area}.${name}`, text, fields[`over ${name}`] ?? "");
      }
    }
  }

  /** What colleagues hold here, anew. */
  async look() {
    const place = this.place;
    const found = await drafts.ask(this.at);
    if (!found || place !== this.place) return;
    this.others = found.filter((draft) => !draft.mine);
    this.dispatchEvent(new Event("place"));
  }

  /** Words of ours that the server kept: back into their field, unless this browser holds newer ones. @param {Draft} draft */
  take_in(draft) {
    const [area, name] = split(draft.field);
    const part = this.areas.get(area);
    const here = part?.read(name);
    if (this.known.has(draft.field)) return;
    this.known.set(draft.field, { text: draft.text, version: draft.version });
    if (here === draft.text) return;
    if (here === undefined) return this.given_up.has(draft.field) ? this.note(draft.field, null, draft.over) : part?.put(name, draft.text, draft.over);
    const stream = [this.writer, local.kept(this.key(area))[WRITER], "taken"];
    if (stream.includes(draft.writer)) this.note(draft.field, here, draft.over);
    else this.clash(draft);
  }

  /** @returns {string} the place that stands on the desk from now on */
  stand() {
    this.at = this.here.at;
    this.base = this.key("facts");
    this.place = JSON.stringify(this.at);
    return this.place;
  }

  /** What was typed before has become an incident: it is let go of in the old place, and what is unsent is kept in the new one. */
  async moved() {
    const [before, old] = [this.at, new Map(this.known)];
    const fields = new Set([...old.keys(), ...this.pending.keys(), ...this.flying.keys()]);
    local.forget(this.base);
    this.stand();
    this.known.clear();
    this.pending.clear();
    while (this.busy) await new Promise((resolve) => setTimeout(resolve, 50));
    const typed = [...fields].map((field) => ({ field, text: null, version: old.get(field)?.version ?? 0, turn: ++this.turn }));
    if (typed.length) await drafts.send({ ...before, writer: this.writer, typed }, false);
  }
}

/** @param {string} field @returns {[string, string]} its area and its name there */
export function split(field) {
  const dot = field.lastIndexOf(".");
  return [field.slice(0, dot), field.slice(dot + 1)];
}
