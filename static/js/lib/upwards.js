/**
 * What lives here: what is asked before an incident goes upwards, and about the update that somebody was promised; the same on the
 * desk, the incident's page and the board.
 *
 * @typedef {{reference: string, ready: {what: string, boundary: string}, promise?: any}} Standing  as REST gives an incident, or its card
 * @typedef {(url: string, body: any) => Promise<import("./api.js").Answer>} Post
 */
import { ask } from "./asking.js";
import { asWords } from "./words.js";

const TO = ["supervisor", "duty_manager", "dispatcher"];
/** Minutes until a promised update, unless the agent writes others. */
const WITHIN_MIN = "30";

/** @param {string} reference @param {string} noun */
function address(reference, noun) {
  return `/api/v1/incidents/${encodeURIComponent(reference)}/${noun}/`;
}

/** Pass it upwards: the words are ready, Enter sends them. @param {Standing} standing @param {Object<string, string>} boundaries words by code @param {Post} post */
export function escalate({ reference, ready }, boundaries, post) {
  ask({
    title: `Escalate ${reference}`,
    note: "It rings until a named person takes it, and cannot be taken back. What is known goes with it.",
    fields: [
      { name: "what", label: "What must be decided?", value: ready.what, hint: "Enter sends this, or write your own words" },
      { name: "boundary", label: "What makes you escalate?", kind: "select", value: ready.boundary, options: Object.entries(boundaries).map(([value, label]) => ({ value, label })) },
      { name: "to_role", label: "To whom?", kind: "select", value: "supervisor", options: TO.map((each) => ({ value: each, label: asWords(each) })) },
    ],
    go: "Escalate",
    tone: "danger",
    draft: "escalate",
    send: (values) => post(address(reference, "escalations"), values),
  });
}

/** Promise an update. @param {Standing} standing @param {Post} post */
export function promise({ reference, promise: open }, post) {
  ask({
    title: open ? "Promise another time" : "Promise an update",
    note: open ? "The new time takes the place of the one that was promised." : "A clock runs until they have been told. It rings when the time is over.",
    fields: [
      { name: "within_min", label: "Within how many minutes?", kind: "number", value: WITHIN_MIN, required: true },
      { name: "to_whom", label: "To whom?", value: open?.to_whom ?? "" },
    ],
    go: "Promise it",
    draft: "promise",
    send: ({ within_min, to_whom }) => post(address(reference, "promises"), { within_min: Number(within_min), to_whom }),
  });
}

/** They were spoken to. @param {Standing} standing @param {Post} post */
export function keep({ promise: open }, post) {
  ask({
    title: `Update for ${open.to_whom || "the caller"}`,
    note: "Call them, even if there is nothing new. Then write down the call.",
    fields: [{ name: "words", label: "What were they told, or how did you try?", required: true }],
    go: "Record the call",
    draft: `kept-${open.id}`,
    send: (values) => post(`/api/v1/promises/${open.id}/kept/`, values),
  });
}
