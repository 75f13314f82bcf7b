/** What the stage shows: one immutable value per moment, made by reducer.ts. */
import type { CallPhase, MicrophoneState, Quality, StageEvent, SummaryFrame } from "./contract";
import type { LineState } from "./line";
import { EMPTY } from "./transcript";
import type { Transcript, Turn } from "./transcript";

/** Something to tell the guest: what happened, and what to do. */
export interface Notice {
  what: string;
  fix: string;
}

export type Summary = Omit<SummaryFrame, "kind">;

export interface StageState {
  phase: "idle" | CallPhase;
  failure: Notice | null;
  notice: Notice | null;
  transcript: Transcript;
  avatarTalking: boolean;
  guestTalking: boolean;
  microphone: MicrophoneState;
  quality: Quality;
  seconds: number;
  /** The server's meter has spoken since the last tick, so that the local clock keeps still. */
  metered: boolean;
  credits: string | null;
  line: LineState;
  soundBlocked: boolean;
  summary: Summary | null;
}

export type Action =
  | { type: "event"; event: StageEvent }
  | { type: "line"; state: LineState }
  | { type: "meter"; seconds: number; credits: string }
  | { type: "tick" }
  | { type: "sound"; blocked: boolean }
  | { type: "failure"; failure: Notice }
  | { type: "notice"; notice: Notice | null }
  | { type: "summary"; summary: Summary };

export type Status = StageState["phase"] | "failed";

export const INITIAL: StageState = {
  phase: "idle",
  failure: null,
  notice: null,
  transcript: EMPTY,
  avatarTalking: false,
  guestTalking: false,
  microphone: "off",
  quality: "UNKNOWN",
  seconds: 0,
  metered: false,
  credits: null,
  line: "opening",
  soundBlocked: false,
  summary: null,
};

export function statusOf(state: StageState): Status {
  return state.failure === null ? state.phase : "failed";
}

/** The call has begun and is not over. */
export function isRunning(state: StageState): boolean {
  return state.phase !== "idle" && state.phase !== "ended";
}

/** Whose words stand under the picture: the newest turn, while the call is live. */
export function captionOf(state: StageState): Turn | null {
  return state.phase === "live" ? (state.transcript.turns.at(-1) ?? null) : null;
}
