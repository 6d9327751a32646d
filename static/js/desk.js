/**
 * What lives here: the desk put together: its parts, what the address asks for, and what the command bar opens.
 */
import { chose } from "./lib/follow.js";
import { toast } from "./lib/toast.js";
import * as assess from "./desk/assess.js";
import * as changed from "./desk/changed.js";
import * as contact from "./desk/contact.js";
import * as crews from "./desk/crews.js";
import * as head from "./desk/head.js";
import * as judging from "./desk/judging.js";
import * as keeper from "./desk/keeper.js";
import * as intake from "./desk/intake.js";
import * as outcome from "./desk/outcome.js";
import * as place from "./desk/place.js";
import * as promised from "./desk/promised.js";
import * as queue from "./desk/queue.js";
import * as readings from "./desk/readings.js";
import * as roster from "./desk/roster.js";
import * as send from "./desk/send.js";
import * as similar from "./desk/similar.js";
import * as talk from "./desk/talk.js";
import { work } from "./desk/work.js";

for (const part of [keeper, head, contact, intake, assess, changed, outcome, judging, talk, send, crews, roster, queue, place, promised, readings, similar]) part.start();
work.follow();
work.addEventListener("opened", () => {
  if (work.reference) chose({ kind: "incident", id: work.reference });
  else if (work.contact) chose({ kind: "contact", id: String(work.contact.id) });
});

/** Go on with what the address names, e.g. after a reload. */
async function resume() {
  const asked = new URLSearchParams(location.search);
  const [incident, contact] = [asked.get("incident"), asked.get("contact")];
  if (!incident && !contact) return work.turnTo({ fresh: asked.get("new") === "1" });
  const answer = incident ? await work.open(incident) : await work.openContact(contact ?? "");
  if (!answer.ok) {
    work.turnTo({});
    toast(answer.fault?.detail ?? "", "danger");
  }
}

document.addEventListener("command:done", (event) => {
  const { incident, url, detail } = /** @type {CustomEvent} */ (event).detail ?? {};
  if (!url || !incident) return;
  event.preventDefault();
  work.open(incident).then((answer) => answer.ok || toast(answer.fault?.detail ?? detail, "danger"));
});

resume();
