/** The text conversation that stands in for a call without video: one line at a time, its reply as journal events. */
import type { Clock } from "../clock";
import type { EventBody, ReplyFrame, StageEvent } from "../line/contract";

/** A reply that shows no sign of life for this long is given up, milliseconds (line contract). */
export const OVERDUE = 30_000;
/** The number of the reply that nobody asked for. */
const GREETING = 0;

export interface TextChatTarget {
  /** Records the event and gives its number. */
  record(event: EventBody): number;
  awaiting(on: boolean): void;
  overdue(): void;
}

export class TextChat {
  readonly #clock: Clock;
  readonly #target: TextChatTarget;
  readonly #done = new Set<number>();
  /** UTF-16 units of each reply that are recorded: after a lost line it comes again from its beginning. */
  readonly #recorded = new Map<number, number>();
  /** Lines without a whole reply, the oldest first. */
  #asked: number[] = [];
  #pending: number | null = null;
  #writing = false;
  #cancel = () => {};

  constructor(clock: Clock, target: TextChatTarget) {
    this.#clock = clock;
    this.#target = target;
  }

  /** The greeting is on its way, or the reply that was under way before a reload. */
  open(): void {
    const [oldest] = this.#asked;
    if (oldest !== undefined) return this.#expect(oldest);
    if (this.#done.has(GREETING)) return;
    this.#target.awaiting(true);
    // Unsent, the guest simply writes first.
    this.#cancel = this.#clock.after(OVERDUE, () => this.#settle());
  }

  /** An event from before a reload. The server answers in order, so a piece belongs to the oldest line without a whole reply. */
  recall(event: StageEvent): void {
    const id = this.#asked[0] ?? GREETING;
    if (event.type === "phase" && event.phase === "text") this.#writing = true;
    if (!this.#writing) return;
    if (event.type === "typed" && event.intent === "ask") this.#asked.push(event.seq);
    if (event.type === "avatar_talking_message") this.#count(id, event.text);
    if (event.type === "avatar_end_message") this.#close(id);
  }

  /** False while an answer is awaited. The server hears the stored line; its number is that of the reply. */
  send(text: string): boolean {
    if (this.#pending !== null) return false;
    const id = this.#target.record({ type: "typed", text, intent: "ask" });
    this.#asked.push(id);
    this.#expect(id);
    return true;
  }

  reply({ id, at, text, done }: ReplyFrame): void {
    if (this.#done.has(id)) return;
    const fresh = text.slice(Math.max(0, (this.#recorded.get(id) ?? 0) - at));
    if (fresh !== "") {
      this.#count(id, fresh);
      this.#target.record({ type: "avatar_talking_message", text: fresh, cumulative: false });
    }
    const own = this.#pending === id || (id === GREETING && this.#pending === null);
    if (this.#pending !== null && own) this.#wait();
    if (!done) return;
    this.#close(id);
    this.#target.record({ type: "avatar_end_message" });
    // Closes the turn: there is no sound to wait for.
    this.#target.record({ type: "avatar_stop_talking" });
    if (own) this.#settle();
  }

  close(): void {
    this.#settle();
  }

  #count(id: number, text: string): void {
    this.#recorded.set(id, (this.#recorded.get(id) ?? 0) + text.length);
  }

  #close(id: number): void {
    this.#done.add(id);
    this.#asked = this.#asked.filter((one) => one !== id);
  }

  #expect(id: number): void {
    this.#pending = id;
    this.#target.awaiting(true);
    this.#wait();
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
