/** One call from its start to its summary: joins line, journal, vendor connection and state. */
import { Commands } from "./commands";
import { Connection } from "./connection";
import type { ConnectionDeps } from "./connection";
import type { CallData, EndedBy, EventBody, Intent, ServerFrame } from "./contract";
import { Journal } from "./journal";
import { Line } from "./line";
import type { LineState, Socket } from "./line";
import { reduce } from "./reducer";
import { TEXT_LIMIT } from "./session";
import { INITIAL, isRunning } from "./state";
import type { Action, Notice, StageState, Summary } from "./state";
import { ownSummary } from "./summary";
import { mark } from "./timing";
import { NOT_SENT, TOO_LONG, closeWords } from "./words";

/** Longest waits, milliseconds: for the line, for the guest's answer and a session, for the first frame, for the summary. */
export const WAIT = { line: 20_000, session: 75_000, picture: 45_000, summary: 10_000 } as const;

export interface CallDeps extends ConnectionDeps {
  random: () => number;
  tab: string;
  connect: (url: string) => Socket;
  beacon: (url: string, body: string) => void;
  onChange: (state: StageState) => void;
  /** Called once, when the summary is there or will not come. */
  onEnded: (call: string) => void;
}

export class Call {
  readonly data: CallData;
  readonly #deps: CallDeps;
  readonly #journal = new Journal();
  readonly #line: Line;
  readonly #connection: Connection;
  readonly #commands: Commands;
  #state: StageState = INITIAL;
  #over = false;
  #left: Promise<void> = Promise.resolve();
  #reported = false;
  #lineClosed = false;
  #cancelDeadline = () => {};
  #cancelSummary = () => {};
  #stopTicks = () => {};

  constructor(data: CallData, deps: CallDeps) {
    this.data = data;
    this.#deps = deps;
    this.#line = new Line({
      url: new URL("line", deps.base).href.replace(/^http/, "ws"),
      call: data.id,
      ticket: data.ticket,
      tab: deps.tab,
      journal: this.#journal,
      clock: deps.clock,
      random: deps.random,
      connect: deps.connect,
      onFrame: (frame) => this.#receive(frame),
      onState: (state, code) => this.#lineChanged(state, code),
    });
    this.#connection = new Connection(deps, {
      record: (event) => this.#record(event),
      live: () => this.#live(),
      lost: () => void this.#finish(null),
      failed: (code, message) => this.#fail(code, message),
      sound: (blocked) => this.#dispatch({ type: "sound", blocked }),
    });
    this.#commands = new Commands({
      say: (text) => this.#connection.speak("say", text),
      ask: (text) => this.#connection.speak("ask", text),
      interrupt: () => this.interrupt(),
      setMicrophone: (on) => void this.#connection.setMicrophone(on),
      end: () => void this.end("server"),
      done: (id) => this.#line.done(id),
    });
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
    this.#deadline(WAIT.line, "line_unreachable");
    this.#line.open();
    void this.#prepare();
  }

  /** Sends typed words; false when they were not sent, so that the field keeps them. */
  async send(intent: Intent, words: string): Promise<boolean> {
    const text = words.trim();
    if (text === "" || this.#state.phase !== "live") return false;
    if (text.length > TEXT_LIMIT) return this.#refuse(TOO_LONG);
    try {
      await this.#connection.speak(intent, text);
    } catch {
      return this.#refuse(NOT_SENT);
    }
    this.#record({ type: "typed", text, intent });
    this.#dispatch({ type: "notice", notice: null });
    return true;
  }

  interrupt(): void {
    this.#commands.drop();
    this.#connection.interrupt();
  }

  toggleMicrophone(): void {
    void this.#connection.setMicrophone(this.#state.microphone !== "on");
  }

  allowSound(): void {
    this.#deps.screen.allowSound();
  }

  /** Resolves when the room is left. */
  end(by: EndedBy): Promise<void> {
    return this.#finish(by);
  }

  /** The network is back: no need to wait for the next attempt. */
  hurry(): void {
    this.#line.hurry();
  }

  /** The page goes away: the server hears of it even when the socket does not say so. */
  leavePage(): void {
    if (!this.running) return;
    const body = JSON.stringify({ call: this.data.id, ticket: this.data.ticket });
    this.#deps.beacon(new URL("line/hangup", this.#deps.base).href, body);
  }

  async #prepare(): Promise<void> {
    await this.#connection.askPermission();
    if (this.#over) return;
    this.#record({ type: "phase", phase: "connecting" });
    this.#line.start();
  }

  #receive(frame: ServerFrame): void {
    switch (frame.kind) {
      case "welcome":
        mark("line", this.#deps.clock.now());
        return this.#deadline(WAIT.session, "no_picture");
      case "ack":
        return this.#closeWhenStored();
      case "session":
        this.#deadline(WAIT.picture, "no_picture");
        return void this.#connection.join(frame);
      case "command":
        return this.#commands.carryOut(frame);
      case "meter":
        return this.#dispatch({ type: "meter", seconds: frame.seconds, credits: frame.credits });
      case "refused":
        this.#dispatch({ type: "failure", failure: { what: frame.what, fix: frame.fix } });
        return void this.#finish(null);
      case "summary": {
        const { kind: _, ...summary } = frame;
        void this.#finish(null);
        return this.#conclude(summary);
      }
    }
  }

  #live(): void {
    this.#cancelDeadline();
    this.#record({ type: "phase", phase: "live" });
    this.#stopTicks = this.#deps.clock.every(1000, () => this.#dispatch({ type: "tick" }));
  }

  #fail(code: string, message: string): void {
    if (this.#over) return;
    this.#record({ type: "failed", code, message });
    void this.#finish(null);
  }

  /** The one way out: by a button, a command, a lost session, a failure or the server's own end. */
  #finish(by: EndedBy | null): Promise<void> {
    if (!this.#over && this.running) this.#left = this.#leave(by);
    return this.#left;
  }

  async #leave(by: EndedBy | null): Promise<void> {
    this.#over = true;
    this.#commands.drop();
    this.#cancelDeadline();
    this.#stopTicks();
    this.#record({ type: "phase", phase: "ending" });
    if (by !== null) this.#record({ type: "hangup", by });
    await this.#connection.leave();
    this.#record({ type: "phase", phase: "ended" });
    if (this.#lineClosed) this.#conclude(null);
    else if (!this.#reported) this.#cancelSummary = this.#deps.clock.after(WAIT.summary, () => this.#conclude(null));
  }

  /** With the server's summary, or with our own counts when it does not come. */
  #conclude(summary: Summary | null): void {
    this.#cancelSummary();
    if (summary !== null || this.#state.summary === null) this.#dispatch({ type: "summary", summary: summary ?? ownSummary(this.#state) });
    if (!this.#reported) this.#deps.onEnded(this.data.id);
    this.#reported = true;
    this.#closeWhenStored();
  }

  #lineChanged(state: LineState, code?: number): void {
    this.#dispatch({ type: "line", state });
    if (state !== "closed") return;
    this.#lineClosed = true;
    const failure = closeWords(code);
    if (failure !== null && !this.#reported) this.#dispatch({ type: "failure", failure });
    if (this.#state.phase === "ended") this.#conclude(null);
    else void this.#finish(null);
  }

  /** After the end the line stays only for what the server has not stored yet. */
  #closeWhenStored(): void {
    if (this.#reported && !this.running && this.#journal.empty) this.#line.close();
  }

  #deadline(ms: number, code: string): void {
    this.#cancelDeadline();
    if (this.#over || this.#state.phase === "live") return;
    this.#cancelDeadline = this.#deps.clock.after(ms, () => this.#fail(code, "It took too long."));
  }

  #refuse(notice: Notice): false {
    this.#dispatch({ type: "notice", notice });
    return false;
  }

  #record(body: EventBody): void {
    const event = this.#journal.append(body, this.#deps.clock.now());
    this.#dispatch({ type: "event", event });
    this.#line.flush();
  }

  #dispatch(action: Action): void {
    this.#state = reduce(this.#state, action);
    this.#deps.onChange(this.#state);
  }
}
