/**
 * What lives here: a page whose person is in another room by now. They went into a drill, or left one, in another window: nothing
 * is written any more from here, what was typed stays in this browser, and the page says so until it is loaded again.
 */
import { roomHeader } from "./api.js";

/** @returns {boolean} whether this page is a training room's, in which everything is an exercise */
export function isDrill() {
  return globalThis.document?.body?.dataset?.room === "drill";
}

/** A form that the browser sends by itself says where it was drawn, too. @param {SubmitEvent} event */
export function sign({ target }) {
  const form = /** @type {HTMLFormElement} */ (target);
  const room = roomHeader()["X-Room"];
  if (form.method !== "post" || !room || form.elements.namedItem("x-room")) return;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "x-room", value: room }));
}

/** @param {Event} event "room:other" {detail: what the server said} */
export function left(event) {
  if (document.querySelector("[data-other-room]")) return;
  const notice = Object.assign(document.createElement("div"), { className: "banner banner--down", role: "alert" });
  notice.dataset.otherRoom = "";
  const words = Object.assign(document.createElement("span"), { textContent: /** @type {CustomEvent} */ (event).detail });
  const again = Object.assign(document.createElement("button"), { className: "button button--small push", type: "button", textContent: "Load the page again" });
  again.addEventListener("click", () => location.reload());
  notice.append(words, again);
  document.body.prepend(notice);
}
