/** A vendor session that does what the test says. */
import type { EventBody } from "../../src/line/contract";
import type { CallSession, SessionFactory, SessionOptions, Sink } from "../../src/call/session";

export class FakeSession implements CallSession {
  readonly log: string[] = [];
  options: SessionOptions | null = null;
  talking = false;
  microphoneError: Error | null = null;
  sendError: Error | null = null;
  /** How many SDK instances were made. */
  made = 0;
  #sink: Sink = () => {};
  #resolve = () => {};
  #reject: (error: Error) => void = () => {};

  readonly factory: SessionFactory = (options, sink) => {
    this.options = options;
    this.made += 1;
    this.#sink = sink;
    return this;
  };

  emit(event: EventBody): void {
    this.#sink(event);
  }

  connected(): void {
    this.#resolve();
  }

  fail(error: Error): void {
    this.#reject(error);
  }

  start(): Promise<void> {
    this.log.push("start");
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  async ask(text: string): Promise<void> {
    if (this.sendError !== null) throw this.sendError;
    this.log.push(`ask ${text}`);
  }

  async say(text: string): Promise<void> {
    if (this.sendError !== null) throw this.sendError;
    this.log.push(`say ${text}`);
  }

  async interrupt(): Promise<void> {
    this.log.push("interrupt");
    if (this.talking) this.emit({ type: "interrupted" });
    if (this.sendError !== null) throw this.sendError;
  }

  async setMicrophone(on: boolean, device: string | null): Promise<void> {
    if (this.microphoneError !== null) throw this.microphoneError;
    this.log.push(`microphone ${on ? "on" : "off"}${device === null ? "" : ` ${device}`}`);
  }

  setPicture(level: string): void {
    this.log.push(`picture ${level}`);
  }

  async end(): Promise<void> {
    this.log.push("end");
  }

  async leave(): Promise<void> {
    this.log.push("leave");
  }

  attach(): void {
    this.log.push("attach");
  }
}
