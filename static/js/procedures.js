/**
 * What lives here: the handbook and the page of changes: printing, and forms that go somewhere once they are taken.
 */
import * as send from "./lib/send.js";

document.querySelector("[data-print]")?.addEventListener("click", () => print());

/** Where the form sent last goes: data-goes, and under it the id of what was made. */
let goes = "";
document.addEventListener("submit", ({ target }) => {
  goes = target instanceof HTMLElement ? (target.dataset.goes ?? "") : "";
}, true);

send.start((answer) => {
  if (answer.ok && goes) location.assign(goes.endsWith("/") ? `${goes}${answer.json.id}` : goes);
});
