/**
 * What lives here: the sound check: the tones of the alarms one after another, and whether a person heard them, kept for their desk.
 * The mark in the bar ([data-heard]) follows what they say, and begins anew when they sign on.
 */
import { post } from "./outbox.js";
import { TUNES } from "./sound.js";
import { toast } from "./toast.js";

const PAUSE_MS = 500;
const ADVICE = "Noted: nobody would hear an alarm here, and your supervisor sees that. Turn the loudspeakers on, look at the volume and the plug, and play it again.";
const SILENT = "Sound is off in this browser: press Play again. If nothing changes, answer No.";

/** @typedef {"mayday"|"critical"|"warning"|"notice"} Level */

/** @returns {{steps: {level: Level, from_ms: number}[], over_ms: number}} which tone begins when, and when all are over */
export function programme() {
  const steps = [];
  let from_ms = 0;
  for (const level of /** @type {Level[]} */ (["mayday", "critical", "warning", "notice"])) {
    steps.push({ level, from_ms });
    from_ms += TUNES[level].tones.length * TUNES[level].each_s * 1000 + PAUSE_MS;
  }
  return { steps, over_ms: from_ms };
}

export class SoundCheck {
  /** @param {HTMLDialogElement} dialog templates/partials/sound_check.html @param {import("./sound.js").Sound} sound */
  constructor(dialog, sound) {
    this.dialog = dialog;
    this.sound = sound;
    this.timers = /** @type {number[]} */ ([]);
    this.said = /** @type {HTMLElement} */ (dialog.querySelector("[data-sound-said]"));
    dialog.addEventListener("dialog:opening", () => this.play());
    dialog.addEventListener("close", () => this.hush());
    dialog.addEventListener("click", ({ target }) => this.press(/** @type {Element} */ (target)));
  }

  /** @param {Element} target */
  press(target) {
    const heard = /** @type {HTMLElement|null} */ (target.closest("[data-sound-heard]"));
    if (heard) this.answer(heard.dataset.soundHeard === "yes");
    else if (target.closest("[data-sound-again]")) this.play();
  }

  async play() {
    this.hush();
    this.said.textContent = "";
    // A browser that refuses never answers: it is looked at again with each tone.
    this.sound.wake();
    const { steps, over_ms } = programme();
    this.timers = steps.map(({ level, from_ms }) => window.setTimeout(() => this.tone(level), from_ms));
    this.timers.push(window.setTimeout(() => this.mark(""), over_ms));
  }

  /** @param {Level} level */
  tone(level) {
    this.mark(level);
    this.said.textContent = this.sound.isOn() ? "" : SILENT;
    this.sound.play(level);
  }

  /** @param {string} level the tone that sounds now */
  mark(level) {
    for (const tone of this.dialog.querySelectorAll("[data-tone]")) tone.toggleAttribute("data-now", tone.getAttribute("data-tone") === level);
  }

  hush() {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
    this.mark("");
  }

  /** @param {boolean} heard */
  async answer(heard) {
    this.hush();
    const answer = await post("/api/v1/desks/sound/", { heard });
    if (!answer.ok) return void (this.said.textContent = answer.fault?.detail ?? "");
    show(heard ? "heard" : "unheard");
    if (!heard) return void (this.said.textContent = ADVICE);
    this.dialog.close();
    toast(answer.json?.desk ? `The alarms are heard at desk ${answer.json.desk}.` : "You hear the alarms.", "ok");
  }
}

/** @param {"heard"|"unheard"|"unchecked"} state */
function show(state) {
  for (const light of document.querySelectorAll("[data-sound][data-heard]")) /** @type {HTMLElement} */ (light).dataset.heard = state;
}

/** @param {import("./sound.js").Sound} sound the page's own */
export function start(sound) {
  const dialog = document.getElementById("sound-check");
  if (!(dialog instanceof HTMLDialogElement)) return;
  new SoundCheck(dialog, sound);
  document.addEventListener("desk:signed-on", () => show("unchecked"));
  // "SC" in the command bar.
  document.addEventListener("command:done", (event) => {
    const { opens } = /** @type {CustomEvent} */ (event).detail ?? {};
    if (opens !== "sound-check") return;
    event.preventDefault();
    /** @type {HTMLElement|null} */ (document.querySelector("[data-opens=sound-check]"))?.click();
  });
}
