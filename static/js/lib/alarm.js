/**
 * What lives here: alarms that repeat, by sound and by sight, until a named person takes them.
 * What is shown: {id, revision, level: critical|warning|notice, text, raised_at, url, reference, taken_by, take_url}; `faceOf` makes it
 * from the board's card. "Take it" and the key T post to take_url. A browser lets a page sound only after a gesture: until then the badge says so.
 * More than a few alarms are folded under one line that says what they are; the worst stay in sight.
 */
import * as emergency from "./emergency.js";
import { register } from "./keys.js";
import { post } from "./outbox.js";
import { present } from "./reducer.js";
import { Rows } from "./rows.js";
import { shared } from "./live.js";
import { Sound, TUNES } from "./sound.js";
import * as soundCheck from "./sound-check.js";
import { toast } from "./toast.js";
import { asWords } from "./words.js";

const RANK = { critical: 0, warning: 1, notice: 2 };
const WORDS = { critical: "Alarm", warning: "Warning", notice: "Notice" };
/** Once somebody took it, an alarm stays in sight this long, with the name. */
const TAKEN_STAYS_MS = 6000;
/** More alarms than this are folded. */
const IN_SIGHT = 3;

/** @param {any} card the board's card of an alarm @returns {any} the same as it is shown */
export function faceOf(card) {
  return {
    ...card,
    level: card.loudness ?? "critical",
    text: [card.exercise ? "EXERCISE" : "", card.what, card.boundary, card.action].filter(Boolean).join(" — "),
    reference: card.incident,
    url: `/incidents/${encodeURIComponent(card.incident)}`,
    take_url: `/api/v1/alarms/${encodeURIComponent(card.id)}/taken/`,
  };
}

/** @param {any[]} alarms @returns {string} "Crew has not acknowledged 4 · Reported but nobody sent 2": the most frequent first */
export function gist(alarms) {
  const counts = new Map();
  for (const { cause_word = "Other" } of alarms) counts.set(cause_word, (counts.get(cause_word) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([word, count]) => `${word} ${count}`).join(" · ");
}

/** @param {any} card @returns {boolean} an alarm of this bar: crews in danger have their own, above it */
function isHere(card) {
  return card.kind === "alarm" && !emergency.CAUSES.has(card.cause);
}

/** @param {any[]} alarms @returns {any|undefined} the worst alarm nobody has taken */
export function worst(alarms) {
  return alarms.filter((alarm) => !alarm.taken_by).sort(byRank)[0];
}

/** @param {any} one @param {any} other worst first, then oldest */
export function byRank(one, other) {
  return rank(one) - rank(other) || String(one.raised_at).localeCompare(String(other.raised_at));
}

/** @param {any} alarm an unknown level counts as critical, and the untaken come first */
function rank(alarm) {
  return (RANK[/** @type {"critical"} */ (alarm.level)] ?? 0) + (alarm.taken_by ? 10 : 0);
}

/** @param {any} alarm when its sound is due again, ms @param {number} sounded_ms last time, or -Infinity @param {number} now_ms */
export function isDue(alarm, sounded_ms, now_ms) {
  return now_ms - sounded_ms >= (TUNES[/** @type {"critical"} */ (alarm.level)] ?? TUNES.critical).every_ms;
}

export class Alarms {
  /** @param {HTMLElement} bar templates/partials/alarm_bar.html */
  constructor(bar) {
    this.bar = bar;
    this.sound = new Sound();
    this.alarms = /** @type {any[]} */ ([]);
    this.past = /** @type {Map<string, any>} */ (new Map());
    this.sounded = /** @type {Map<string, number>} */ (new Map());
    this.fold = /** @type {HTMLElement|null} */ (bar.querySelector("[data-alarm-fold]"));
    this.rows = new Rows("alarm", { values, order: byRank, dress: (row, alarm) => dress(row, alarm, this.mayTake(alarm)), append: true, root: bar });
  }

  /** @param {any} alarm @returns {boolean} whether this person may take it: the card names the act, the bar those that the person may do */
  mayTake(alarm) {
    return !alarm.take_act || (this.bar.dataset.may ?? "").split(" ").includes(alarm.take_act);
  }

  start() {
    this.emergencies = emergency.start(this.sound);
    shared().subscribe(({ picture, cards, whole }) => {
      const alarms = cards.filter(isHere);
      for (const card of alarms) if (card.taken_by) this.remember(faceOf(card));
      if (whole || alarms.length > 0) this.show(present(picture, "alarm").filter(isHere).map(faceOf));
    });
    setInterval(() => this.ring(), 1000);
    this.bar.addEventListener("click", ({ target }) => this.take(/** @type {Element} */ (target).closest("[data-take]")));
    this.fold?.querySelector("button")?.addEventListener("click", () => this.unfold());
    register("t", "Take the alarm in focus, or the most urgent one", () => this.takeFirst());
    const wake = () => this.sound.isOn() || this.sound.wake().catch(() => {});
    for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, wake);
    wake();
    soundCheck.start(this.sound);
    document.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("[data-sound-test]")) this.sound.wake().then(() => this.sound.play("warning"));
    });
    document.addEventListener("sound:cue", (event) => this.sound.play(/** @type {CustomEvent} */ (event).detail));
    this.sound.badge();
  }

  /** Keep a taken alarm in sight for a moment, so that everybody reads who has it. @param {any} alarm */
  remember(alarm) {
    const id = String(alarm.id);
    this.past.set(id, alarm);
    setTimeout(() => {
      this.past.delete(id);
      this.show(this.alarms);
    }, TAKEN_STAYS_MS);
  }

  /** @param {any[]} alarms those nobody has taken */
  show(alarms) {
    this.alarms = alarms;
    this.rows.update([...alarms, ...this.past.values()]);
    this.tellFolded();
    this.ring();
  }

  /** @returns {HTMLElement[]} what takes an alarm, the most urgent first */
  buttons() {
    const all = [...this.bar.querySelectorAll("[data-rows] [data-take]:not([hidden])")].map((button) => /** @type {HTMLElement} */ (button));
    return all.filter((button) => button.checkVisibility());
  }

  takeFirst() {
    const danger = this.emergencies?.button();
    if (danger && !this.buttonInFocus()) this.emergencies?.take(danger);
    // Where this person may take none the server says whose they are: a key that does nothing tells nobody anything.
    else this.take(this.buttonInFocus() ?? this.buttons()[0] ?? this.bar.querySelector("[data-rows] [data-taken=no] [data-take]"));
  }

  /** @returns {HTMLElement|null} */
  buttonInFocus() {
    return document.activeElement?.closest(".alarm")?.querySelector("[data-take]:not([hidden])") ?? null;
  }

  unfold() {
    this.bar.toggleAttribute("data-unfolded");
    this.tellFolded();
  }

  /** Fold a storm: the first stay, the others are counted by what they are. */
  tellFolded() {
    const folded = this.alarms.length > IN_SIGHT;
    const open = this.bar.hasAttribute("data-unfolded");
    this.bar.toggleAttribute("data-folded", folded && !open);
    if (!this.fold) return;
    this.fold.hidden = !folded;
    const button = /** @type {HTMLElement} */ (this.fold.querySelector("button"));
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Show the most urgent only" : `Show all ${this.alarms.length}`;
    const words = this.fold.querySelector("[data-word]");
    if (words) words.textContent = `${this.alarms.length} alarms wait: ${gist(this.alarms)}`;
  }

  ring() {
    const alarm = worst(this.alarms);
    document.documentElement.toggleAttribute("data-alarmed", Boolean(alarm));
    if (!alarm) return;
    const last_ms = this.sounded.get(String(alarm.id)) ?? -Infinity;
    if (!isDue(alarm, last_ms, Date.now())) return;
    this.sounded.set(String(alarm.id), Date.now());
    this.sound.play(alarm.level);
    const said = this.bar.querySelector("[data-alarm-said]");
    if (said) said.textContent = `${WORDS[/** @type {"critical"} */ (alarm.level)] ?? "Alarm"}: ${alarm.reference ?? ""} ${alarm.text ?? ""} ${nobodyThere(alarm)}`.trim();
  }

  /** @param {Element|null} button */
  async take(button) {
    const url = /** @type {HTMLElement|null} */ (button)?.dataset.take;
    if (!button || !url || button.getAttribute("aria-busy") === "true") return;
    const had_focus = document.activeElement === button;
    button.setAttribute("aria-busy", "true");
    const answer = await post(url, {});
    button.removeAttribute("aria-busy");
    if (answer.ok) this.taken(answer.json);
    else toast(answer.fault?.detail ?? "", "danger");
    if (had_focus && !button.checkVisibility()) this.buttons()[0]?.focus();
  }

  /** The answer comes before the event, or after it: either shows who has it. @param {any} card */
  taken(card) {
    this.remember(faceOf(card));
    this.show(this.alarms.filter((alarm) => String(alarm.id) !== String(card.id)));
  }
}

/** @param {HTMLElement} row @param {any} alarm @param {boolean} may this person may take it */
function dress(row, alarm, may) {
  row.dataset.level = alarm.level;
  row.dataset.taken = alarm.taken_by ? "yes" : "no";
  const button = /** @type {HTMLElement} */ (row.querySelector("[data-take]"));
  button.dataset.take = alarm.take_url ?? "";
  const hide = Boolean(alarm.taken_by) || !alarm.take_url || !may;
  // A hidden button loses the focus: the alarm's link keeps the place.
  if (hide && document.activeElement === button) row.querySelector("a")?.focus({ preventScroll: true });
  button.hidden = hide;
}

/** @param {any} alarm @returns {Object<string, unknown>} its cells */
function values(alarm) {
  return {
    level_word: WORDS[/** @type {"critical"} */ (alarm.level)] ?? "Alarm",
    link: { url: alarm.url, word: alarm.reference ?? "" },
    priority: alarm.priority,
    text: alarm.text,
    nobody: nobodyThere(alarm),
    raised_at: alarm.raised_at,
    taken_word: takenWord(alarm),
  };
}

/** @param {any} alarm @returns {string} "Nobody is on duty as supervisor", or nothing */
export function nobodyThere(alarm) {
  return alarm.nobody && !alarm.taken_by ? `Nobody is on duty as ${alarm.nobody}` : "";
}

/** @param {any} alarm */
function takenWord(alarm) {
  if (alarm.taken_by) return `${alarm.taken_by} has taken this`;
  const whose = alarm.to_role ? `For the ${asWords(alarm.to_role).toLowerCase()}: nobody has taken this` : "Nobody has taken this";
  return alarm.repeats > 0 ? `${whose}, rung again ${alarm.repeats} ×` : whose;
}

/** @returns {Alarms|undefined} */
export function start() {
  const bar = document.querySelector("[data-alarms]");
  if (!(bar instanceof HTMLElement)) return undefined;
  const alarms = new Alarms(bar);
  alarms.start();
  return alarms;
}
