/**
 * What lives here: the pages beside the handbook. Withdrawn advice follows the board and draws itself anew; a trial that is being run
 * looks for its result; forms write through REST and may lead to what they made.
 *
 *   #practice [data-follows="recall"]   fetched again when the board tells of such a card
 *   #practice [data-waits="3"]          fetched again every so many seconds, while it says so; without a number, every second
 *   <form data-goes="/recalls/">        after a write: to this address with the id of what was made
 */
import { shared } from "./lib/live.js";
import { refetching } from "./lib/refetch.js";
import * as rowLink from "./lib/row-link.js";
import * as send from "./lib/send.js";
import * as suiting from "./lib/suiting.js";
import { toast } from "./lib/toast.js";

const page = document.getElementById("practice");
const refresh = refetching(["practice"]);

/** The form that was sent last: the answer says nothing of where it came from. @type {HTMLFormElement|null} */
let sent = null;
document.addEventListener("submit", ({ target }) => (sent = /** @type {HTMLFormElement} */ (target)), true);

send.start((answer) => {
  const goes = answer.ok && sent?.dataset.goes;
  sent = null;
  if (goes && answer.json?.id) return location.assign(`${goes}${encodeURIComponent(answer.json.id)}`);
  if (answer.ok) toast("Recorded", "ok");
  refresh();
});

const follows = page?.dataset.follows;
if (follows) shared().subscribe(({ cards }) => cards.some((card) => card.kind === follows) && refresh());
setInterval(() => page?.hasAttribute("data-waits") && refresh(), 1000 * (Number(page?.dataset.waits) || 1));

/** Parts of a form that belong to one choice. */
document.addEventListener("change", ({ target }) => {
  const choice = /** @type {HTMLInputElement} */ (target);
  if (choice.type !== "radio") return;
  for (const part of choice.form?.querySelectorAll("[data-shown-for]") ?? []) /** @type {HTMLElement} */ (part).hidden = part.dataset.shownFor !== choice.value;
});
document.querySelector("[data-print]")?.addEventListener("click", () => print());
rowLink.start();
suiting.start();
