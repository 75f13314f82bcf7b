/** Numbered events of one call, kept until the server says that they are stored. */
import type { EventBody, StageEvent } from "./contract";

/** Most events in one frame (line contract). */
export const FRAME_LIMIT = 200;

export class Journal {
  #waiting: StageEvent[] = [];
  #last = 0;
  #acked = 0;

  /** Numbers and keeps an event; `at` is milliseconds since the epoch. */
  append(body: EventBody, at: number): StageEvent {
    this.#last += 1;
    const event = { ...body, seq: this.#last, at };
    this.#waiting.push(event);
    return event;
  }

  /** Forgets everything up to `seq`; an old or repeated acknowledgement changes nothing. */
  ack(seq: number): void {
    if (seq <= this.#acked) return;
    this.#acked = seq;
    this.#waiting = this.#waiting.filter((event) => event.seq > seq);
  }

  /** The highest number the server holds, told at each welcome: what a page has to tell that came back is numbered behind it. */
  resume(stored: number): void {
    this.#last = Math.max(this.#last, stored);
    this.ack(stored);
  }

  /** The unacknowledged events from the lowest number, at most FRAME_LIMIT. */
  batch(): StageEvent[] {
    return this.#waiting.slice(0, FRAME_LIMIT);
  }

  get empty(): boolean {
    return this.#waiting.length === 0;
  }
}
