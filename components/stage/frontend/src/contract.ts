/** The types shared with our server: component data, line frames, journal events. Twin of contract.py. */
export type View = "full" | "mini" | "hidden";
export type Dialect = "liveavatar" | "streaming";
export type Hears = "transcription" | "script" | "vendor";
export type Intent = "ask" | "say";
export type CallPhase = "asking" | "connecting" | "live" | "ending" | "ended";
export type MicrophoneState = "on" | "off" | "refused" | "missing" | "unavailable";
export type Quality = "UNKNOWN" | "GOOD" | "BAD";
export type EndedBy = "guest" | "server";

export interface Agent {
  name: string;
  /** Relative to document.baseURI. */
  picture: string;
  description: string;
}

export interface CallData {
  id: string;
  ticket: string;
  start: boolean;
  agent: Agent;
  guest: string;
  simulated: boolean;
  hears: Hears;
}

export interface StageData {
  view: View;
  prepare: Dialect | null;
  call: CallData | null;
}

/** What the component reports to Python; a type alias, because Streamlit asks for an index signature. */
export type StageValues = { ended: { call: string }; open_call: boolean };

export type EventBody =
  | { type: "phase"; phase: CallPhase }
  | { type: "session_created"; session_id: string }
  | { type: "stream_ready" }
  | { type: "avatar_start_talking" }
  | { type: "avatar_stop_talking"; duration_ms?: number }
  | { type: "avatar_talking_message"; text: string; cumulative: boolean }
  | { type: "avatar_end_message"; text?: string }
  | { type: "user_start" }
  | { type: "user_stop" }
  | { type: "user_talking_message"; text: string; cumulative: boolean }
  | { type: "user_end_message"; text?: string }
  | { type: "user_silence" }
  | { type: "typed"; text: string; intent: Intent }
  | { type: "interrupted" }
  | { type: "microphone"; state: MicrophoneState }
  | { type: "quality_changed"; quality: Quality }
  | { type: "disconnected"; reason: string; code?: number }
  | { type: "failed"; code: string; message: string }
  | { type: "hangup"; by: EndedBy };

/** A journal event: its number from 1 and its time in milliseconds since the epoch. */
export type StageEvent = EventBody & { seq: number; at: number };

export type ClientFrame =
  | { kind: "hello"; call: string; ticket: string; tab: string; resume: boolean }
  | { kind: "start" }
  | { kind: "events"; events: StageEvent[] }
  | { kind: "beat" }
  | { kind: "done"; id: number };

/** Fields of the legacy SDK's StartAvatarRequest, kept open: the adapter hands them on. */
export interface AvatarRequest {
  avatarName: string;
  quality?: string;
  voice?: Record<string, unknown>;
  knowledgeBase?: string;
  language?: string;
  activityIdleTimeout?: number;
  voiceChatTransport?: string;
}

export interface SessionFrame {
  kind: "session";
  dialect: Dialect;
  api_url: string;
  token: string;
  greeting: string | null;
  avatar?: AvatarRequest;
}

export interface CommandFrame {
  kind: "command";
  id: number;
  op: "say" | "ask" | "interrupt" | "mute" | "unmute" | "end";
  text?: string;
  reason?: string;
}

export interface MeterFrame {
  kind: "meter";
  seconds: number;
  credits: string;
}

export interface RefusedFrame {
  kind: "refused";
  code: string;
  what: string;
  fix: string;
}

export interface SummaryFrame {
  kind: "summary";
  seconds: number;
  guest_turns: number;
  avatar_turns: number;
  credits: string;
  reason: string;
  reason_text: string;
}

export type ServerFrame =
  | { kind: "welcome"; acked: number }
  | { kind: "ack"; seq: number }
  | SessionFrame
  | CommandFrame
  | MeterFrame
  | RefusedFrame
  | SummaryFrame;

/** Close codes after which the line stays closed. */
export const CLOSE = { done: 1000, protocol: 4400, ticket: 4401, taken: 4409 } as const;

const KINDS: ReadonlySet<string> = new Set(["welcome", "ack", "session", "command", "meter", "refused", "summary"]);

/** One frame of the server, or null for anything this version does not know. */
export function readFrame(text: unknown): ServerFrame | null {
  if (typeof text !== "string") return null;
  try {
    const frame: unknown = JSON.parse(text);
    const kind = (frame as { kind?: unknown } | null)?.kind;
    return typeof kind === "string" && KINDS.has(kind) ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
