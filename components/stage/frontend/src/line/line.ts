/** The line of one call: what it has to tell, and what it asks for, over a wire that may break and come back. */
import type { Clock } from "../clock";
import type { CallKey, ClientFrame, PictureQuality, ServerFrame } from "./contract";
import type { Journal } from "./journal";
import { BEAT } from "./wire";
import type { Listener, Wire } from "./wire";

export type LineState = "opening" | "open" | "lost" | "closed";

export interface LineOptions {
  wire: Wire;
  key: CallKey;
  tab: string;
  journal: Journal;
  clock: Clock;
  onFrame: (frame: ServerFrame) => void;
  onState: (state: LineState, code?: number) => void;
}

export class Line implements Listener {
  readonly #options: LineOptions;
  #welcomed = false;
  #known = false;
  /** The stored events are wanted, or still on their way. */
  #replaying = false;
  /** The call was another page's; until this one has an attempt of its own, the server must not take it for that page. */
  #taking = false;
  #inFlight = 0;
  #beatsUnanswered = 0;
  #asking: PictureQuality | null = null;
  #asked = false;
  #stopBeats = () => {};

  constructor(options: LineOptions) {
    this.#options = options;
    options.wire.handTo(this);
  }

  /** The call was opened on this wire: the welcome follows, and what the first attempt led to, unasked. */
  expect(quality: PictureQuality): void {
    this.#asking = quality;
    this.#asked = true;
  }

  /** This wire has been welcomed with so many events stored; they follow now. */
  join(stored: number): void {
    this.#replaying = this.#taking = true;
    this.#welcome(stored);
  }

  /** All stored events have come. */
  replayed(): void {
    this.#replaying = false;
  }

  /** Asks for one attempt, at once or as soon as the line is open; repeated on every welcome until answered() is called. */
  start(quality: PictureQuality): void {
    this.#asking = quality;
    if (this.#welcomed) this.#ask();
  }

  answered(): void {
    this.#asking = null;
    this.#taking = false;
  }

  done(id: number): void {
    if (this.#welcomed) this.#send({ kind: "done", id });
  }

  /** Sends what waits in the journal: one frame at a time, the next when it is acknowledged. */
  flush(): void {
    if (!this.#welcomed || this.#inFlight > 0) return;
    const events = this.#options.journal.batch();
    this.#inFlight = events.at(-1)?.seq ?? 0;
    if (events.length > 0) this.#send({ kind: "events", events });
  }

  /** Comes back at once instead of waiting (the network has returned). */
  hurry(): void {
    this.#options.wire.open();
  }

  close(): void {
    this.#options.wire.close();
  }

  opened(): void {
    const { key, tab } = this.#options;
    this.#send({ kind: "hello", ...key, tab, resume: this.#known, take: this.#taking, replay: this.#replaying });
  }

  frame(frame: ServerFrame): void {
    this.#beatsUnanswered = 0;
    if (frame.kind === "welcome") this.#welcome(frame.acked);
    if (frame.kind === "ack") this.#acknowledge(frame.seq);
    this.#options.onFrame(frame);
  }

  lost(code: number): void {
    this.#rest();
    this.#options.onState("lost", code);
  }

  closed(code: number): void {
    this.#rest();
    this.#options.onState("closed", code);
  }

  #welcome(stored: number): void {
    const { wire, journal, clock, onState } = this.#options;
    this.#welcomed = this.#known = true;
    wire.settled();
    journal.resume(stored);
    this.#stopBeats();
    this.#stopBeats = clock.every(BEAT, () => this.#beat());
    onState("open");
    if (!this.#asked) this.#ask();
    this.#asked = false;
    this.flush();
  }

  #acknowledge(seq: number): void {
    this.#options.journal.ack(seq);
    if (seq >= this.#inFlight) this.#inFlight = 0;
    this.flush();
  }

  #ask(): void {
    if (this.#asking !== null) this.#send({ kind: "start", quality: this.#asking });
  }

  #beat(): void {
    if (this.#inFlight > 0) this.#beatsUnanswered += 1;
    // Else a socket that swallows frames would keep events waiting for minutes.
    if (this.#beatsUnanswered > 2) return this.#options.wire.drop();
    this.#send({ kind: "beat" });
    this.#inFlight = 0;
    this.flush();
  }

  #rest(): void {
    this.#welcomed = this.#asked = false;
    this.#inFlight = this.#beatsUnanswered = 0;
    this.#stopBeats();
  }

  #send(frame: ClientFrame): void {
    this.#options.wire.send(frame);
  }
}
