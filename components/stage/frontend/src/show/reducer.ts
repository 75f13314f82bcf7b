/** State and action to the next state: pure, no DOM, no SDK. */
import type { CallPhase, StageEvent } from "../line/contract";
import type { Action, StageState } from "./state";
import { addEvent } from "./transcript";

export function reduce(state: StageState, action: Action): StageState {
  switch (action.type) {
    case "event":
      return applyEvent({ ...state, transcript: addEvent(state.transcript, action.event) }, action.event);
    case "line":
      return { ...state, line: action.state };
    case "meter":
      return warn({ ...state, seconds: action.seconds, credits: action.credits, left: action.left, metered: true });
    case "tick":
      if (state.metered) return { ...state, metered: false };
      return warn({ ...state, seconds: state.seconds + 1, left: state.left === null ? null : Math.max(0, state.left - 1) });
    case "sound":
      return { ...state, soundBlocked: action.blocked };
    case "failure":
      return { ...state, failure: state.failure ?? action.failure };
    case "notice":
      return { ...state, notice: action.notice };
    case "waiting":
      return { ...state, waiting: action.waiting };
    case "fallback":
      return { ...state, fallback: action.trouble, notice: null };
    case "choice":
      return { ...state, picture: { ...state.picture, choice: action.choice } };
    case "awaiting":
      return { ...state, awaiting: action.on };
    case "summary":
      return { ...state, summary: action.summary };
    default:
      return unreachable(action);
  }
}

function applyEvent(state: StageState, event: StageEvent): StageState {
  switch (event.type) {
    case "phase":
      return enter(state, event.phase);
    case "avatar_start_talking":
      return { ...state, avatarTalking: true };
    case "avatar_stop_talking":
    case "interrupted":
      return { ...state, avatarTalking: false };
    case "user_start":
      return { ...state, guestTalking: true };
    case "user_stop":
      return { ...state, guestTalking: false };
    case "microphone":
      return { ...state, microphone: event.state };
    case "quality_changed":
      return { ...state, quality: event.quality };
    case "reconnecting":
      return { ...state, reconnecting: true };
    case "reconnected":
      return { ...state, reconnecting: false };
    case "picture":
      return { ...state, picture: { ...state.picture, level: event.level } };
    case "failed":
    case "verb_failed":
    case "avatar_silent":
    case "session_created":
    case "stream_ready":
    case "avatar_talking_message":
    case "avatar_end_message":
    case "user_talking_message":
    case "user_end_message":
    case "user_silence":
    case "typed":
    case "disconnected":
    case "hangup":
      return state;
    default:
      return unreachable(event);
  }
}

function enter(state: StageState, phase: CallPhase): StageState {
  if (phase === "live" || phase === "ending") return { ...state, phase };
  const quiet: StageState = { ...state, ...SILENT, phase };
  return phase === "ended" ? { ...quiet, microphone: "off", awaiting: false } : quiet;
}

/** What only a call with sound and picture has: none of it outlives one. */
const SILENT = { avatarTalking: false, guestTalking: false, soundBlocked: false, reconnecting: false, notice: null } as const;

/** Each warning is given once, unless the cap has been moved well away. */
function warn(state: StageState): StageState {
  const { left, warned } = state;
  if (left === null || left > 90) return { ...state, warned: null };
  if (left <= 10) return { ...state, warned: 10 };
  return left <= 60 ? { ...state, warned: warned ?? 60 } : state;
}

function unreachable(value: never): never {
  throw new TypeError(`not handled: ${JSON.stringify(value)}`);
}
