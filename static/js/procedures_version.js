/**
 * What lives here: the page of a version. After each step the page is fetched again and put over itself; a new draft is opened.
 */
import { roomHeader } from "./lib/api.js";
import { morphParts } from "./lib/morph.js";
import * as send from "./lib/send.js";
import { toast } from "./lib/toast.js";

async function refresh() {
  try {
    const response = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html", ...roomHeader() } });
    if (!response.ok || response.redirected) return location.reload();
    morphParts(new DOMParser().parseFromString(await response.text(), "text/html"), ["version", "dialogs"]);
  } catch {
    toast("The page could not be fetched again. What you did is kept.", "warn");
  }
}

const here = Number(location.pathname.split("/").at(-1));

send.start((answer) => {
  if (!answer.ok) return;
  const made = answer.json;
  if (made?.status === "draft" && made.id !== here) return location.assign(`/procedures/versions/${made.id}`);
  toast("Recorded", "ok");
  refresh();
});
