/** One WebSocket at a time to our own server, opened anew after a loss. Whoever listens may change: a call takes over the wire of its lobby. */
import type { Clock } from "../clock";
import { CLOSE, readFrame } from "./contract";
import type { ClientFrame, ServerFrame } from "./contract";

/** Waits before a new attempt, milliseconds; the last one repeats (line contract). */
export const BACK_OFF = [250, 500, 1000, 2000, 4000] as const;
/** A beat every 5 s (line contract). */
export const BEAT = 5000;

const FINAL: ReadonlySet<number> = new Set(Object.values(CLOSE).filter((code) => code !== CLOSE.busy));
/** The server asks for quiet: the first waits are left out. */
const BUSY_ATTEMPT = 3;
/** Up to a tenth is added to each wait, so that many tabs do not return in one moment. */
const JITTER = 0.1;

export type Socket = Pick<WebSocket, "send" | "close" | "readyState" | "onopen" | "onmessage" | "onclose">;

export interface WireDeps {
  clock: Clock;
  random: () => number;
  connect: (url: string) => Socket;
  /** document.baseURI: what our own addresses are relative to. */
  base: string;
}

/** Who listens on a wire. */
export interface Listener {
  /** A socket is open: the first frame is due. */
  opened(): void;
  frame(frame: ServerFrame): void;
  /** The socket is gone; the next one comes by itself. */
  lost(code: number): void;
  /** The socket is gone for good. */
  closed(code: number): void;
}

/** For a wire that is closed by us: what it says last is meant for nobody. */
export const NOBODY: Listener = { opened: () => {}, frame: () => {}, lost: () => {}, closed: () => {} };

export class Wire {
  readonly #deps: WireDeps;
  #listener: Listener;
  #socket: Socket | null = null;
  #attempt = 0;
  #over = false;
  #cancelRetry = () => {};

  constructor(deps: WireDeps, listener: Listener) {
    this.#deps = deps;
    this.#listener = listener;
  }

  /** From now on somebody else listens. */
  handTo(listener: Listener): void {
    this.#listener = listener;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Connects at once, also instead of waiting for the next attempt; does nothing while there is a socket, or after the end. */
  open(): void {
    if (this.#socket !== null || this.#over) return;
    this.#cancelRetry();
    const { connect, base } = this.#deps;
    const socket = connect(new URL("line", base).href.replace(/^http/, "ws"));
    this.#socket = socket;
    socket.onopen = () => this.#listener.opened();
    socket.onmessage = (message) => this.#read(message.data);
    socket.onclose = (event) => this.#lost(socket, event.code);
  }

  send(frame: ClientFrame): void {
    if (this.isOpen) this.#socket?.send(JSON.stringify(frame));
  }

  /** The server knows us: after the next loss the waits begin anew. */
  settled(): void {
    this.#attempt = 0;
  }

  /** The socket swallows frames without closing (a changed network): another one is tried. */
  drop(): void {
    this.#lost(this.#socket, 0);
  }

  close(): void {
    this.#over = true;
    this.#cancelRetry();
    this.#socket?.close(CLOSE.done);
  }

  #read(data: unknown): void {
    const frame = readFrame(data);
    if (frame !== null) this.#listener.frame(frame);
  }

  #lost(socket: Socket | null, code: number): void {
    if (socket === null || socket !== this.#socket) return;
    this.#socket = null;
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (code === 0) socket.close();
    if (this.#over || FINAL.has(code)) {
      this.#over = true;
      return this.#listener.closed(code);
    }
    this.#listener.lost(code);
    if (code === CLOSE.busy) this.#attempt = Math.max(this.#attempt, BUSY_ATTEMPT);
    const wait = BACK_OFF[Math.min(this.#attempt, BACK_OFF.length - 1)] ?? BACK_OFF[0];
    this.#attempt += 1;
    this.#cancelRetry = this.#deps.clock.after(wait * (1 + JITTER * this.#deps.random()), () => this.open());
  }
}
