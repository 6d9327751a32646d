/** What lives here: the drafts' door on the server. Neither call throws: null is "not now", and the keeper tries again. */
import { csrfToken, roomHeader } from "./api.js";

const DOOR = "/api/v1/drafts/";
const PATIENCE_MS = 8000;

/** @param {any} body what was typed, where, in which window @param {boolean} keepalive the request outlives the page @returns {Promise<any>} null: it did not arrive, or was refused */
export async function send(body, keepalive) {
  try {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), ...roomHeader() };
    const response = await fetch(DOOR, { method: "POST", credentials: "same-origin", keepalive, headers, body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** @param {Object<string, string>} place the incident or the contact @returns {Promise<any[]|null>} everybody's drafts there */
export async function ask(place) {
  try {
    const response = await fetch(`${DOOR}?${new URLSearchParams(place)}`, { credentials: "same-origin", headers: roomHeader(), signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok ? (await response.json()).results : null;
  } catch {
    return null;
  }
}
