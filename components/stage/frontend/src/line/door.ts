/** The lobby's line: open while the lobby is looked at, so that the server is warm when the guest presses start. */
import type { Clock } from "../clock";
import { CLOSE } from "./contract";
import type { CallKey, PictureQuality, ServerFrame, Trouble } from "./contract";
import { BEAT, NOBODY, Wire } from "./wire";
import type { Listener, WireDeps } from "./wire";

export interface DoorTarget {
  /** There is a call; the wire is the call's from now on. */
  opened(key: CallKey, wire: Wire): void;
  refusedName(words: { what: string; fix: string }): void;
  refused(trouble: Trouble): void;
  /** The server does not take this page: its pass is too old, or it speaks another language. */
  shut(code: number): void;
}

export class Door implements Listener {
  readonly #deps: WireDeps;
  readonly #tab: string;
  readonly #target: DoorTarget;
  readonly #clock: Clock;
  #wire: Wire | null = null;
  #pass: string | null = null;
  #wish: { guest: string; quality: PictureQuality } | null = null;
  #stopBeats = () => {};

  constructor(deps: WireDeps, tab: string, target: DoorTarget) {
    this.#deps = deps;
    this.#tab = tab;
    this.#target = target;
    this.#clock = deps.clock;
  }

  /** The lobby is looked at, with this pass. The same pass again changes nothing. */
  knock(pass: string): void {
    if (pass === this.#pass) return;
    this.#end();
    this.#pass = pass;
    this.#connect();
  }

  /** Wishes for a call, once; with a lost line the knock and the wish travel in one go as soon as there is another. */
  open(guest: string, quality: PictureQuality): void {
    this.#wish = { guest, quality };
    if (this.#wire?.isOpen === true) this.#ask();
    else this.#connect();
  }

  /** No call is wished for any more. */
  withdraw(): void {
    this.#wish = null;
    const pass = this.#pass;
    // What was asked may still be under way; its answer would start a call that nobody waits for.
    this.leave();
    if (pass !== null) this.knock(pass);
  }

  /** The network is back. */
  hurry(): void {
    this.#wire?.open();
  }

  /** The lobby is left. */
  leave(): void {
    this.#end();
    this.#pass = null;
  }

  opened(): void {
    if (this.#pass === null) return;
    this.#wire?.send({ kind: "knock", pass: this.#pass, tab: this.#tab });
    this.#stopBeats();
    this.#stopBeats = this.#clock.every(BEAT, () => this.#wire?.send({ kind: "beat" }));
    this.#ask();
  }

  frame(frame: ServerFrame): void {
    switch (frame.kind) {
      case "ready":
        return this.#wire?.settled();
      case "refused_name":
        this.#wish = null;
        return this.#target.refusedName(frame);
      case "refused":
        this.#wish = null;
        return this.#target.refused(frame);
      case "opened":
        return this.#handOver(frame);
      default:
    }
  }

  lost(): void {
    this.#stopBeats();
  }

  closed(code: number): void {
    this.#stopBeats();
    this.#wire = null;
    const wished = this.#wish !== null;
    this.#wish = null;
    // Unasked, a page that is too old says nothing: Python gives it another pass.
    if (wished && code !== CLOSE.done) this.#target.shut(code);
  }

  #handOver({ call, ticket }: CallKey): void {
    const wire = this.#wire;
    this.#stopBeats();
    this.#wire = this.#wish = this.#pass = null;
    if (wire !== null) this.#target.opened({ call, ticket }, wire);
  }

  #connect(): void {
    this.#wire ??= new Wire(this.#deps, this);
    this.#wire.open();
  }

  #ask(): void {
    if (this.#wish !== null) this.#wire?.send({ kind: "open", ...this.#wish });
  }

  #end(): void {
    const wire = this.#wire;
    this.#wire = null;
    this.#stopBeats();
    wire?.handTo(NOBODY);
    wire?.close();
  }
}
