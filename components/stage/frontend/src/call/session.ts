/** A vendor session as the call sees it; one adapter per SDK implements it, and nobody else imports a vendor package. */
import type { AvatarRequest, EventBody, Failure, PictureLevel } from "../line/contract";

/** Longest text either vendor speaks at once (heygen/limits.py). */
export const TEXT_LIMIT = 1000;

export interface SessionOptions {
  /** Absolute, without a trailing slash. */
  apiUrl: string;
  token: string;
  avatar: AvatarRequest | null;
  /** Tracks have come anew (the room was rejoined): attach() is wanted once more. */
  onTracks: () => void;
}

export interface CallSession {
  /** Joins the room; rejects with a SessionError when that fails. */
  start(): Promise<void>;
  /** The guest's typed words, to be answered. Waits until the session is connected, as all verbs below do. */
  ask(text: string): Promise<void>;
  /** Words to be spoken as they are. */
  say(text: string): Promise<void>;
  /** Cuts the avatar off, at once for the page; rejects when the vendor was not told. */
  interrupt(): Promise<void>;
  /** Publishes or mutes the microphone (`device`: its id, null for the default); rejects with the browser's error when it cannot be opened. */
  setMicrophone(on: boolean, device: string | null): Promise<void>;
  /** What the room is asked to send from now on. */
  setPicture(level: PictureLevel): void;
  /** Stops the session and leaves the room, in whatever state it is; never rejects. */
  end(): Promise<void>;
  /** Leaves the room and lets the session be; never rejects. */
  leave(): Promise<void>;
  attach(video: HTMLVideoElement): void;
}

export type Sink = (event: EventBody) => void;
export type SessionFactory = (options: SessionOptions, sink: Sink) => CallSession;

export class SessionError extends Error {
  override readonly name = "SessionError";
  readonly code: string;
  readonly status: number | null;

  constructor(code: string, message: string, status: number | null = null) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The fields of a failed or verb_failed event for whatever was thrown. */
export function failureOf(error: unknown): Failure {
  const { code, message, status } = error instanceof SessionError ? error : new SessionError("start_failed", String(error));
  return status === null ? { code, message } : { code, message, status };
}

/** A vendor address for the SDKs: absolute (against `base`) and without the slash that they would double. */
export function resolveApiUrl(url: string, base: string): string {
  return new URL(url, base).href.replace(/\/+$/, "");
}
