/**
 * What lives here: what every staff page starts: theme, keys, menus, clock, drafts, outbox, alarms, command bar, live wire.
 * A page's own module listens: import { shared } from "./lib/live.js"; shared().subscribe(…).
 */
import * as alarm from "./alarm.js";
import * as command from "./command.js";
import * as connection from "./connection.js";
import * as dialog from "./dialog.js";
import * as draft from "./draft.js";
import * as follow from "./follow.js";
import * as keys from "./keys.js";
import { shared } from "./live.js";
import * as major from "./major.js";
import * as nav from "./nav.js";
import * as outbox from "./outbox.js";
import * as presence from "./presence.js";
import * as room from "./room.js";
import * as signOn from "./sign-on.js";
import * as theme from "./theme.js";
import * as tick from "./tick.js";
import * as toast from "./toast.js";

for (const part of [theme, signOn, nav, keys, dialog, toast, connection, command, alarm, major, follow]) part.start();
draft.start();
tick.start();
/** @type {HTMLElement|null} */ (document.querySelector("[data-takes-focus]"))?.focus();

document.addEventListener("htmx:afterSettle", ({ target }) => {
  draft.start(/** @type {ParentNode} */ (target));
  tick.tick();
});
document.addEventListener("htmx:sendError", ({ target }) => {
  // What reads itself again and again was asked by nobody: the connection's banner says enough.
  if (target instanceof Element && target.matches("[hx-trigger*=every]")) return;
  toast.toast("The server could not be reached. Nothing was changed; try again.", "danger");
});
document.addEventListener("htmx:responseError", () => toast.toast("The server did not accept this. Nothing is known to have changed.", "danger"));
document.addEventListener("room:other", room.left);
document.addEventListener("submit", room.sign, true);
document.addEventListener("outbox:refused", (event) => {
  const { answer } = /** @type {CustomEvent} */ (event).detail;
  toast.toast(`An entry that waited was refused: ${answer.fault?.detail ?? ""}`, "danger");
});

if (document.body.dataset.live === "on") {
  outbox.start();
  presence.start();
  shared().start();
  addEventListener("pagehide", () => shared().stop());
  addEventListener("pageshow", (event) => event.persisted && shared().start());
}
