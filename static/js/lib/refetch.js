/**
 * What lives here: a page that draws itself anew. It is fetched again and put over itself, so that focus, typed text and open
 * parts stay; never twice at once, never faster than a few times a second, and once more if something came meanwhile.
 */
import { roomHeader } from "./api.js";
import { morphParts } from "./morph.js";

const AT_MOST_EVERY_MS = 300;
const RETRY_MS = 3000;

/** @param {string[]} parts ids of the parts; without the first one in the answer it is another page @param {() => void} [after] what is tied to the new parts @returns {() => void} ask for a newer page, soon */
export function refetching(parts, after) {
  let fetching = false;
  let wanted = false;

  function refresh() {
    wanted = document.getElementById(parts[0]) !== null;
    if (wanted && !fetching) follow();
  }

  async function follow() {
    fetching = true;
    while (wanted) {
      wanted = false;
      const newer = await fetched(parts[0]);
      if (newer) {
        morphParts(newer, parts);
        after?.();
      } else setTimeout(refresh, RETRY_MS);
      await new Promise((resolve) => setTimeout(resolve, AT_MOST_EVERY_MS));
    }
    fetching = false;
  }

  return refresh;
}

/** @param {string} part @returns {Promise<Document|null>} */
async function fetched(part) {
  try {
    const response = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html", ...roomHeader() } });
    if (!response.ok || response.redirected) return null;
    const newer = new DOMParser().parseFromString(await response.text(), "text/html");
    return newer.getElementById(part) ? newer : null;
  } catch {
    return null;
  }
}
