/** The vendor side of one call: the guest's permission, and the attempt in hand. Each attempt gets an SDK instance of its own. */
import { Attempt } from "./attempt";
import type { AttemptDeps, AttemptEvents } from "./attempt";
import type { Intent, PictureLevel, SessionFrame } from "../line/contract";
import type { Grant } from "../media/media";
import { SessionError } from "./session";

export class Connection {
  readonly #deps: AttemptDeps;
  readonly #events: AttemptEvents;
  #attempt: Attempt | null = null;
  #number = 0;
  #grant: Grant | null = null;
  #muted = false;
  #left = false;

  constructor(deps: AttemptDeps, events: AttemptEvents) {
    this.#deps = deps;
    this.#events = events;
  }

  /** The guest's answer about the microphone, which holds for all attempts; null when there was none in time. */
  allow(grant: Grant | null): void {
    if (this.#left) return grant?.release();
    this.#grant = grant;
  }

  /** What stands in the way of the microphone is told where the call begins. */
  tellMicrophone(): void {
    const state = this.#grant?.state ?? "ready";
    if (state !== "ready") this.#events.record({ type: "microphone", state });
  }

  /** A guest who had muted the microphone before a reload stays muted. */
  stayMuted(muted: boolean): void {
    this.#muted = muted;
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

  /** The call goes on elsewhere: its session is let be. */
  async desert(): Promise<void> {
    this.#left = true;
    await this.#attempt?.desert();
    this.#grant?.release();
  }

  #live(attempt: Attempt): void {
    this.#events.live();
    if (this.#grant?.state === "ready" && !this.#muted && this.#attempt === attempt) void this.setMicrophone(true);
  }
}
