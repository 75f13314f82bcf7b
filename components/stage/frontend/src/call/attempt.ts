/** One attempt at a vendor session: adapter, room, picture, microphone; from the session frame to having left. Nothing is heard of it after that. */
import { within } from "../clock";
import type { Clock } from "../clock";
import type { Dialect, EventBody, Failure, Intent, PictureLevel, SessionFrame, Verb } from "../line/contract";
import { microphoneProblem } from "../media/media";
import type { Screen } from "../media/screen";
import { SessionError, failureOf, resolveApiUrl } from "./session";
import type { CallSession, SessionFactory } from "./session";
import { mark } from "../timing";

/** Longest waits, milliseconds: for the session to stop, for a start to name its failure. */
const WAIT = { leave: 3_000, reason: 1_000 } as const;
/** How often the greeting is tried, and the pause between, milliseconds. */
const GREETING = { tries: 8, pause: 1_000 } as const;

export interface AttemptDeps {
  clock: Clock;
  /** document.baseURI: what relative addresses are relative to. */
  base: string;
  screen: Screen;
  load: (dialect: Dialect) => Promise<SessionFactory>;
  /** The devices chosen before the call; null is the default. */
  devices: () => { microphone: string | null; speaker: string | null };
}

export interface AttemptEvents {
  record(event: EventBody): void;
  /** The first frame is on screen and words can be sent. */
  live(): void;
  /** The room of a live call is gone, not by us. */
  lost(): void;
  /** It failed before it was live. */
  failed(failure: Failure): void;
  /** Something failed in a live call, which goes on. */
  verbFailed(verb: Verb, failure: Failure): void;
  sound(blocked: boolean): void;
}

export class Attempt {
  readonly #deps: AttemptDeps;
  readonly #events: AttemptEvents;
  readonly #frame: SessionFrame;
  #session: CallSession | null = null;
  #connected = false;
  #seen = false;
  #leaving = false;
  #abandoned = false;

  constructor(frame: SessionFrame, deps: AttemptDeps, events: AttemptEvents) {
    this.#frame = frame;
    this.#deps = deps;
    this.#events = events;
  }

  async start(): Promise<void> {
    const { clock, base } = this.#deps;
    const { token, avatar = null } = this.#frame;
    mark("session", clock.now());
    try {
      const create = await this.#load(this.#frame.dialect);
      if (this.#leaving) return;
      const apiUrl = resolveApiUrl(this.#frame.api_url, base);
      this.#session = create({ apiUrl, token, avatar, onTracks: () => this.#showAgain() }, (event) => this.#hear(event));
      await this.#session.start();
    } catch (error) {
      return this.#fail(failureOf(error));
    }
    if (this.#leaving) return;
    mark("connected", clock.now());
    this.#connected = true;
    this.#live();
  }

  async speak(intent: Intent, text: string): Promise<void> {
    if (this.#session === null || this.#leaving) throw new SessionError("no_session", "There is no session to speak in.");
    await this.#session[intent](text);
  }

  /** Silence in the page at once; the vendor's own stop follows. */
  interrupt(): void {
    if (this.#session === null || this.#leaving) return;
    this.#deps.screen.hush();
    this.#session.interrupt().catch((error: unknown) => this.#verbFailed("interrupt", error));
  }

  /** A microphone that fails never fails the call. */
  async setMicrophone(on: boolean): Promise<void> {
    if (this.#session === null || this.#leaving) return;
    try {
      await this.#session.setMicrophone(on, this.#deps.devices().microphone);
      this.#record({ type: "microphone", state: on ? "on" : "off" });
    } catch (error) {
      this.#record({ type: "microphone", state: microphoneProblem(error) });
      // The browser's own refusals say all there is to know; what is left comes from the vendor.
      if (!(error instanceof DOMException)) this.#verbFailed("microphone", error);
    }
  }

  setPicture(level: PictureLevel): void {
    if (!this.#leaving) this.#session?.setPicture(level);
  }

  /** Stops the session and leaves the room. `abandon`: what it still says belongs to an attempt that is over. */
  async leave(abandon: boolean): Promise<void> {
    await this.#part(abandon, (session) => session.end());
  }

  /** Leaves the room without a word: the session is another page's to end. */
  async desert(): Promise<void> {
    await this.#part(true, (session) => session.leave());
  }

  async #part(abandon: boolean, way: (session: CallSession) => Promise<void>): Promise<void> {
    this.#leaving = true;
    this.#abandoned = abandon;
    if (this.#session !== null)
      await within(
        this.#deps.clock,
        WAIT.leave,
        way(this.#session).catch(() => {}),
        undefined,
      );
    this.#deps.screen.clear();
  }

  #load(dialect: Dialect): Promise<SessionFactory> {
    return this.#deps.load(dialect).catch((error: unknown) => {
      throw new SessionError("load_failed", String(error));
    });
  }

  #hear(event: EventBody): void {
    if (this.#abandoned) return;
    this.#events.record(event);
    if (event.type === "avatar_start_talking") this.#deps.screen.speak();
    if (event.type === "stream_ready") this.#show();
    if (event.type === "disconnected" && !this.#leaving) this.#dropped(event.reason);
  }

  #show(): void {
    if (this.#leaving) return;
    const attach = (video: HTMLVideoElement): void => this.#session?.attach(video);
    const seen = (): void => {
      mark("firstFrame", this.#deps.clock.now());
      this.#seen = true;
      this.#live();
    };
    this.#deps.screen.show(attach, seen, (blocked) => this.#leaving || this.#events.sound(blocked));
    void this.#deps.screen.setSpeaker(this.#deps.devices().speaker);
  }

  #showAgain(): void {
    if (!this.#leaving) this.#deps.screen.refresh((video) => this.#session?.attach(video));
  }

  #live(): void {
    if (!this.#connected || !this.#seen || this.#leaving) return;
    this.#events.live();
    const { greeting } = this.#frame;
    if (greeting) void this.#greet(greeting, GREETING.tries);
  }

  /** A vendor that has not seen us in its room yet refuses the first words. Unspoken in the end, the guest simply speaks first. */
  async #greet(greeting: string, tries: number): Promise<void> {
    if (this.#leaving) return;
    try {
      await this.speak("say", greeting);
    } catch (error) {
      if (tries <= 1) return this.#verbFailed("say", error);
      this.#deps.clock.after(GREETING.pause, () => void this.#greet(greeting, tries - 1));
    }
  }

  /** Before the session is connected its start rejects as well, with a better reason; that one is given a moment to come. */
  #dropped(reason: string): void {
    if (this.#connected && this.#seen) this.#events.lost();
    else this.#deps.clock.after(WAIT.reason, () => this.#fail({ code: "disconnected", message: reason }));
  }

  #fail(failure: Failure): void {
    if (!this.#leaving) this.#events.failed(failure);
  }

  #verbFailed(verb: Verb, error: unknown): void {
    if (!this.#leaving) this.#events.verbFailed(verb, failureOf(error));
  }

  #record(event: EventBody): void {
    if (!this.#leaving) this.#events.record(event);
  }
}
