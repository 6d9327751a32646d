/**
 * What lives here: the sound of an alarm, and the badge that says whether this page may sound. A browser keeps a page silent
 * until a gesture; some are told not to, and those sound at once.
 */

/** Tones in Hz, one after another, and how often they repeat. A crew in danger: every 4 s. Critical: every 8 s; a notice sounds once. */
export const TUNES = {
  mayday: { tones: [988, 740, 988, 740, 988, 740, 988], each_s: 0.16, every_ms: 4000 },
  critical: { tones: [880, 660, 880, 660], each_s: 0.18, every_ms: 8000 },
  warning: { tones: [587, 740], each_s: 0.22, every_ms: 20000 },
  notice: { tones: [523], each_s: 0.25, every_ms: Infinity },
};

export class Sound {
  /** @type {AudioContext|undefined} */
  context;

  /** @returns {boolean} */
  isOn() {
    return this.context?.state === "running";
  }

  /** Called within a gesture: browsers keep a page silent until one. */
  async wake() {
    this.context ??= new AudioContext();
    this.context.onstatechange = () => this.badge();
    await this.context.resume();
    this.badge();
  }

  /** @param {"mayday"|"critical"|"warning"|"notice"} level */
  play(level) {
    const context = this.context;
    if (!context || !this.isOn()) return;
    const { tones, each_s } = TUNES[level] ?? TUNES.critical;
    tones.forEach((tone, place) => note(context, tone, context.currentTime + place * each_s, each_s));
  }

  badge() {
    for (const badge of document.querySelectorAll("[data-sound]")) /** @type {HTMLElement} */ (badge).dataset.sound = this.isOn() ? "on" : "off";
  }
}

/** @param {AudioContext} context @param {number} tone Hz @param {number} from_s @param {number} for_s */
function note(context, tone, from_s, for_s) {
  const source = new OscillatorNode(context, { type: "triangle", frequency: tone });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, from_s);
  volume.gain.linearRampToValueAtTime(0.35, from_s + 0.02);
  volume.gain.linearRampToValueAtTime(0, from_s + for_s);
  source.connect(volume).connect(context.destination);
  source.start(from_s);
  source.stop(from_s + for_s);
}
