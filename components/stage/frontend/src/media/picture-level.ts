/** How much picture to ask for: down while the connection is weak, sound alone when it stays weak, up again when it holds. */
import type { Clock } from "../clock";
import type { PictureLevel, PictureQuality, Quality } from "../line/contract";

/** How long a quality must hold, milliseconds: weak before one level is given up, weak after that before the picture is, good before one comes back. */
export const HOLD = { weak: 5_000, off: 15_000, good: 20_000 } as const;

export type PictureChoice = "auto" | PictureLevel;

const LEVELS: readonly PictureLevel[] = ["off", "low", "medium", "high"];

export class PictureControl {
  readonly #clock: Clock;
  /** What the session was started with: there is nothing better to ask for. */
  readonly #best: PictureQuality;
  readonly #onLevel: (level: PictureLevel) => void;
  #level: PictureLevel;
  #choice: PictureChoice = "auto";
  #quality: Quality = "UNKNOWN";
  #cancel = () => {};

  constructor(clock: Clock, best: PictureQuality, onLevel: (level: PictureLevel) => void) {
    this.#clock = clock;
    this.#best = best;
    this.#level = best;
    this.#onLevel = onLevel;
  }

  hear(quality: Quality): void {
    if (quality === this.#quality) return;
    this.#quality = quality;
    this.#watch();
  }

  /** A level by hand stays until something else is chosen. */
  choose(choice: PictureChoice): void {
    this.#choice = choice;
    if (choice !== "auto") this.#set(choice);
    else this.#set(this.#quality === "BAD" ? "low" : this.#best);
    this.#watch();
  }

  stop(): void {
    this.#cancel();
  }

  #watch(): void {
    this.#cancel();
    if (this.#choice !== "auto") return;
    if (this.#quality === "BAD") this.#cancel = this.#clock.after(HOLD.weak, () => this.#weaken());
    if (this.#quality === "GOOD") this.#cancel = this.#clock.after(HOLD.good, () => this.#recover());
  }

  #weaken(): void {
    if (this.#level !== "off" && this.#level !== "low") this.#set(this.#beside(-1));
    this.#cancel = this.#clock.after(HOLD.off, () => this.#set("off"));
  }

  #recover(): void {
    if (this.#level === this.#best) return;
    this.#set(this.#beside(1));
    this.#watch();
  }

  #beside(step: 1 | -1): PictureLevel {
    return LEVELS[LEVELS.indexOf(this.#level) + step] ?? this.#level;
  }

  #set(level: PictureLevel): void {
    if (level === this.#level) return;
    this.#level = level;
    this.#onLevel(level);
  }
}
