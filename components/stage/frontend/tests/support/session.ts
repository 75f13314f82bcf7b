/** A vendor session that does what the test says. */
import type { EventBody } from "../../src/contract";
import type { CallSession, SessionFactory, SessionOptions, Sink } from "../../src/session";

export class FakeSession implements CallSession {
  readonly log: string[] = [];
  options: SessionOptions | null = null;
  talking = false;
  microphoneError: Error | null = null;
  sendError: Error | null = null;
  #sink: Sink = () => {};
  #resolve = () => {};
  #reject: (error: Error) => void = () => {};

  readonly factory: SessionFactory = (options, sink) => {
    this.options = options;
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

  interrupt(): boolean {
    this.log.push("interrupt");
    if (this.talking) this.emit({ type: "interrupted" });
    return this.talking;
  }

  async setMicrophone(on: boolean): Promise<void> {
    if (this.microphoneError !== null) throw this.microphoneError;
    this.log.push(`microphone ${on ? "on" : "off"}`);
  }

  async end(): Promise<void> {
    this.log.push("end");
  }

  attach(): void {
    this.log.push("attach");
  }
}
