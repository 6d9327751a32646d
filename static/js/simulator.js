/**
 * What lives here: the demonstration's simulator in the banner: whether the invented town is alive, a pause, and its speed.
 */
import { get, post } from "./lib/api.js";
import { toast } from "./lib/toast.js";

const URL = "/api/v1/simulator/";
const LOOK_EVERY_MS = 30000;

const form = /** @type {HTMLFormElement|null} */ (document.querySelector("[data-simulator]"));

/** @param {{on: boolean, running: boolean, speed: number}} state */
function show(state) {
  if (!form) return;
  const word = state.on ? (state.running ? "The town is alive" : "The town is waking up") : "The town is paused";
  part("[data-simulator-word]").textContent = word;
  part("[data-simulator-switch]").textContent = state.on ? "Pause" : "Go on";
  form.dataset.on = String(state.on);
  const speed = /** @type {HTMLSelectElement} */ (part("[data-simulator-speed]"));
  if (document.activeElement !== speed) speed.value = String(state.speed);
  form.hidden = false;
}

/** @param {string} selector */
function part(selector) {
  return /** @type {HTMLElement} */ (form?.querySelector(selector));
}

async function look() {
  const answer = await get(URL);
  if (answer.ok) show(answer.json);
}

/** @param {{on?: boolean, speed?: number}} wanted */
async function turn(wanted) {
  const answer = await post(URL, wanted);
  if (answer.ok) show(answer.json);
  else toast(answer.fault?.detail ?? "The simulator did not change.", "danger");
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    turn({ on: form.dataset.on !== "true" });
  });
  part("[data-simulator-speed]").addEventListener("change", ({ target }) => {
    turn({ speed: Number(/** @type {HTMLSelectElement} */ (target).value) });
  });
  look();
  setInterval(() => document.visibilityState === "visible" && look(), LOOK_EVERY_MS);
}
