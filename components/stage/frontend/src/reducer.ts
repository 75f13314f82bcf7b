/** State and action to the next state: pure, no DOM, no SDK. */
import type { StageEvent } from "./contract";
import type { Action, StageState } from "./state";
import { addEvent } from "./transcript";
import { failureWords } from "./words";

export function reduce(state: StageState, action: Action): StageState {
  switch (action.type) {
    case "event":
      return applyEvent({ ...state, transcript: addEvent(state.transcript, action.event) }, action.event);
    case "line":
      return { ...state, line: action.state };
    case "meter":
      return { ...state, seconds: action.seconds, credits: action.credits, metered: true };
    case "tick":
      return state.metered ? { ...state, metered: false } : { ...state, seconds: state.seconds + 1 };
    case "sound":
      return { ...state, soundBlocked: action.blocked };
    case "failure":
      return { ...state, failure: state.failure ?? action.failure };
    case "notice":
      return { ...state, notice: action.notice };
    case "summary":
      return { ...state, summary: action.summary };
    default:
      return unreachable(action);
  }
}

function applyEvent(state: StageState, event: StageEvent): StageState {
  switch (event.type) {
    case "phase":
      return event.phase === "ended"
        ? { ...state, phase: "ended", avatarTalking: false, guestTalking: false, microphone: "off", notice: null, soundBlocked: false }
        : { ...state, phase: event.phase };
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
    case "failed":
      return { ...state, failure: state.failure ?? failureWords(event.code) };
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

function unreachable(value: never): never {
  throw new TypeError(`not handled: ${JSON.stringify(value)}`);
}
