/**
 * What lives here: the incident page's buttons that judge, escalate and promise ([data-ask]): lib/assessing.js and lib/upwards.js ask,
 * the page is then fetched again.
 */
import * as ask from "../lib/assessing.js";
import { one } from "../lib/dom.js";
import { post } from "../lib/outbox.js";
import * as upwards from "../lib/upwards.js";

/** @type {Object<string, (subject: import("../lib/assessing.js").Subject, what: string) => unknown>} */
const ASKS = {
  priority: ask.priority,
  approve: (subject) => ask.decide(subject, true),
  refuse: (subject) => ask.decide(subject, false),
  judge: ask.judge,
  weigh: ask.weigh,
  uphold: ask.uphold,
  contradict: (subject, what) => ask.contradict(subject, JSON.parse(what)),
  review: ask.review,
  reassessed: ask.reassessed,
};

/** @type {Object<string, (standing: import("../lib/upwards.js").Standing, words: any, post: import("../lib/upwards.js").Post) => unknown>} */
const UPWARDS = {
  escalate: (standing, words, post) => upwards.escalate(standing, words.boundaries, post),
  promise: (standing, _, post) => upwards.promise(standing, post),
  keep: (standing, _, post) => upwards.keep(standing, post),
};

/** @param {string} id @returns {any} */
function json(id) {
  return JSON.parse(one(`#${id}`).textContent ?? "{}");
}

/** Listen to the buttons. @param {(answer: import("../lib/api.js").Answer) => void} done after each write that was answered */
export function start(done) {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? /** @type {HTMLElement|null} */ (target.closest("[data-ask]")) : null;
    if (!button) return;
    const [whole, words] = [json("assessing-now"), json("incident-words")];
    const send = async (/** @type {string} */ url, /** @type {any} */ body) => {
      const answer = await post(url, body);
      done(answer);
      return answer;
    };
    const act = (/** @type {string} */ noun, /** @type {any} */ body) => send(`/api/v1/incidents/${encodeURIComponent(whole.reference)}/${noun}`, body);
    const asked = button.dataset.ask ?? "";
    ASKS[asked]?.({ whole, words, act }, button.dataset.with ?? "");
    UPWARDS[asked]?.({ ...whole, ...json("standing-now") }, words, send);
  });
}
