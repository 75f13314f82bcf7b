/** Notices an avatar that should speak and does not, at most once per silence. */
import type { Clock } from "../clock";
import type { EventBody } from "../line/contract";

/** Longest wait for the avatar's words, milliseconds (line contract). */
export const SILENCE = 15_000;

export class SilenceWatch {
  readonly #clock: Clock;
  readonly #onSilent: () => void;
  #live = false;
  #talking = false;
  #owed = false;
  #told = false;
  #cancel = () => {};

  constructor(clock: Clock, onSilent: () => void) {
    this.#clock = clock;
    this.#onSilent = onSilent;
  }

  hear(event: EventBody): void {
    switch (event.type) {
      case "phase":
        this.#live = event.phase === "live";
        if (this.#live) this.#expect();
        else this.#cancel();
        break;
      case "typed":
      case "user_end_message":
      case "user_stop":
        this.#expect();
        break;
      case "avatar_start_talking":
        this.#talking = true;
        this.#spoken();
        break;
      case "avatar_talking_message":
        this.#spoken();
        break;
      case "avatar_stop_talking":
      case "interrupted":
        this.#talking = false;
        if (this.#owed) this.#wait();
        break;
      default:
    }
  }

  /** A guest who goes on talking to a silent avatar does not push the moment away. */
  #expect(): void {
    if (!this.#live || this.#owed || this.#told) return;
    this.#owed = true;
    // What it says now may still be the answer to something earlier.
    if (!this.#talking) this.#wait();
  }

  #wait(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(SILENCE, () => {
      this.#owed = false;
      this.#told = true;
      this.#onSilent();
    });
  }

  #spoken(): void {
    this.#cancel();
    this.#owed = this.#told = false;
  }
}
