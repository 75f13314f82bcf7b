/** The line: one WebSocket to our own server, kept open while the call runs. */
import { CLOSE, readFrame } from "./contract";
import type { ClientFrame, PictureQuality, ServerFrame, WriteFrame } from "./contract";
import type { Clock } from "../clock";
import type { Journal } from "./journal";

/** Waits before a new attempt, milliseconds; the last one repeats (line contract). */
export const BACK_OFF = [250, 500, 1000, 2000, 4000] as const;
/** A beat every 5 s (line contract). */
export const BEAT = 5000;

const FINAL: ReadonlySet<number> = new Set(Object.values(CLOSE).filter((code) => code !== CLOSE.busy));
/** The server asks for quiet: the first waits are left out. */
const BUSY_ATTEMPT = 3;
/** Up to a tenth is added to each wait, so that many tabs do not return in one moment. */
const JITTER = 0.1;

export type LineState = "opening" | "open" | "lost" | "closed";
export type Socket = Pick<WebSocket, "send" | "close" | "readyState" | "onopen" | "onmessage" | "onclose">;

export interface LineOptions {
  url: string;
  call: string;
  ticket: string;
  tab: string;
  journal: Journal;
  clock: Clock;
  random: () => number;
  connect: (url: string) => Socket;
  onFrame: (frame: ServerFrame) => void;
  onState: (state: LineState, code?: number) => void;
}

export class Line {
  readonly #options: LineOptions;
  #socket: Socket | null = null;
  #welcomed = false;
  #known = false;
  #attempt = 0;
  #inFlight = 0;
  #beatsUnanswered = 0;
  #wanted = true;
  #asking: PictureQuality | null = null;
  #cancelRetry = () => {};
  #stopBeats = () => {};

  constructor(options: LineOptions) {
    this.#options = options;
  }

  open(): void {
    this.#options.onState(this.#known ? "lost" : "opening");
    const { call, ticket, tab } = this.#options;
    const socket = this.#options.connect(this.#options.url);
    this.#socket = socket;
    socket.onopen = () => this.#write({ kind: "hello", call, ticket, tab, resume: this.#known });
    socket.onmessage = (message) => this.#read(message.data);
    socket.onclose = (event) => this.#lost(socket, event.code);
    this.#stopBeats();
    this.#stopBeats = this.#options.clock.every(BEAT, () => this.#beat());
  }

  /** Asks for one attempt, at once or as soon as the line is open; repeated on every welcome until answered() is called. */
  start(quality: PictureQuality): void {
    this.#asking = quality;
    this.#ask();
  }

  answered(): void {
    this.#asking = null;
  }

  /** False while the line is not open; nothing is kept. */
  write(frame: Omit<WriteFrame, "kind">): boolean {
    if (this.#welcomed) this.#write({ kind: "write", ...frame });
    return this.#welcomed;
  }

  done(id: number): void {
    if (this.#welcomed) this.#write({ kind: "done", id });
  }

  /** Sends what waits in the journal: one frame at a time, the next when it is acknowledged. */
  flush(): void {
    if (!this.#welcomed || this.#inFlight > 0) return;
    const events = this.#options.journal.batch();
    this.#inFlight = events.at(-1)?.seq ?? 0;
    if (events.length > 0) this.#write({ kind: "events", events });
  }

  /** Comes back at once instead of waiting (the network has returned). */
  hurry(): void {
    if (!this.#wanted || this.#socket !== null) return;
    this.#cancelRetry();
    this.open();
  }

  /** Comes back on a new socket, whatever the old one says of itself (the page was frozen). */
  revive(): void {
    this.#lost(this.#socket, 0);
    this.hurry();
  }

  close(): void {
    this.#wanted = false;
    this.#cancelRetry();
    this.#stopBeats();
    this.#socket?.close(CLOSE.done);
  }

  #ask(): void {
    if (this.#welcomed && this.#asking !== null) this.#write({ kind: "start", quality: this.#asking });
  }

  #read(data: unknown): void {
    const frame = readFrame(data);
    if (frame === null) return;
    this.#beatsUnanswered = 0;
    switch (frame.kind) {
      case "welcome":
        this.#welcomed = true;
        this.#known = true;
        this.#attempt = 0;
        this.#options.journal.resume(frame.acked);
        this.#options.onState("open");
        this.#ask();
        this.flush();
        break;
      case "ack":
        this.#options.journal.ack(frame.seq);
        if (frame.seq >= this.#inFlight) this.#inFlight = 0;
        this.flush();
        break;
      default:
    }
    this.#options.onFrame(frame);
  }

  #beat(): void {
    if (!this.#welcomed) return;
    if (this.#inFlight > 0) this.#beatsUnanswered += 1;
    // A socket that swallows frames without closing (a changed network) would keep events waiting for minutes.
    if (this.#beatsUnanswered > 2) return this.#lost(this.#socket, 0);
    this.#write({ kind: "beat" });
    this.#inFlight = 0;
    this.flush();
  }

  #lost(socket: Socket | null, code: number): void {
    if (socket === null || socket !== this.#socket) return;
    this.#socket = null;
    socket.onclose = socket.onmessage = null;
    if (code === 0) socket.close();
    this.#welcomed = false;
    this.#inFlight = this.#beatsUnanswered = 0;
    this.#stopBeats();
    if (!this.#wanted || FINAL.has(code)) {
      this.#wanted = false;
      return this.#options.onState("closed", code);
    }
    this.#options.onState("lost", code);
    if (code === CLOSE.busy) this.#attempt = Math.max(this.#attempt, BUSY_ATTEMPT);
    const wait = BACK_OFF[Math.min(this.#attempt, BACK_OFF.length - 1)] ?? BACK_OFF[0];
    this.#attempt += 1;
    this.#cancelRetry = this.#options.clock.after(wait * (1 + JITTER * this.#options.random()), () => this.open());
  }

  #write(frame: ClientFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}
