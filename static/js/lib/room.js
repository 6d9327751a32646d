/**
 * What lives here: a page whose person is in another room by now. They went into a drill, or left one, in another window: nothing
 * is written any more from here, what was typed stays in this browser, and the page says so until it is loaded again.
 */

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
