/** The course of a call: what has happened, numbered for the server and shown at once. */
import type { Clock } from "../clock";
import type { EventBody, PictureQuality, StageEvent } from "../line/contract";
import { Journal } from "../line/journal";
import { reduce } from "../show/reducer";
import { INITIAL } from "../show/state";
import type { Action, StageState } from "../show/state";

export interface CourseTarget {
  changed(state: StageState): void;
  /** After it is shown. */
  recorded(event: EventBody): void;
}

export class Course {
  readonly journal = new Journal();
  readonly #clock: Clock;
  readonly #target: CourseTarget;
  #state: StageState;
  #over = false;
  #stopTicks = () => {};

  constructor(clock: Clock, quality: PictureQuality, target: CourseTarget) {
    this.#clock = clock;
    this.#target = target;
    this.#state = { ...INITIAL, picture: { choice: "auto", level: quality } };
  }

  get state(): StageState {
    return this.#state;
  }

  /** Gives the event's number; 0 when this page's part in the call is over. */
  record(body: EventBody, at = this.#clock.now()): number {
    if (this.#over) return 0;
    const event = this.journal.append(body, at);
    this.dispatch({ type: "event", event });
    this.#target.recorded(body);
    return event.seq;
  }

  /** Shown but not recorded: it is so in this page alone. */
  pretend(body: EventBody): void {
    this.dispatch({ type: "event", event: { ...body, seq: 0, at: this.#clock.now() } });
  }

  /** What was recorded before this page was there. */
  recall(events: readonly StageEvent[]): void {
    this.#state = events.reduce((state, event) => reduce(state, { type: "event", event }), this.#state);
    this.#target.changed(this.#state);
  }

  dispatch(action: Action): void {
    this.#state = reduce(this.#state, action);
    this.#target.changed(this.#state);
  }

  /** The page's own seconds, for when the server's meter is not heard. */
  startTicks(): void {
    this.#stopTicks();
    this.#stopTicks = this.#clock.every(1000, () => this.dispatch({ type: "tick" }));
  }

  stopTicks(): void {
    this.#stopTicks();
  }

  /** Another page goes on with the call. */
  close(): void {
    this.#over = true;
  }
}
