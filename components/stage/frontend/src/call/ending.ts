/** The one way out of a call: leave the room, wait for the server's summary, report the end once, let the line go when all is stored. */
import type { Clock } from "../clock";
import type { EndedBy, EventBody } from "../line/contract";
import type { Summary } from "../show/state";

/** Longest wait for the summary, milliseconds. */
export const SUMMARY_WAIT = 10_000;

export interface EndingTarget {
  record(event: EventBody): void;
  /** Stops whatever still runs. */
  stop(): void;
  leave(): Promise<void>;
  /** With the server's summary, or null when it does not come. */
  show(summary: Summary | null): void;
  report(): void;
  stored(): boolean;
  closeLine(): void;
}

export class Ending {
  readonly #clock: Clock;
  readonly #target: EndingTarget;
  #left: Promise<void> | null = null;
  #ended = false;
  #lineClosed = false;
  #shown = false;
  #reported = false;
  #cancel = () => {};

  constructor(clock: Clock, target: EndingTarget) {
    this.#clock = clock;
    this.#target = target;
  }

  /** The way out has been taken. */
  get begun(): boolean {
    return this.#left !== null;
  }

  get reported(): boolean {
    return this.#reported;
  }

  /** By a button, a command, or (null) a lost session, a failure, the server's own end. Resolves when the room is left. */
  finish(by: EndedBy | null): Promise<void> {
    this.#left ??= this.#leave(by);
    return this.#left;
  }

  /** The call was over before this page came to it. */
  found(summary: Summary): void {
    this.#left = Promise.resolve();
    this.#ended = true;
    this.conclude(summary);
  }

  conclude(summary: Summary | null): void {
    this.#cancel();
    if (summary !== null || !this.#shown) this.#target.show(summary);
    this.#shown = true;
    if (!this.#reported) this.#target.report();
    this.#reported = true;
    this.closeWhenStored();
  }

  lineClosed(): void {
    this.#lineClosed = true;
    if (this.#ended) this.conclude(null);
    else void this.finish(null);
  }

  /** After the end the line stays only for what the server has not stored yet. */
  closeWhenStored(): void {
    if (this.#reported && this.#ended && this.#target.stored()) this.#target.closeLine();
  }

  async #leave(by: EndedBy | null): Promise<void> {
    this.#target.stop();
    this.#target.record({ type: "phase", phase: "ending" });
    if (by !== null) this.#target.record({ type: "hangup", by });
    await this.#target.leave();
    this.#ended = true;
    this.#target.record({ type: "phase", phase: "ended" });
    if (this.#lineClosed) this.conclude(null);
    else if (!this.#reported) this.#cancel = this.#clock.after(SUMMARY_WAIT, () => this.conclude(null));
  }
}
