/** Journal events to turns, purely; tests/wire/transcript_cases.json holds the same cases for TypeScript and Python. */
import type { StageEvent } from "../line/contract";

export type Speaker = "guest" | "avatar";

export interface Turn {
  speaker: Speaker;
  text: string;
  source: "spoken" | "typed";
  state: "open" | "done" | "interrupted";
  started_at: number;
  ended_at: number | null;
}

/** Turns by order of opening, and which of them may still change (positions, or null). */
export interface Transcript {
  turns: readonly Turn[];
  avatar: number | null;
  /** The open avatar turn has had its avatar_end_message. */
  avatarComplete: boolean;
  /** An avatar turn closed before its avatar_end_message came. */
  late: number | null;
  guest: number | null;
  guestSince: number | null;
}

export const EMPTY: Transcript = { turns: [], avatar: null, avatarComplete: false, late: null, guest: null, guestSince: null };

/** The transcript after one more event. */
export function addEvent(transcript: Transcript, event: StageEvent): Transcript {
  switch (event.type) {
    case "avatar_start_talking":
      return transcript.avatar === null ? openAvatar(transcript, event.at) : transcript;
    case "avatar_talking_message": {
      const ready = transcript.avatarComplete ? close(transcript, "avatar", "done", event.at) : transcript;
      const open = ready.avatar === null ? openAvatar(ready, event.at) : ready;
      return write(open, open.avatar, event.text, event.cumulative);
    }
    case "avatar_end_message": {
      const target = transcript.avatar ?? transcript.late;
      // A blank text that comes late says nothing; it must not empty a finished turn.
      const says = event.text !== undefined && (transcript.avatar !== null || event.text.trim() !== "");
      const text = says ? write(transcript, target, event.text ?? "", true) : transcript;
      return { ...text, avatarComplete: text.avatar !== null, late: null };
    }
    case "avatar_stop_talking":
      return close(transcript, "avatar", "done", event.at);
    case "interrupted":
      return close(transcript, "avatar", "interrupted", event.at);
    case "user_start":
      return { ...transcript, guestSince: event.at };
    case "user_talking_message": {
      const open = transcript.guest === null ? openGuest(transcript, event.at) : transcript;
      return write(open, open.guest, event.text, event.cumulative);
    }
    case "user_end_message": {
      if (transcript.guest === null && event.text === undefined) return transcript;
      const open = transcript.guest === null ? openGuest(transcript, event.at) : transcript;
      const written = event.text === undefined ? open : write(open, open.guest, event.text, true);
      return close(written, "guest", "done", event.at);
    }
    case "typed":
      if (event.intent === "say") return transcript;
      return push(transcript, {
        speaker: "guest",
        text: event.text,
        source: "typed",
        state: "done",
        started_at: event.at,
        ended_at: event.at,
      });
    case "disconnected":
      return closeAll(transcript, event.at);
    case "phase":
      return event.phase === "ended" ? closeAll(transcript, event.at) : transcript;
    default:
      return transcript;
  }
}

/** All turns of a journal. */
export function turnsOf(events: readonly StageEvent[]): readonly Turn[] {
  return events.reduce(addEvent, EMPTY).turns;
}

function push(transcript: Transcript, turn: Turn): Transcript {
  return { ...transcript, turns: [...transcript.turns, turn] };
}

function spoken(speaker: Speaker, started_at: number): Turn {
  return { speaker, text: "", source: "spoken", state: "open", started_at, ended_at: null };
}

function openAvatar(transcript: Transcript, at: number): Transcript {
  return { ...push(transcript, spoken("avatar", at)), avatar: transcript.turns.length, avatarComplete: false, late: null };
}

function openGuest(transcript: Transcript, at: number): Transcript {
  const turn = spoken("guest", transcript.guestSince ?? at);
  return { ...push(transcript, turn), guest: transcript.turns.length, guestSince: null };
}

function write(transcript: Transcript, position: number | null, text: string, replace: boolean): Transcript {
  if (position === null) return transcript;
  const turns = transcript.turns.map((turn, i) => (i === position ? { ...turn, text: replace ? text : join(turn.text, text) } : turn));
  return { ...transcript, turns };
}

function join(old: string, piece: string): string {
  const glued = old === "" || piece === "" || /\s$/.test(old) || /^[\s.,!?;:']/.test(piece);
  return glued ? old + piece : `${old} ${piece}`;
}

function close(transcript: Transcript, speaker: Speaker, state: "done" | "interrupted", at: number): Transcript {
  const position = transcript[speaker];
  if (position === null) return transcript;
  const freed: Transcript = speaker === "avatar" ? { ...transcript, avatar: null, avatarComplete: false } : { ...transcript, guest: null };
  if (transcript.turns[position]?.text.trim() === "") return drop(freed, position);
  const turns = transcript.turns.map((turn, i) => (i === position ? { ...turn, state, ended_at: at } : turn));
  const late = speaker === "avatar" && !transcript.avatarComplete ? position : transcript.late;
  return { ...freed, turns, late };
}

function drop(transcript: Transcript, position: number): Transcript {
  const moved = (i: number | null): number | null => (i !== null && i > position ? i - 1 : i);
  return {
    ...transcript,
    turns: transcript.turns.filter((_, i) => i !== position),
    avatar: moved(transcript.avatar),
    guest: moved(transcript.guest),
    late: moved(transcript.late),
  };
}

function closeAll(transcript: Transcript, at: number): Transcript {
  return close(close(transcript, "avatar", "done", at), "guest", "done", at);
}
