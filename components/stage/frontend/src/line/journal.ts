/** Numbered events of one call, kept until the server says that they are stored. */
import type { EventBody, StageEvent } from "./contract";

/** Most events in one frame (line contract). */
export const FRAME_LIMIT = 200;

export class Journal {
  #waiting: StageEvent[] = [];
  #last = 0;
  #acked = 0;
  #sent = false;

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

  /**
   * The highest number the server holds, told at each welcome. A reloaded page counts from 1 again although the server
   * already holds events of this call: its first events are renumbered behind those, else they would pass for copies.
   */
  resume(stored: number): void {
    if (!this.#sent && stored > this.#acked) {
      this.#waiting = this.#waiting.map((event) => ({ ...event, seq: event.seq + stored }));
      this.#last += stored;
    }
    this.ack(stored);
  }

  /** The unacknowledged events from the lowest number, at most FRAME_LIMIT. */
  batch(): StageEvent[] {
    const events = this.#waiting.slice(0, FRAME_LIMIT);
    if (events.length > 0) this.#sent = true;
    return events;
  }

  get empty(): boolean {
    return this.#waiting.length === 0;
  }
}
