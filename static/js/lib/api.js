/**
 * What lives here: one way to ask the server: CSRF, idempotency key, and errors as {code, detail, fields}.
 *
 * @typedef {{code: string, detail: string, fields: Object<string, string[]>}} Fault
 * @typedef {{ok: boolean, status: number, json: any, fault: Fault|null, took_ms: number}} Answer  status 0: it never arrived
 */

const PATIENCE_MS = 15000;
/** What the server says to a page of another room: its person went into a drill, or left one, in another window. */
export const OTHER_ROOM = "other-room";

/** @returns {string} the token that proves this page came from the console */
export function csrfToken() {
  const written = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content");
  return written || (document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "");
}

/** @returns {Object<string, string>} the room this page was drawn in: what is typed in a drill is never kept as real, nor the other way about */
export function roomHeader() {
  const room = globalThis.document?.body?.dataset.centre;
  return room ? { "X-Room": room } : {};
}

/** @returns {string} a new key for one intended act; the same key is the same act */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Plain-http pages have no randomUUID, but they do have random bytes.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} url @param {Object<string, string>} [headers] more of them @returns {Promise<Answer>} never rejects
 */
export function get(url, headers = {}) {
  return ask(url, { method: "GET", headers: { Accept: "application/json", ...headers } });
}

/**
 * @param {string} url @param {unknown} body sent as JSON @param {{key?: string}} [options] key: the idempotency key
 * @returns {Promise<Answer>} never rejects
 */
export function post(url, body, { key = newKey() } = {}) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken(), "Idempotency-Key": key };
  return ask(url, { method: "POST", headers, body: JSON.stringify(body ?? {}) });
}

/** @param {string} url @param {RequestInit} request @returns {Promise<Answer>} */
async function ask(url, request) {
  const asked = performance.now();
  try {
    const response = await fetch(url, { ...request, headers: { ...request.headers, ...roomHeader() }, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS) });
    const json = await response.json().catch(() => null);
    const fault = response.ok ? null : faultOf(json, response.status);
    if (fault?.code === OTHER_ROOM) document.dispatchEvent(new CustomEvent("room:other", { detail: fault.detail }));
    return { ok: response.ok, status: response.status, json, fault, took_ms: performance.now() - asked };
  } catch {
    const fault = { code: "not-reached", detail: "The server could not be reached.", fields: {} };
    return { ok: false, status: 0, json: null, fault, took_ms: performance.now() - asked };
  }
}

/** @param {any} json @param {number} status @returns {Fault} words for a person, whatever came back */
export function faultOf(json, status) {
  const words = json && typeof json.detail === "string" ? json.detail : wordsFor(status);
  const fields = json?.fields ?? {};
  return { code: json?.code ?? `http-${status}`, detail: ofFields(fields) || words, fields };
}

/** @param {Object<string, any>} fields what is wrong, by name @returns {string} the same in sentences, for places that show no fields; "" when nothing is */
function ofFields(fields) {
  const said = Object.entries(fields).map(([name, why]) => [name.replaceAll("_", " "), [why].flat().map((each) => (typeof each === "string" ? each : JSON.stringify(each))).join(" ")]);
  return said.map(([name, why]) => `${name[0].toUpperCase()}${name.slice(1)}: ${why}`).join(" ");
}

/** @param {number} status */
function wordsFor(status) {
  if (status === 401 || status === 403) return "You are not signed in, or your role does not cover this.";
  if (status === 404) return "That is not here, or it belongs to another control room.";
  if (status === 429) return "Too many requests. Wait a moment and try again.";
  return status >= 500 ? "Something went wrong on our side. Nothing is known to have changed." : "The server refused this.";
}
