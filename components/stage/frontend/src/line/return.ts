/** The way back to a call that a page of this browser had: hello with everything stored, from whoever holds the line. */
import type { CallKey, ServerFrame, WelcomeFrame } from "./contract";
import { NOBODY, Wire } from "./wire";
import type { Listener, WireDeps } from "./wire";

export interface ReturnTarget {
  /** The call is there, running or over; the wire is the call's from now on. */
  welcomed(welcome: Required<WelcomeFrame>, wire: Wire): void;
  /** The server refuses: the ticket is not valid any more, or something else by its close code. */
  shut(code: number): void;
}

export class Return implements Listener {
  readonly #key: CallKey;
  readonly #tab: string;
  readonly #target: ReturnTarget;
  readonly #wire: Wire;

  constructor(deps: WireDeps, tab: string, key: CallKey, target: ReturnTarget) {
    this.#key = key;
    this.#tab = tab;
    this.#target = target;
    this.#wire = new Wire(deps, this);
    this.#wire.open();
  }

  /** Not wanted any more, or waited for too long. */
  stop(): void {
    this.#wire.handTo(NOBODY);
    this.#wire.close();
  }

  opened(): void {
    this.#wire.send({
      kind: "hello",
      call: this.#key.call,
      ticket: this.#key.ticket,
      tab: this.#tab,
      resume: false,
      take: true,
      replay: true,
    });
  }

  frame(frame: ServerFrame): void {
    if (frame.kind !== "welcome" || frame.call === undefined) return;
    this.#target.welcomed({ ...frame, call: frame.call }, this.#wire);
  }

  lost(): void {}

  closed(code: number): void {
    this.#target.shut(code);
  }
}
