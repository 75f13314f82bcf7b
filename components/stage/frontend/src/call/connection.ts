/** The vendor side of one call: the guest's permission, and the attempt in hand. Each attempt gets an SDK instance of its own. */
import { Attempt } from "./attempt";
import type { AttemptDeps, AttemptEvents } from "./attempt";
import { within } from "../clock";
import type { Intent, PictureLevel, SessionFrame } from "../line/contract";
import type { Grant } from "../media/media";
import { SessionError } from "./session";

/** Longest wait for an answer to the browser's question, milliseconds. */
const PERMISSION = 30_000;

export interface ConnectionDeps extends AttemptDeps {
  askMicrophone: () => Promise<Grant>;
}

export class Connection {
  readonly #deps: ConnectionDeps;
  readonly #events: AttemptEvents;
  #attempt: Attempt | null = null;
  #number = 0;
  #grant: Grant | null = null;
  #left = false;

  constructor(deps: ConnectionDeps, events: AttemptEvents) {
    this.#deps = deps;
    this.#events = events;
  }

  /** Asks for the microphone before anything is paid for; resolves with or without it. The answer holds for all attempts. */
  async askPermission(): Promise<void> {
    const asked = this.#deps.askMicrophone();
    const grant = await within(this.#deps.clock, PERMISSION, asked, null);
    if (this.#left || grant === null) {
      void asked.then((late) => late.release());
      return;
    }
    this.#grant = grant;
    if (grant.state !== "ready") this.#events.record({ type: "microphone", state: grant.state });
  }

  /** Starts an attempt; false for a number seen before, which is a copy. */
  join(frame: SessionFrame): boolean {
    if (frame.attempt <= this.#number || this.#left) return false;
    this.#number = frame.attempt;
    const attempt = new Attempt(frame, this.#deps, { ...this.#events, live: () => this.#live(attempt) });
    this.#attempt = attempt;
    void attempt.start();
    return true;
  }

  async speak(intent: Intent, text: string): Promise<void> {
    if (this.#attempt === null) throw new SessionError("no_session", "There is no session to speak in.");
    await this.#attempt.speak(intent, text);
  }

  interrupt(): void {
    this.#attempt?.interrupt();
  }

  async setMicrophone(on: boolean): Promise<void> {
    await this.#attempt?.setMicrophone(on);
    this.#grant?.release();
  }

  setPicture(level: PictureLevel): void {
    this.#attempt?.setPicture(level);
  }

  /** Leaves the attempt in hand; the devices stay for the next one. */
  async abandon(): Promise<void> {
    const attempt = this.#attempt;
    this.#attempt = null;
    await attempt?.leave(true);
  }

  /** Leaves for good and lets go of the devices. */
  async leave(): Promise<void> {
    this.#left = true;
    await this.#attempt?.leave(false);
    this.#grant?.release();
  }

  #live(attempt: Attempt): void {
    this.#events.live();
    if (this.#grant?.state === "ready" && this.#attempt === attempt) void this.setMicrophone(true);
  }
}
