/**
 * What lives here: the wire to the board: ticket, socket, resume after a gap, watchdog, and how old the picture is.
 *
 * A page calls `shared()` and listens: `shared().subscribe(fn)` gets {picture, cards, whole} at once and on every change;
 * `live:whisper` on document carries what is true for seconds only, e.g. who is typing.
 * `live:health` on document carries {mode, age_s, timers_s, concern}. mode: joining | live | stale | down.
 */
import { get, post } from "./api.js";
import { learn } from "./clock.js";
import { apply, blank, isBehind, snapshot } from "./reducer.js";

/** Silence longer than this means that the picture may be old. The server beats every 2 s. */
export const STALE_AFTER_MS = 5000;
/** Timers' heartbeat older than this means that nothing will ring by itself. */
export const TIMERS_LATE_S = 3;
/** A gap that lasts this long is filled by joining again from the last whole number. */
const GAP_MS = 3000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8000;
/** Closed because the person's rights were withdrawn: trying again would be refused. */
const RIGHTS_WITHDRAWN = 4401;

/** @param {number} attempt from 0 @param {() => number} [random] @returns {number} ms, jittered so that consoles do not return in step */
export function waitBefore(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

export class Live {
  /** @param {{board?: string, socket?: string, ticket?: string, Socket?: typeof WebSocket}} [options] addresses, and a socket class for tests */
  constructor({ board = "/api/v1/board/", socket = "/ws/board/", ticket = "/api/v1/ticket/", Socket = globalThis.WebSocket } = {}) {
    this.addresses = { board, socket, ticket };
    this.Socket = Socket;
    this.picture = blank();
    this.listeners = new Set();
    this.pending = /** @type {import("./reducer.js").Message[]} */ ([]);
    this.fetching = false;
    this.attempt = 0;
    this.heard_ms = 0;
    this.opened_ms = 0;
    this.gap_since_ms = 0;
    this.stopped = true;
    this.withdrawn = false;
  }

  start() {
    this.stopped = false;
    this.watchdog = setInterval(() => this.watch(), 1000);
    this.join();
  }

  stop() {
    this.stopped = true;
    clearInterval(this.watchdog);
    clearTimeout(this.retry);
    this.socket?.close();
  }

  /** Begin with a board that came with the page, so that nothing is fetched before the socket opens. @param {any} board JSON of GET board/ */
  begin(board) {
    if (board.at) learn(board.at, 500);
    this.picture = snapshot(board);
  }

  /** Hear of every change, and of the picture as it is now. @param {(change: {picture: any, cards: any[], whole: boolean}) => void} listener */
  subscribe(listener) {
    this.listeners.add(listener);
    if (!this.picture.needs_snapshot) listener({ picture: this.picture, cards: [], whole: true });
    return () => this.listeners.delete(listener);
  }

  /** Try again at once, e.g. when a person presses "Try now". */
  hurry() {
    clearTimeout(this.retry);
    this.attempt = 0;
    this.withdrawn = false;
    this.drop();
    this.join();
  }

  async join() {
    if (this.picture.needs_snapshot && !(await this.refetch())) return this.later();
    const ticket = await post(this.addresses.ticket, {});
    if (this.stopped) return;
    if (!ticket.ok) return this.refused(ticket.status);
    this.open(ticket.json.ticket);
  }

  /** @param {string} ticket */
  open(ticket) {
    const asked = new URLSearchParams({ after: String(this.picture.sequence), epoch: this.picture.epoch, ticket });
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new this.Socket(`${scheme}//${location.host}${this.addresses.socket}?${asked}`);
    this.drop();
    this.socket = socket;
    this.opened_ms = performance.now();
    socket.onopen = () => this.socket === socket && document.dispatchEvent(new CustomEvent("live:joined"));
    socket.onmessage = ({ data }) => this.socket === socket && this.hear(JSON.parse(data));
    socket.onclose = ({ code }) => this.socket === socket && this.lost(code);
  }

  /** Say something for the moment, e.g. what is looked at; unheard while there is no connection. @param {Object<string, unknown>} words */
  say(words) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(words));
  }

  /** @param {import("./reducer.js").Message} message */
  hear(message) {
    this.heard_ms = performance.now();
    this.attempt = 0;
    if (/** @type {string} */ (message.op) === "whisper") return void document.dispatchEvent(new CustomEvent("live:whisper", { detail: message }));
    if (message.op === "beat" && message.at) learn(message.at, 50);
    if (this.fetching) this.pending.push(message);
    else this.take(message);
    this.report();
  }

  /** @param {import("./reducer.js").Message} message */
  take(message) {
    const before = this.picture;
    this.picture = apply(before, message);
    if (this.picture.needs_snapshot) this.refetch();
    else if (this.picture.cards !== before.cards) this.tell(message.cards ?? [], false);
  }

  /** @returns {Promise<boolean>} fetch the whole board, then take what came meanwhile */
  async refetch() {
    if (this.fetching) return false;
    this.fetching = true;
    const answer = await get(this.addresses.board);
    this.fetching = false;
    if (!answer.ok) return false;
    if (answer.json.at) learn(answer.json.at, answer.took_ms);
    this.picture = snapshot(answer.json);
    this.heard_ms = performance.now();
    this.tell([], true);
    for (const message of this.pending.splice(0)) if (message.op !== "snapshot") this.take(message);
    return true;
  }

  /** @param {any[]} cards @param {boolean} whole */
  tell(cards, whole) {
    const change = { picture: this.picture, cards, whole };
    for (const listener of this.listeners) listener(change);
    document.dispatchEvent(new CustomEvent("live:change", { detail: change }));
  }

  watch() {
    const silent = performance.now() - Math.max(this.heard_ms, this.opened_ms) > STALE_AFTER_MS;
    if (this.socket && silent) this.lost(0);
    if (this.picture.needs_snapshot && this.socket) this.refetch();
    this.watchGap();
    this.report();
  }

  watchGap() {
    if (!this.socket || !isBehind(this.picture)) this.gap_since_ms = 0;
    else if (!this.gap_since_ms) this.gap_since_ms = performance.now();
    else if (performance.now() - this.gap_since_ms > GAP_MS) this.lost(0);
  }

  /** @param {number} status */
  refused(status) {
    if (status === 401 || status === 403) return this.lost(RIGHTS_WITHDRAWN);
    this.later();
  }

  /** @param {number} code why the socket closed; 0 when we gave it up */
  lost(code) {
    this.drop();
    this.withdrawn = code === RIGHTS_WITHDRAWN;
    if (!this.stopped && !this.withdrawn) this.later();
    this.report();
  }

  drop() {
    const old = this.socket;
    this.socket = undefined;
    this.gap_since_ms = 0;
    old?.close();
  }

  later() {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.join(), waitBefore(this.attempt++));
    this.report();
  }

  /** @returns {"joining"|"live"|"stale"|"down"} */
  mode() {
    if (this.withdrawn) return "down";
    if (!this.heard_ms) return this.attempt > 1 ? "down" : "joining";
    return performance.now() - this.heard_ms > STALE_AFTER_MS ? "stale" : "live";
  }

  report() {
    const age_s = this.heard_ms ? Math.round((performance.now() - this.heard_ms) / 1000) : null;
    const detail = { mode: this.mode(), age_s, timers_s: this.picture.timers, concern: this.picture.concern, joined: Boolean(this.socket), withdrawn: this.withdrawn };
    document.dispatchEvent(new CustomEvent("live:health", { detail }));
  }
}

/** @type {Live|undefined} */
let only;

/** @returns {Live} the page's one wire; it begins with the page's <script id="board-snapshot" type="application/json"> if there is one */
export function shared() {
  if (only) return only;
  only = new Live();
  const given = document.getElementById("board-snapshot");
  if (given) only.begin(JSON.parse(given.textContent ?? ""));
  return only;
}
