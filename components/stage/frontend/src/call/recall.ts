/** How a page that was reloaded, or takes a call over, finds its way back into it: what was stored, then an attempt of its own. */
import { askPatiently } from "../media/media";
import type { Grant } from "../media/media";
import type { Clock } from "../clock";
import type { StageEvent } from "../line/contract";
import type { Attempts } from "./attempts";
import type { Connection } from "./connection";
import type { Course } from "./course";
import type { Talk } from "./talk";

export interface RecallDeps {
  clock: Clock;
  askMicrophone: () => Promise<Grant>;
}

export interface RecallTarget {
  /** All stored events have come. */
  complete(): void;
  /** The old page was on its way out. */
  finish(): void;
}

export class Recall {
  readonly #deps: RecallDeps;
  readonly #connection: Connection;
  readonly #attempts: Attempts;
  readonly #course: Course;
  readonly #talk: Talk;
  readonly #target: RecallTarget;
  #stored = 0;
  #last = 0;
  #replaying = false;
  #returning = false;

  constructor(deps: RecallDeps, connection: Connection, attempts: Attempts, course: Course, talk: Talk, target: RecallTarget) {
    this.#deps = deps;
    this.#connection = connection;
    this.#attempts = attempts;
    this.#course = course;
    this.#talk = talk;
    this.#target = target;
  }

  /** This page asks for the call to go on, and does not know yet whether it does. */
  get returning(): boolean {
    return this.#returning;
  }

  /** `stored`: the number of the last event that is going to come. */
  begin(stored: number): void {
    this.#stored = stored;
    this.#replaying = true;
    if (stored === 0) this.#replayed();
  }

  /** Each event once, also when a lost line made them come twice. */
  take(events: readonly StageEvent[]): void {
    if (!this.#replaying) return;
    const fresh = events.filter((event) => event.seq > this.#last);
    this.#last = fresh.at(-1)?.seq ?? this.#last;
    for (const event of fresh) {
      // A guest who had muted the microphone stays muted.
      if (event.type === "microphone") this.#connection.stayMuted(event.state === "off");
      this.#talk.recall(event);
    }
    this.#course.recall(fresh);
    if (this.#last >= this.#stored) this.#replayed();
  }

  /** The call goes on in this page: what was being said in the old one has been cut. */
  settle(): void {
    if (!this.#returning) return;
    this.#returning = false;
    const course = this.#course;
    const { avatar, guest } = course.state.transcript;
    if (avatar !== null) course.record({ type: "interrupted" });
    if (guest !== null) course.record({ type: "user_end_message" });
    this.#connection.tellMicrophone();
    course.record({ type: "phase", phase: "connecting" });
  }

  /** It goes on in writing, or not at all. */
  stop(): void {
    this.#returning = false;
  }

  /** That a call is over or in writing the server tells by itself. */
  #replayed(): void {
    this.#replaying = false;
    this.#target.complete();
    const { phase } = this.#course.state;
    if (phase === "ended" || phase === "text") return;
    if (phase === "ending") return this.#target.finish();
    this.#returning = true;
    this.#course.pretend({ type: "phase", phase: "connecting" });
    void askPatiently(this.#deps.clock, this.#deps.askMicrophone).then((grant) => {
      this.#connection.allow(grant);
      this.#attempts.askAgain();
    });
  }
}
