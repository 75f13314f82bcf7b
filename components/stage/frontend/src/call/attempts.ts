/** The way from "start" to a live call: asking, joining, failing, the server's verdict, the countdown, asking again. */
import type { Clock } from "../clock";
import type { EventBody, Failure, PictureQuality, SessionFrame, WaitingFrame } from "../line/contract";
import type { Waiting } from "../show/state";

/** Longest waits, milliseconds: for an answer to start, for the first frame, for the server's verdict on a failure (once more while the line is lost). */
export const WAIT = { answer: 75_000, picture: 35_000, verdict: 10_000 } as const;
const SECOND = 1000;

export interface AttemptsTarget {
  record(event: EventBody): void;
  /** Asks the server for an attempt. */
  ask(quality: PictureQuality): void;
  /** The server has answered. */
  answered(): void;
  join(frame: SessionFrame): boolean;
  abandon(): Promise<void>;
  lineOpen(): boolean;
  show(waiting: Waiting | null): void;
  /** The server says nothing more: the page ends the call with its own words. */
  giveUp(): void;
}

export class Attempts {
  readonly #clock: Clock;
  readonly #quality: PictureQuality;
  readonly #target: AttemptsTarget;
  #over = false;
  #joined = false;
  #number = 0;
  #waiting = 0;
  #cleaned: Promise<void> = Promise.resolve();
  #cancelDeadline = () => {};
  #stopCountdown = () => {};

  constructor(clock: Clock, quality: PictureQuality, target: AttemptsTarget) {
    this.#clock = clock;
    this.#quality = quality;
    this.#target = target;
  }

  ask(): void {
    if (this.#over) return;
    this.expect();
    this.#target.ask(this.#quality);
  }

  /** An attempt has been asked for: whoever opens a call asks for the first one. */
  expect(): void {
    this.#target.record({ type: "phase", phase: "connecting" });
    this.#await();
  }

  /** A page that came back asks for an attempt of its own. Nothing is recorded: the call may be over, which the answer tells. */
  askAgain(): void {
    if (this.#over) return;
    this.#await();
    this.#target.ask(this.#quality);
  }

  session(frame: SessionFrame): void {
    if (this.#over || this.#waiting !== 0 || !this.#target.join(frame)) return;
    this.#joined = true;
    this.#number = frame.attempt;
    this.#target.answered();
    this.#deadline(WAIT.picture, () => this.failed({ code: "no_picture", message: "The picture did not come in time." }));
  }

  /** The attempt is left; what happens next is the server's to say. */
  failed(failure: Failure): void {
    if (this.#over || !this.#joined) return;
    this.#target.record({ type: "failed", ...failure });
    this.#leave();
    this.#deadline(WAIT.verdict, () => {
      if (this.#target.lineOpen()) this.#target.giveUp();
      else this.#deadline(WAIT.verdict, () => this.#target.giveUp());
    });
  }

  waiting(frame: WaitingFrame): void {
    // Copies: of the countdown that runs, or of an attempt before the one in hand.
    if (this.#over || this.#waiting >= frame.attempt || (this.#joined && frame.attempt < this.#number)) return;
    this.#waiting = frame.attempt;
    this.#target.answered();
    this.#cancelDeadline();
    this.#leave();
    this.#target.record({ type: "phase", phase: "waiting" });
    this.#countDown(frame);
  }

  /** Asks again: at the end of the countdown, or because the guest does not want to wait for it. */
  retry(): void {
    if (this.#waiting === 0) return;
    this.#waiting = 0;
    this.#stopCountdown();
    void this.#cleaned.then(() => {
      if (this.#over) return;
      this.#target.show(null);
      this.ask();
    });
  }

  /** No more attempts: the call is live, a text conversation, or over. */
  stop(): void {
    this.#over = true;
    this.#cancelDeadline();
    this.#stopCountdown();
    this.#target.answered();
    this.#target.show(null);
  }

  #await(): void {
    this.#deadline(WAIT.answer, () => this.#target.giveUp());
  }

  #leave(): void {
    if (!this.#joined) return;
    this.#joined = false;
    this.#cleaned = this.#target.abandon();
  }

  #countDown({ code, what, done, fix, retry_in }: WaitingFrame): void {
    const trouble = { code, what, done, fix };
    const end = this.#clock.now() + retry_in * SECOND;
    const show = (): void => this.#target.show({ trouble, left: Math.max(0, Math.ceil((end - this.#clock.now()) / SECOND)) });
    show();
    const stopTicks = this.#clock.every(SECOND, show);
    const cancel = this.#clock.after(retry_in * SECOND, () => this.retry());
    this.#stopCountdown = () => {
      stopTicks();
      cancel();
    };
  }

  #deadline(ms: number, task: () => void): void {
    this.#cancelDeadline();
    this.#cancelDeadline = this.#clock.after(ms, task);
  }
}
