/** What the stage shows: one immutable value per moment, made by reducer.ts. */
import type { CallPhase, MicrophoneState, PictureLevel, Quality, StageEvent, SummaryFrame, Trouble } from "../line/contract";
import type { LineState } from "../line/line";
import type { PictureChoice } from "../media/picture-level";
import { EMPTY } from "./transcript";
import type { Transcript, Turn } from "./transcript";

/** Something to tell the guest: what happened, what was done about it (or nothing), what to do. */
export type Notice = Omit<Trouble, "code">;

/** A failed attempt that is followed by another, in `left` seconds. */
export interface Waiting {
  trouble: Trouble;
  left: number;
}

export type Summary = Omit<SummaryFrame, "kind">;

export interface StageState {
  phase: "idle" | CallPhase;
  failure: Notice | null;
  notice: Notice | null;
  waiting: Waiting | null;
  /** Why the call goes on in writing. */
  fallback: Notice | null;
  transcript: Transcript;
  avatarTalking: boolean;
  guestTalking: boolean;
  microphone: MicrophoneState;
  quality: Quality;
  seconds: number;
  /** The server's meter has spoken since the last tick, so that the local clock keeps still. */
  metered: boolean;
  credits: string | null;
  /** Seconds until the cap, and the last warning given of it. */
  left: number | null;
  warned: 60 | 10 | null;
  line: LineState;
  soundBlocked: boolean;
  reconnecting: boolean;
  picture: { choice: PictureChoice; level: PictureLevel };
  /** A written answer is on its way. */
  awaiting: boolean;
  summary: Summary | null;
}

export type Action =
  | { type: "event"; event: StageEvent }
  | { type: "line"; state: LineState }
  | { type: "meter"; seconds: number; credits: string; left: number | null }
  | { type: "tick" }
  | { type: "sound"; blocked: boolean }
  | { type: "failure"; failure: Notice }
  | { type: "notice"; notice: Notice | null }
  | { type: "waiting"; waiting: Waiting | null }
  | { type: "fallback"; trouble: Notice }
  | { type: "choice"; choice: PictureChoice }
  | { type: "awaiting"; on: boolean }
  | { type: "summary"; summary: Summary };

export type Status = StageState["phase"] | "failed";

export const INITIAL: StageState = {
  phase: "idle",
  failure: null,
  notice: null,
  waiting: null,
  fallback: null,
  transcript: EMPTY,
  avatarTalking: false,
  guestTalking: false,
  microphone: "off",
  quality: "UNKNOWN",
  seconds: 0,
  metered: false,
  credits: null,
  left: null,
  warned: null,
  line: "opening",
  soundBlocked: false,
  reconnecting: false,
  picture: { choice: "auto", level: "medium" },
  awaiting: false,
  summary: null,
};

/** A call that ended in trouble before its first second counts as failed. */
export function statusOf({ phase, failure, summary }: StageState): Status {
  return failure !== null || (summary !== null && summary.trouble !== null && summary.seconds === 0) ? "failed" : phase;
}

/** What ended the call: the server's words where it has some, else the page's. */
export function endOf({ failure, summary }: StageState): Notice | null {
  return summary?.trouble ?? failure;
}

/** The call has begun and is not over. */
export function isRunning(state: StageState): boolean {
  return state.phase !== "idle" && state.phase !== "ended";
}

/** There is a picture to see, not only a voice. */
export function pictureShown({ phase, picture }: StageState): boolean {
  return (phase === "live" || phase === "ending") && picture.level !== "off";
}

/** Whose words stand under the picture: the newest turn, while the call is live. */
export function captionOf(state: StageState): Turn | null {
  return state.phase === "live" ? (state.transcript.turns.at(-1) ?? null) : null;
}
