/**
 * What lives here: the page of a major incident follows it and its parts, and draws itself anew when the board tells of a change.
 */
import { shared } from "./lib/live.js";
import { refetching } from "./lib/refetch.js";
import * as send from "./lib/send.js";
import { toast } from "./lib/toast.js";

const refresh = refetching(["major", "dialogs"]);

/** @param {any} card @returns {boolean} */
function isOurs(card) {
  const family = (document.getElementById("major")?.dataset.family ?? "").split(" ");
  return card.kind === "incident" && family.includes(card.id);
}

shared().subscribe(({ cards }) => cards.some(isOurs) && refresh());
send.start((answer) => {
  if (answer.ok) {
    toast("Recorded", "ok");
    document.querySelector("#major [data-steady]")?.removeAttribute("data-steady"); // what it asked has been answered
  }
  refresh();
});
