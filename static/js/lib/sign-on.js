/**
 * What lives here: signing on at a desk with one key, from every page. It waits for nothing: work goes on while it is sent, and
 * without a desk when none is free.
 */
import { post } from "./outbox.js";
import { toast } from "./toast.js";

/** @param {HTMLButtonElement} button */
async function signOn(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const answer = await post("/api/v1/desks/on/", {});
  button.removeAttribute("aria-busy");
  if (!answer.ok) return toast(answer.fault?.detail ?? "You work without a desk for now.", "warn");
  const link = Object.assign(document.createElement("a"), { className: "button button--small button--quiet", href: "/shift", textContent: `Desk ${answer.json?.code}` });
  button.replaceWith(link);
  toast(`You are at desk ${answer.json?.code}`, "ok");
  document.dispatchEvent(new CustomEvent("desk:signed-on"));
}

/** Listen for it. */
export function start() {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && /** @type {HTMLButtonElement|null} */ (target.closest("[data-signs-on]"));
    if (button) signOn(button);
  });
}
