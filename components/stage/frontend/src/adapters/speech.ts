/** Whether the avatar is talking, and which of its late pieces belong to words already cut off. Shared by both adapters. */
import type { EventBody } from "../line/contract";
import type { Sink } from "../call/session";

/** Pieces of a cut utterance that are still under way are dropped for at most this long, milliseconds. */
export const CUT_WINDOW = 1500;

export class AvatarSpeech {
  readonly #sink: Sink;
  readonly #now: () => number;
  #talking = false;
  /** Pieces have come since the last complete text; outlives the sound, because the complete text may come after it. */
  #texted = false;
  #cutAt = -Infinity;

  constructor(sink: Sink, now: () => number) {
    this.#sink = sink;
    this.#now = now;
  }

  started(): void {
    this.#talking = true;
    this.#cutAt = -Infinity;
    this.#sink({ type: "avatar_start_talking" });
  }

  piece(text: string, cumulative: boolean): void {
    if (text === "" || this.#cut) return;
    this.#texted = true;
    this.#sink({ type: "avatar_talking_message", text, cumulative });
  }

  /** The text is complete. A vendor that sends it whole, with no pieces before, gets one piece made of it. */
  finished(text?: string): void {
    if (this.#cut) return;
    if (text !== undefined && text !== "" && !this.#texted) this.piece(text, true);
    this.#texted = false;
    this.#sink(text ? { type: "avatar_end_message", text } : { type: "avatar_end_message" });
  }

  stopped(durationMs?: number): void {
    this.#talking = false;
    this.#cutAt = -Infinity;
    const event: EventBody = { type: "avatar_stop_talking" };
    this.#sink(typeof durationMs === "number" ? { ...event, duration_ms: durationMs } : event);
  }

  /** Marks what is being said as cut; false when nothing is. */
  cut(): boolean {
    if (!this.#talking) return false;
    this.#talking = false;
    this.#cutAt = this.#now();
    this.#sink({ type: "interrupted" });
    return true;
  }

  get #cut(): boolean {
    return this.#now() - this.#cutAt < CUT_WINDOW;
  }
}
