/** One call from its start to its summary: joins line, journal, attempts, vendor connection, talk, ending and state. */
import type { AttemptDeps } from "./attempt";
import { Attempts } from "./attempts";
import { Connection } from "./connection";
import { Course } from "./course";
import { CLOSE } from "../line/contract";
import type { CallData, CallKey, EndedBy, PictureQuality, ServerFrame, SummaryFrame, Trouble } from "../line/contract";
import { Ending } from "./ending";
import { Line } from "../line/line";
import type { LineState } from "../line/line";
import type { Wire } from "../line/wire";
import type { Grant } from "../media/media";
import { startQuality } from "../media/network";
import type { NetworkHints } from "../media/network";
import { isRunning } from "../show/state";
import type { Notice, StageState } from "../show/state";
import { ownSummary } from "../show/summary";
import { Recall } from "./recall";
import { Talk } from "./talk";
import { mark } from "../timing";
import { closeWords, failureWords } from "../show/words";

export interface CallDeps extends AttemptDeps {
  tab: string;
  askMicrophone: () => Promise<Grant>;
  /** What the browser knows of the network, or null. */
  network: () => NetworkHints | null;
  beacon: (url: string, body: string) => void;
  onChange: (state: StageState) => void;
  /** Called once, when the summary is there or will not come. */
  onEnded: (call: string) => void;
  /** There is nothing left to come back for: the server has told the end, or does not know the ticket. */
  onSettled: (call: string) => void;
  /** Another tab has the line. */
  onTaken: () => void;
}

export class Call {
  readonly data: CallData;
  readonly talk: Talk;
  readonly #deps: CallDeps;
  readonly #quality: PictureQuality;
  readonly #course: Course;
  readonly #line: Line;
  readonly #connection: Connection;
  readonly #attempts: Attempts;
  readonly #ending: Ending;
  readonly #recall: Recall;
  #deserted = false;

  constructor(data: CallData, wire: Wire, deps: CallDeps) {
    this.data = data;
    this.#deps = deps;
    this.#quality = startQuality(data.quality, deps.network());
    this.#course = new Course(deps.clock, this.#quality, {
      changed: (state) => deps.onChange(state),
      recorded: (event) => {
        this.talk.hear(event);
        this.#line.flush();
      },
    });
    const [onFrame, onState] = [
      (frame: ServerFrame) => this.#receive(frame),
      (state: LineState, code?: number) => this.#lineChanged(state, code),
    ];
    this.#line = new Line({ wire, key: this.key, tab: deps.tab, journal: this.#course.journal, clock: deps.clock, onFrame, onState });
    this.#connection = new Connection(deps, {
      record: (event) => this.#course.record(event),
      live: () => this.#live(),
      lost: () => void this.#ending.finish(null),
      failed: (failure) => this.#attempts.failed(failure),
      verbFailed: (verb, failure) => this.talk.verbFailed(verb, failure),
      sound: (blocked) => this.#course.dispatch({ type: "sound", blocked }),
    });
    this.#attempts = this.#makeAttempts();
    const [done, end] = [(id: number) => this.#line.done(id), () => void this.end("server")];
    this.talk = new Talk(deps.clock, this.#quality, this.#connection, this.#course, { done, end });
    this.#ending = this.#makeEnding();
    const [complete, finish] = [() => this.#line.replayed(), () => void this.#ending.finish(null)];
    this.#recall = new Recall(deps, this.#connection, this.#attempts, this.#course, this.talk, { complete, finish });
  }

  get key(): CallKey {
    return { call: this.data.id, ticket: this.data.ticket };
  }

  get state(): StageState {
    return this.#course.state;
  }

  get running(): boolean {
    return isRunning(this.#course.state) && !this.#deserted;
  }

  /** The server has just opened it; the guest pressed start at `at` and gave this answer about the microphone. */
  begin(grant: Grant | null, at: number): void {
    this.#line.expect(this.#quality);
    this.#course.record({ type: "phase", phase: "asking" }, at);
    this.#connection.allow(grant);
    this.#connection.tellMicrophone();
    this.#attempts.expect();
  }

  /** It has been going on: a page before this one left it with so many events stored, which follow. */
  comeBack(stored: number): void {
    this.#line.join(stored);
    this.#recall.begin(stored);
  }

  allowSound(): void {
    this.#deps.screen.allowSound();
  }

  /** The countdown to the next attempt is cut short. */
  retry(): void {
    this.#attempts.retry();
  }

  /** Resolves when the room is left. */
  async end(by: EndedBy): Promise<void> {
    if (this.running) await this.#ending.finish(by);
  }

  /** It goes on elsewhere: the room is left and nobody is told. Resolves when it is left. */
  async desert(): Promise<void> {
    this.#deserted = true;
    this.#course.close();
    this.#stop();
    this.#line.close();
    await this.#connection.desert();
  }

  /** The network is back: no need to wait for the next attempt of the line. */
  hurry(): void {
    this.#line.hurry();
  }

  /** The page goes away: the server hears of it even when the socket does not say so. */
  leavePage(): void {
    if (this.running) this.#deps.beacon(new URL("line/hangup", this.#deps.base).href, JSON.stringify(this.key));
  }

  #makeAttempts(): Attempts {
    return new Attempts(this.#deps.clock, this.#quality, {
      record: (event) => this.#course.record(event),
      ask: (level) => this.#line.start(level),
      answered: () => this.#line.answered(),
      join: (frame) => this.#connection.join(frame),
      abandon: () => this.#connection.abandon(),
      lineOpen: () => this.#course.state.line === "open",
      show: (waiting) => this.#course.dispatch({ type: "waiting", waiting }),
      giveUp: () => this.#giveUp(failureWords("no_verdict")),
    });
  }

  #makeEnding(): Ending {
    return new Ending(this.#deps.clock, {
      record: (event) => this.#course.record(event),
      stop: () => this.#stop(),
      leave: () => this.#connection.leave(),
      show: (summary) => this.#course.dispatch({ type: "summary", summary: summary ?? ownSummary(this.#course.state) }),
      report: () => this.#deserted || this.#deps.onEnded(this.data.id),
      stored: () => this.#course.journal.empty,
      closeLine: () => this.#line.close(),
    });
  }

  #stop(): void {
    this.#attempts.stop();
    this.talk.stop();
    this.#course.stopTicks();
  }

  #receive(frame: ServerFrame): void {
    switch (frame.kind) {
      case "welcome":
        return mark("line", this.#deps.clock.now());
      case "journal":
        return this.#recall.take(frame.events);
      case "ack":
        return this.#ending.closeWhenStored();
      case "session":
        this.#recall.settle();
        return this.#attempts.session(frame);
      case "waiting":
        this.#recall.settle();
        return this.#attempts.waiting(frame);
      case "fallback":
        return this.#fallBack(frame);
      case "reply":
        return this.#ending.begun ? undefined : this.talk.reply(frame);
      case "command":
        return this.talk.carryOut(frame);
      case "meter":
        return this.#course.dispatch({ type: "meter", seconds: frame.seconds, credits: frame.credits, left: frame.left });
      case "notice":
        return this.#ending.begun ? undefined : void this.talk.notify(frame);
      case "refused":
        return this.#giveUp(frame);
      case "summary":
        return this.#conclude(frame);
      default:
    }
  }

  #live(): void {
    this.#attempts.stop();
    this.#course.record({ type: "phase", phase: "live" });
    this.#course.startTicks();
  }

  #fallBack(trouble: Trouble): void {
    if (this.#ending.begun || this.#course.state.fallback !== null) return;
    this.#recall.stop();
    this.#attempts.stop();
    void this.#connection.abandon();
    void this.#connection.leave();
    this.#course.dispatch({ type: "fallback", trouble });
    if (this.#course.state.phase !== "text") this.#course.record({ type: "phase", phase: "text" });
    this.#course.startTicks();
    this.talk.openText();
  }

  #conclude({ kind: _, ...summary }: SummaryFrame): void {
    this.#deps.onSettled(this.data.id);
    if (this.#ending.begun || (!this.#recall.returning && this.#course.state.phase !== "ended")) {
      void this.#ending.finish(null);
      return this.#ending.conclude(summary);
    }
    this.#stop();
    void this.#connection.leave();
    this.#course.pretend({ type: "phase", phase: "ended" });
    this.#ending.found(summary);
  }

  #giveUp({ what, done, fix }: Notice): void {
    if (!this.#ending.begun) this.#course.dispatch({ type: "failure", failure: { what, done, fix } });
    void this.#ending.finish(null);
  }

  #lineChanged(state: LineState, code?: number): void {
    this.#course.dispatch({ type: "line", state });
    if (state !== "closed" || this.#deserted) return;
    if (code === CLOSE.taken && !this.#ending.reported) return this.#deps.onTaken();
    if (code === CLOSE.ticket) this.#deps.onSettled(this.data.id);
    const failure = closeWords(code);
    if (failure !== null && !this.#ending.reported) this.#course.dispatch({ type: "failure", failure });
    this.#ending.lineClosed();
  }
}
