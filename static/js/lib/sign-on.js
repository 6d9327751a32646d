/**
 * What lives here: signing on at a desk with one key, from every page. It waits for nothing: work goes on while it is sent, and
 * without a desk when none is free.
 */
import { cap, el } from "./dom.js";
import { post } from "./outbox.js";
import { toast } from "./toast.js";

/** @param {HTMLButtonElement} button */
async function signOn(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const answer = await post("/api/v1/desks/on/", {});
  button.removeAttribute("aria-busy");
  if (!answer.ok) return toast(answer.fault?.detail ?? "You work without a desk for now.", "warn");
  show(answer.json?.code ?? "");
  toast(`You are at desk ${answer.json?.code}`, "ok");
}

/** @param {string} code of the desk, "" for none */
function show(code) {
  const light = document.getElementById("desk-light");
  if (!light) return;
  if (code) light.replaceChildren(el("a.button.button--small.button--quiet", { href: "/shift" }, `Desk ${code}`));
  else light.replaceChildren(el("button.button.button--small", { type: "button", "data-signs-on": "", "data-shortcut": "f8" }, "No desk: sign on", cap("F8", false)));
  document.dispatchEvent(new CustomEvent("desk:signed-on"));
}

/** Listen for it, and for ON and OFF in the command bar. */
export function start() {
  document.addEventListener("command:done", (event) => {
    const { desk } = /** @type {CustomEvent} */ (event).detail ?? {};
    if (desk !== undefined) show(desk);
  });
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && /** @type {HTMLButtonElement|null} */ (target.closest("[data-signs-on]"));
    if (button) signOn(button);
  });
}
