/**
 * What lives here: what a person entered and the server has not yet answered for. Entries live in IndexedDB under their
 * idempotency key, go out in order, one at a time, and arrive once, whatever happens to the connection or the page.
 *
 *   const answer = await post("/api/v1/incidents/1042/log/", {text});   // resolves when the server answered
 *   document: "outbox:change" {waiting}; "outbox:refused" {url, body, answer} for an entry refused after the page had moved on.
 */
import { OTHER_ROOM, newKey, post as send } from "./api.js";

const DATABASE = "dispatch-outbox";
const STORE = "entries";
const RETRY_MS = 3000;
/** The server could not say yes or no: the same entry is sent again under the same key. */
const TRY_AGAIN = new Set([0, 408, 425, 429, 500, 502, 503, 504]);
/** @param {import("./api.js").Answer} answer @returns {boolean} signed out, or in another room: kept, and sent once the person is back. A role's "no" is an answer. */
export function waitsForSignIn({ status, fault }) {
  return status === 401 || fault?.code === OTHER_ROOM || (status === 403 && fault?.code !== "not-allowed");
}

/** Who waits here for which answer; ``kept`` once the entry is in the store. @type {Map<string, {url: string, body: unknown, kept: boolean, resolve: (answer: import("./api.js").Answer) => void}>} */
const waiting = new Map();
let sending = false;
let asked = false;

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "order", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} act @returns {Promise<any>} */
async function inStore(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @returns {string} whose entries these are: nobody sends another person's */
function owner() {
  return document.body.dataset.owner ?? "";
}

/** @returns {Promise<any[]>} this person's entries, oldest first */
export async function entries() {
  const all = await inStore("readonly", (store) => store.getAll());
  return all.filter((/** @type {any} */ entry) => entry.owner === owner());
}

/**
 * Keep the entry, then send it. Without IndexedDB (private windows) it is sent at once, and the page must stay open.
 * @param {string} url @param {unknown} body @param {{key?: string}} [options] key: of an act that may have been sent before
 * @returns {Promise<import("./api.js").Answer>} the server's answer, yes or no
 */
export async function post(url, body, { key = newKey() } = {}) {
  const answered = new Promise((resolve) => waiting.set(key, { url, body, kept: false, resolve }));
  try {
    await inStore("readwrite", (store) => store.add({ key, url, body, owner: owner(), at: new Date().toISOString() }));
    /** @type {any} */ (waiting.get(key)).kept = true;
  } catch {
    waiting.delete(key);
    return send(url, body, { key });
  }
  await announce();
  flush();
  return /** @type {Promise<any>} */ (answered);
}

/** Send what waits, in order. Two windows do not send the same entry at the same time; if they did, the key makes it one. */
export async function flush() {
  asked = true;
  if (sending) return;
  sending = true;
  try {
    while (asked) {
      asked = false; // an entry kept while the last one was on its way asks again: it must not wait for the next press
      const held = navigator.locks ? await navigator.locks.request(DATABASE, { ifAvailable: true }, (lock) => (lock ? drain() : false)) : await drain();
      if (!held) {
        setTimeout(flush, RETRY_MS);
        return;
      }
    }
  } finally {
    sending = false;
  }
}

/** @returns {Promise<boolean>} true when nothing is left */
async function drain() {
  for (let [entry] = await entries(); entry; [entry] = await entries()) {
    const answer = await send(entry.url, entry.body, { key: entry.key });
    if (TRY_AGAIN.has(answer.status) || waitsForSignIn(answer)) return false;
    await inStore("readwrite", (store) => store.delete(entry.order));
    await announce();
    settle(entry, answer);
  }
  return hearWhatOthersSent();
}

/** What another window of the same person has sent for this one: the same key gets the same answer. @returns {Promise<boolean>} true when nobody waits for one */
async function hearWhatOthersSent() {
  const held = new Set((await entries()).map(({ key }) => key));
  for (const [key, { url, body, kept, resolve }] of waiting) {
    if (!kept || held.has(key)) continue;
    const answer = await send(url, body, { key });
    if (TRY_AGAIN.has(answer.status) || waitsForSignIn(answer)) return false;
    waiting.delete(key);
    resolve(answer);
  }
  return true;
}

/** @param {any} entry @param {import("./api.js").Answer} answer */
function settle(entry, answer) {
  const here = waiting.get(entry.key);
  waiting.delete(entry.key);
  if (here) here.resolve(answer);
  else if (!answer.ok) document.dispatchEvent(new CustomEvent("outbox:refused", { detail: { url: entry.url, body: entry.body, answer } }));
}

async function announce() {
  const count = (await entries()).length;
  document.dispatchEvent(new CustomEvent("outbox:change", { detail: { waiting: count } }));
}

/** Send what an earlier page left, and whenever the connection returns. */
export async function start() {
  addEventListener("online", () => flush());
  document.addEventListener("live:health", (event) => {
    const { mode } = /** @type {CustomEvent} */ (event).detail;
    if (mode === "live" && waiting.size > 0) flush();
  });
  try {
    await announce();
    await flush();
  } catch {
    // Private windows may refuse IndexedDB: entries then go straight out, as post() does.
  }
}
