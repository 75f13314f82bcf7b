/** The text conversation that stands in for a call without video: one write at a time, its reply as journal events. */
import type { Clock } from "../clock";
import type { EventBody, ReplyFrame, WriteFrame } from "../line/contract";

/** A reply that shows no sign of life for this long is given up, milliseconds (line contract). */
export const OVERDUE = 30_000;

export interface TextChatTarget {
  /** Records the event and gives its number. */
  record(event: EventBody): number;
  write(frame: Omit<WriteFrame, "kind">): void;
  awaiting(on: boolean): void;
  overdue(): void;
}

interface Pending {
  id: number;
  text: string;
  begun: boolean;
}

export class TextChat {
  readonly #clock: Clock;
  readonly #target: TextChatTarget;
  readonly #done = new Set<number>();
  #pending: Pending | null = null;
  #cancel = () => {};

  constructor(clock: Clock, target: TextChatTarget) {
    this.#clock = clock;
    this.#target = target;
  }

  /** The greeting is on its way. */
  open(): void {
    this.#target.awaiting(true);
    // Unsent, the guest simply writes first.
    this.#cancel = this.#clock.after(OVERDUE, () => this.#settle());
  }

  /** False while an answer is awaited. */
  send(text: string): boolean {
    if (this.#pending !== null) return false;
    // Stored before it is sent, and numbered by the journal, so that the number is the call's own even in a reloaded page.
    const id = this.#target.record({ type: "typed", text, intent: "ask" });
    this.#pending = { id, text, begun: false };
    this.#target.awaiting(true);
    this.#wait();
    this.#target.write({ id, text });
    return true;
  }

  reply({ id, text, done }: ReplyFrame): void {
    if (this.#done.has(id)) return;
    if (text !== "") this.#target.record({ type: "avatar_talking_message", text, cumulative: false });
    const own = this.#pending?.id === id || (id === 0 && this.#pending === null);
    if (this.#pending !== null && own) {
      this.#pending.begun = true;
      this.#wait();
    }
    if (!done) return;
    this.#done.add(id);
    this.#target.record({ type: "avatar_end_message" });
    // Closes the turn: there is no sound to wait for.
    this.#target.record({ type: "avatar_stop_talking" });
    if (own) this.#settle();
  }

  /** The line is back: words without a reply are sent again under their number. */
  resend(): void {
    if (this.#pending !== null && !this.#pending.begun) this.#target.write({ id: this.#pending.id, text: this.#pending.text });
  }

  close(): void {
    this.#settle();
  }

  #wait(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(OVERDUE, () => {
      this.#settle();
      this.#target.overdue();
    });
  }

  #settle(): void {
    this.#cancel();
    this.#pending = null;
    this.#target.awaiting(false);
  }
}
