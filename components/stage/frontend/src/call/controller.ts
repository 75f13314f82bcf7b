/** One call from its start to its summary: joins line, journal, attempts, vendor connection, talk, ending and state. */
import { Attempts } from "./attempts";
import { Connection } from "./connection";
import type { ConnectionDeps } from "./connection";
import type { CallData, EndedBy, EventBody, PictureQuality, ServerFrame, Trouble } from "../line/contract";
import { Ending } from "./ending";
import { Journal } from "../line/journal";
import { Line } from "../line/line";
import type { LineState, Socket } from "../line/line";
import { startQuality } from "../media/network";
import type { NetworkHints } from "../media/network";
import { reduce } from "../show/reducer";
import { INITIAL, isRunning } from "../show/state";
import type { Action, Notice, StageState } from "../show/state";
import { ownSummary } from "../show/summary";
import { Talk } from "./talk";
import { mark } from "../timing";
import { closeWords, failureWords } from "../show/words";

/** Longest wait for the line, milliseconds. */
export const LINE_WAIT = 20_000;

export interface CallDeps extends ConnectionDeps {
  random: () => number;
  tab: string;
  /** What the browser knows of the network, or null. */
  network: () => NetworkHints | null;
  connect: (url: string) => Socket;
  beacon: (url: string, body: string) => void;
  onChange: (state: StageState) => void;
  /** Called once, when the summary is there or will not come. */
  onEnded: (call: string) => void;
}

export class Call {
  readonly data: CallData;
  readonly talk: Talk;
  readonly #deps: CallDeps;
  readonly #journal = new Journal();
  readonly #line: Line;
  readonly #connection: Connection;
  readonly #attempts: Attempts;
  readonly #ending: Ending;
  #state: StageState;
  #cancelLine = () => {};
  #stopTicks = () => {};

  constructor(data: CallData, deps: CallDeps) {
    this.data = data;
    this.#deps = deps;
    const quality = startQuality(data.quality, deps.network());
    this.#state = { ...INITIAL, picture: { choice: "auto", level: quality } };
    this.#line = this.#makeLine();
    this.#connection = new Connection(deps, {
      record: (event) => this.#record(event),
      live: () => this.#live(),
      lost: () => void this.#ending.finish(null),
      failed: (failure) => this.#attempts.failed(failure),
      verbFailed: (verb, failure) => this.talk.verbFailed(verb, failure),
      sound: (blocked) => this.#dispatch({ type: "sound", blocked }),
    });
    this.#attempts = this.#makeAttempts(quality);
    this.talk = new Talk(deps.clock, quality, this.#connection, {
      record: (event) => this.#record(event),
      dispatch: (action) => this.#dispatch(action),
      state: () => this.#state,
      write: (frame) => this.#line.write(frame),
      done: (id) => this.#line.done(id),
      end: () => void this.end("server"),
    });
    this.#ending = this.#makeEnding();
  }

  get state(): StageState {
    return this.#state;
  }

  get running(): boolean {
    return isRunning(this.#state);
  }

  begin(): void {
    mark("start", this.#deps.clock.now());
    this.#record({ type: "phase", phase: "asking" });
    this.#cancelLine = this.#deps.clock.after(LINE_WAIT, () => this.#giveUp(failureWords("line_unreachable")));
    this.#line.open();
    void this.#connection.askPermission().then(() => this.#attempts.ask());
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

  /** The network is back: no need to wait for the next attempt of the line. */
  hurry(): void {
    this.#line.hurry();
  }

  /** The page comes out of the browser's back/forward cache: what the server did meanwhile (it has hung up) it tells on a new socket. */
  comeBack(): void {
    if (!this.#ending.reported) this.#line.revive();
  }

  /** The page goes away: the server hears of it even when the socket does not say so. */
  leavePage(): void {
    if (!this.running) return;
    const body = JSON.stringify({ call: this.data.id, ticket: this.data.ticket });
    this.#deps.beacon(new URL("line/hangup", this.#deps.base).href, body);
  }

  #makeLine(): Line {
    const { base, tab, clock, random, connect } = this.#deps;
    const url = new URL("line", base).href.replace(/^http/, "ws");
    const { id: call, ticket } = this.data;
    const [onFrame, onState] = [
      (frame: ServerFrame) => this.#receive(frame),
      (state: LineState, code?: number) => this.#lineChanged(state, code),
    ];
    return new Line({ url, call, ticket, tab, journal: this.#journal, clock, random, connect, onFrame, onState });
  }

  #makeAttempts(quality: PictureQuality): Attempts {
    return new Attempts(this.#deps.clock, quality, {
      record: (event) => this.#record(event),
      ask: (level) => this.#line.start(level),
      answered: () => this.#line.answered(),
      join: (frame) => this.#connection.join(frame),
      abandon: () => this.#connection.abandon(),
      lineOpen: () => this.#state.line === "open",
      show: (waiting) => this.#dispatch({ type: "waiting", waiting }),
      giveUp: () => this.#giveUp(failureWords("no_verdict")),
    });
  }

  #makeEnding(): Ending {
    return new Ending(this.#deps.clock, {
      record: (event) => this.#record(event),
      stop: () => {
        this.#cancelLine();
        this.#attempts.stop();
        this.talk.stop();
        this.#stopTicks();
      },
      leave: () => this.#connection.leave(),
      show: (summary) => this.#dispatch({ type: "summary", summary: summary ?? ownSummary(this.#state) }),
      report: () => this.#deps.onEnded(this.data.id),
      stored: () => this.#journal.empty,
      closeLine: () => this.#line.close(),
    });
  }

  #receive(frame: ServerFrame): void {
    switch (frame.kind) {
      case "welcome":
        mark("line", this.#deps.clock.now());
        this.#cancelLine();
        return this.talk.resend();
      case "ack":
        return this.#ending.closeWhenStored();
      case "session":
        return this.#attempts.session(frame);
      case "waiting":
        return this.#attempts.waiting(frame);
      case "fallback":
        return this.#fallBack(frame);
      case "reply":
        return this.#ending.begun ? undefined : this.talk.reply(frame);
      case "command":
        return this.talk.carryOut(frame);
      case "meter":
        return this.#dispatch({ type: "meter", seconds: frame.seconds, credits: frame.credits, left: frame.left });
      case "notice":
        return this.#ending.begun ? undefined : void this.talk.notify(frame);
      case "refused":
        return this.#giveUp(frame);
      case "summary": {
        const { kind: _, ...summary } = frame;
        void this.#ending.finish(null);
        return this.#ending.conclude(summary);
      }
    }
  }

  #live(): void {
    this.#attempts.stop();
    this.#record({ type: "phase", phase: "live" });
    this.#startTicks();
  }

  #fallBack(trouble: Trouble): void {
    if (this.#ending.begun || this.#state.fallback !== null) return;
    this.#attempts.stop();
    void this.#connection.abandon();
    void this.#connection.leave();
    this.#dispatch({ type: "fallback", trouble });
    this.#record({ type: "phase", phase: "text" });
    this.#startTicks();
    this.talk.openText();
  }

  #giveUp({ what, done, fix }: Notice): void {
    if (!this.#ending.begun) this.#dispatch({ type: "failure", failure: { what, done, fix } });
    void this.#ending.finish(null);
  }

  #lineChanged(state: LineState, code?: number): void {
    this.#dispatch({ type: "line", state });
    if (state !== "closed") return;
    const failure = closeWords(code);
    if (failure !== null && !this.#ending.reported) this.#dispatch({ type: "failure", failure });
    this.#ending.lineClosed();
  }

  #startTicks(): void {
    this.#stopTicks();
    this.#stopTicks = this.#deps.clock.every(1000, () => this.#dispatch({ type: "tick" }));
  }

  #record(body: EventBody): number {
    const event = this.#journal.append(body, this.#deps.clock.now());
    this.#dispatch({ type: "event", event });
    this.talk.hear(body);
    this.#line.flush();
    return event.seq;
  }

  #dispatch(action: Action): void {
    this.#state = reduce(this.#state, action);
    this.#deps.onChange(this.#state);
  }
}
