/** The types shared with our server: component data, line frames, journal events. Twin of contract.py. */
export type View = "full" | "mini" | "hidden" | "lobby";
export type Dialect = "liveavatar" | "streaming";
export type Hears = "transcription" | "script" | "vendor";
export type Intent = "ask" | "say";
export type CallPhase = "asking" | "connecting" | "waiting" | "live" | "text" | "ending" | "ended";
export type MicrophoneState = "on" | "off" | "refused" | "missing" | "unavailable";
export type Quality = "UNKNOWN" | "GOOD" | "BAD";
export type EndedBy = "guest" | "server";
export type PictureQuality = "high" | "medium" | "low";
/** What the page asks the vendor's room for; "off" is sound alone. */
export type PictureLevel = PictureQuality | "off";
export type Verb = Intent | "interrupt" | "microphone";

export interface Agent {
  name: string;
  /** Relative to document.baseURI. */
  picture: string;
  description: string;
}

/** How a call is shown: who answers, and how the guest is heard. */
export interface Setting {
  agent: Agent;
  simulated: boolean;
  hears: Hears;
  /** "auto" goes by what the browser knows of the network. */
  quality: PictureQuality | "auto";
}

export interface LobbyData extends Setting {
  /** Stands for what was decided in this lobby, which the server keeps. */
  pass: string;
}

export interface CallData extends Setting {
  id: string;
  ticket: string;
  guest: string;
}

/** `lobby` is null outside the lobby; `call` names the call that Python knows of, which may be behind the page. */
export interface StageData {
  view: View;
  prepare: Dialect | null;
  lobby: LobbyData | null;
  call: { id: string } | null;
}

/** A call by its id, and the right to it. */
export interface CallKey {
  call: string;
  ticket: string;
}

/** What the component reports to Python; a type alias, because Streamlit asks for an index signature. */
export type StageValues = { on_call: { call: string; ticket: string } | null; ended: { call: string }; open_call: boolean };

/** Why something failed: the vendor's own code where its answer has one, else one of ours; the HTTP status when it is known. */
export interface Failure {
  code: string;
  message: string;
  status?: number;
}

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
  | ({ type: "failed" } & Failure)
  | ({ type: "verb_failed"; verb: Verb } & Failure)
  | { type: "avatar_silent" }
  | { type: "reconnecting" }
  | { type: "reconnected" }
  | { type: "picture"; level: PictureLevel }
  | { type: "hangup"; by: EndedBy };

/** A journal event: its number from 1 and its time in milliseconds since the epoch. */
export type StageEvent = EventBody & { seq: number; at: number };

export type ClientFrame =
  | { kind: "knock"; pass: string; tab: string }
  | { kind: "open"; guest: string; quality: PictureQuality }
  | HelloFrame
  | { kind: "start"; quality: PictureQuality }
  | { kind: "events"; events: StageEvent[] }
  | { kind: "beat" }
  | { kind: "done"; id: number };

export interface HelloFrame extends CallKey {
  kind: "hello";
  tab: string;
  /** This page has been welcomed before. */
  resume: boolean;
  /** The line is wanted here although another tab may hold it. */
  take: boolean;
  /** Everything stored is wanted, before anything else. */
  replay: boolean;
}

/** What happened, what was done about it, what the reader can do: words of the server's, shown as they are. */
export interface Trouble {
  code: string;
  what: string;
  done: string;
  fix: string;
}

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
  /** From 1; a number seen before is a copy. */
  attempt: number;
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
  /** Whole seconds until the call's cap; null without one. */
  left: number | null;
}

/** An attempt failed and cost nothing; the page asks again by itself after `retry_in` seconds. */
export interface WaitingFrame extends Trouble {
  kind: "waiting";
  attempt: number;
  retry_in: number;
}

/** A piece of a written answer: of the typed event `id`, 0 for the greeting, from its UTF-16 unit `at` on. */
export interface ReplyFrame {
  kind: "reply";
  id: number;
  at: number;
  text: string;
  done: boolean;
}

export interface SummaryFrame {
  kind: "summary";
  seconds: number;
  guest_turns: number;
  avatar_turns: number;
  credits: string;
  reason: string;
  reason_text: string;
  trouble: Trouble | null;
}

export interface WelcomeFrame {
  kind: "welcome";
  /** The number of the last event that is stored. */
  acked: number;
  /** How the call was begun; with a replay only. */
  call?: Omit<Setting, "quality"> & { guest: string };
}

export type ServerFrame =
  | { kind: "ready" }
  | { kind: "refused_name"; what: string; fix: string }
  | ({ kind: "opened" } & CallKey)
  | WelcomeFrame
  | { kind: "journal"; events: StageEvent[] }
  | { kind: "ack"; seq: number }
  | SessionFrame
  | CommandFrame
  | MeterFrame
  | WaitingFrame
  | ReplyFrame
  | ({ kind: "notice" | "fallback" | "refused" } & Trouble)
  | SummaryFrame;

/** After all of these but `busy` (too many frames at once) the line stays closed. */
export const CLOSE = { done: 1000, protocol: 4400, ticket: 4401, taken: 4409, busy: 4429 } as const;

const KINDS: Record<ServerFrame["kind"], true> = {
  ready: true,
  refused_name: true,
  opened: true,
  journal: true,
  welcome: true,
  ack: true,
  session: true,
  command: true,
  meter: true,
  waiting: true,
  notice: true,
  fallback: true,
  reply: true,
  refused: true,
  summary: true,
};

/** One frame of the server, or null for anything this version does not know. */
export function readFrame(text: unknown): ServerFrame | null {
  if (typeof text !== "string") return null;
  try {
    const frame: unknown = JSON.parse(text);
    const kind = (frame as { kind?: unknown } | null)?.kind;
    return typeof kind === "string" && Object.hasOwn(KINDS, kind) ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
