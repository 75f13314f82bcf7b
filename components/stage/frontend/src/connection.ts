/** The vendor side of one call: permission, adapter, room, microphone, picture; from the session frame to having left. */
import { within } from "./clock";
import type { Clock } from "./clock";
import type { Dialect, EventBody, Intent, SessionFrame } from "./contract";
import { microphoneProblem } from "./media";
import type { Grant } from "./media";
import type { Screen } from "./screen";
import { SessionError, resolveApiUrl } from "./session";
import type { CallSession, SessionFactory } from "./session";
import { mark } from "./timing";

/** Longest waits, milliseconds: for an answer to the browser's question, for the session to stop, for a start to name its failure. */
const WAIT = { permission: 30_000, leave: 3_000, reason: 1_000 } as const;

export interface ConnectionDeps {
  clock: Clock;
  /** document.baseURI: what relative addresses are relative to. */
  base: string;
  screen: Screen;
  load: (dialect: Dialect) => Promise<SessionFactory>;
  askMicrophone: () => Promise<Grant>;
}

export interface ConnectionEvents {
  record(event: EventBody): void;
  /** The first frame is on screen. */
  live(): void;
  /** The room is gone, not by us. */
  lost(): void;
  failed(code: string, message: string): void;
  sound(blocked: boolean): void;
}

export class Connection {
  readonly #deps: ConnectionDeps;
  readonly #events: ConnectionEvents;
  #session: CallSession | null = null;
  #greeting: string | null = null;
  #grant: Grant | null = null;
  #asked = false;
  #connected = false;
  #seen = false;
  #left = false;

  constructor(deps: ConnectionDeps, events: ConnectionEvents) {
    this.#deps = deps;
    this.#events = events;
  }

  /** Asks for the microphone before anything is paid for; resolves with or without it. */
  async askPermission(): Promise<void> {
    const asked = this.#deps.askMicrophone();
    const grant = await within(this.#deps.clock, WAIT.permission, asked, null);
    if (this.#left || grant === null) {
      void asked.then((late) => late.release());
      return;
    }
    this.#grant = grant;
    if (grant.state !== "ready") this.#events.record({ type: "microphone", state: grant.state });
  }

  /** Starts the session, once: a second frame is a copy. */
  async join(frame: SessionFrame): Promise<void> {
    if (this.#asked || this.#left) return;
    this.#asked = true;
    this.#greeting = frame.greeting;
    mark("session", this.#deps.clock.now());
    try {
      const create = await this.#load(frame.dialect);
      if (this.#left) return;
      const apiUrl = resolveApiUrl(frame.api_url, this.#deps.base);
      this.#session = create({ apiUrl, token: frame.token, avatar: frame.avatar ?? null }, (event) => this.#hear(event));
      await this.#session.start();
    } catch (error) {
      const { code, message } = error instanceof SessionError ? error : new SessionError("start_failed", String(error));
      return this.#fail(code, message);
    }
    if (this.#left) return;
    mark("connected", this.#deps.clock.now());
    this.#connected = true;
    this.#greet();
    if (this.#grant?.state === "ready") await this.setMicrophone(true);
  }

  async speak(intent: Intent, text: string): Promise<void> {
    if (this.#session === null || this.#left) throw new SessionError("no_session", "There is no session to speak in.");
    await this.#session[intent](text);
  }

  /** Silence in the page at once; the vendor's own stop follows. */
  interrupt(): void {
    if (this.#session === null || this.#left) return;
    this.#deps.screen.hush();
    this.#session.interrupt();
  }

  /** A microphone that fails never fails the call. */
  async setMicrophone(on: boolean): Promise<void> {
    if (this.#session === null || this.#left) return;
    try {
      await this.#session.setMicrophone(on);
      this.#recordMicrophone(on ? "on" : "off");
    } catch (error) {
      this.#recordMicrophone(microphoneProblem(error));
    }
    this.#grant?.release();
  }

  /** Stops the session, leaves the room and lets go of the devices. */
  async leave(): Promise<void> {
    this.#left = true;
    if (this.#session !== null) await within(this.#deps.clock, WAIT.leave, this.#session.end(), undefined);
    this.#grant?.release();
    this.#deps.screen.clear();
  }

  #load(dialect: Dialect): Promise<SessionFactory> {
    return this.#deps.load(dialect).catch((error: unknown) => {
      throw new SessionError("load_failed", String(error));
    });
  }

  #hear(event: EventBody): void {
    this.#events.record(event);
    if (event.type === "avatar_start_talking") this.#deps.screen.speak();
    if (event.type === "stream_ready") this.#show();
    if (event.type === "disconnected" && !this.#left) this.#dropped(event.reason);
  }

  #show(): void {
    const session = this.#session;
    if (session === null || this.#left) return;
    const attach = (video: HTMLVideoElement): void => session.attach(video);
    this.#deps.screen.show(attach, () => this.#live(), (blocked) => this.#events.sound(blocked));
  }

  #live(): void {
    if (this.#left) return;
    mark("firstFrame", this.#deps.clock.now());
    this.#seen = true;
    this.#events.live();
    this.#greet();
  }

  /** Streaming only: spoken once, as soon as the call is both seen and able to send. */
  #greet(): void {
    const greeting = this.#greeting;
    if (!greeting || !this.#connected || !this.#seen) return;
    this.#greeting = null;
    // Unspoken, the guest simply speaks first; the server sees that no words came.
    this.speak("say", greeting).catch(() => {});
  }

  /** Before the session is connected its start rejects as well, with a better reason; that one is given a moment to come. */
  #dropped(reason: string): void {
    if (this.#connected) this.#events.lost();
    else this.#deps.clock.after(WAIT.reason, () => this.#fail("disconnected", reason));
  }

  #fail(code: string, message: string): void {
    if (!this.#left) this.#events.failed(code, message);
  }

  #recordMicrophone(state: "on" | "off" | "refused" | "missing" | "unavailable"): void {
    if (!this.#left) this.#events.record({ type: "microphone", state });
  }
}
