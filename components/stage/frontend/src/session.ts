/** A vendor session as the call sees it; one adapter per SDK implements it, and nobody else imports a vendor package. */
import type { AvatarRequest, EventBody } from "./contract";

/** Longest text either vendor speaks at once (heygen/limits.py). */
export const TEXT_LIMIT = 1000;

export interface SessionOptions {
  /** Absolute, without a trailing slash. */
  apiUrl: string;
  token: string;
  avatar: AvatarRequest | null;
}

export interface CallSession {
  /** Joins the room; rejects with a SessionError when that fails. */
  start(): Promise<void>;
  /** The guest's typed words, to be answered. Waits until the session is connected, as all verbs below do. */
  ask(text: string): Promise<void>;
  /** Words to be spoken as they are. */
  say(text: string): Promise<void>;
  /** Cuts the avatar off; true when it was talking. */
  interrupt(): boolean;
  /** Publishes or mutes the microphone; rejects with the browser's error when it cannot be opened. */
  setMicrophone(on: boolean): Promise<void>;
  /** Stops the session and leaves the room, in whatever state it is; never rejects. */
  end(): Promise<void>;
  attach(video: HTMLVideoElement): void;
}

export type Sink = (event: EventBody) => void;
export type SessionFactory = (options: SessionOptions, sink: Sink) => CallSession;

export class SessionError extends Error {
  override readonly name = "SessionError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A vendor address for the SDKs: absolute (against `base`) and without the slash that they would double. */
export function resolveApiUrl(url: string, base: string): string {
  return new URL(url, base).href.replace(/\/+$/, "");
}
