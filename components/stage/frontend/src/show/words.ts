/** Every text the stage shows: short, kind and plain. */
import type { CallPhase, Hears, MicrophoneState, Quality } from "../line/contract";
import { CLOSE } from "../line/contract";
import type { PictureChoice } from "../media/picture-level";
import { TEXT_LIMIT } from "../call/session";
import type { Elsewhere } from "./elsewhere";
import { NAME_LIMIT } from "./lobby";
import type { LobbyState } from "./lobby";
import type { Notice, StageState, Status } from "./state";

export const STATUS: Record<Status, string> = {
  idle: "Ready",
  asking: "Asking",
  connecting: "Connecting",
  waiting: "Waiting",
  live: "Live",
  text: "Writing",
  ending: "Ending",
  ended: "Ended",
  failed: "Not connected",
};

/** The quiet line under the picture until the first frame is there. */
export function progress(phase: StageState["phase"], name: string): string {
  const lines: Record<"idle" | CallPhase, string> = {
    idle: "",
    asking: `Finding ${name} …`,
    connecting: `Finding ${name} …`,
    waiting: "",
    live: "",
    text: "",
    ending: "Saying goodbye …",
    ended: "",
  };
  return lines[phase];
}

export function madeBy(phase: StageState["phase"], name: string): string {
  if (phase === "text") return `Video is not available. You are writing with ${name}; answers are computer-made.`;
  return `AI ${name} · computer-made picture and voice`;
}

/** The same in few words, for the small card. */
export function madeByShort(phase: StageState["phase"], name: string): string {
  return phase === "text" ? `AI ${name} · computer-made answers` : madeBy(phase, name);
}

export const LOBBY = {
  title: (name: string): string => `Call ${name}`,
  guest: "Guest's first name",
  placeholder: "First name or nickname",
  hint: "A nickname is enough. It is spoken in the greeting and kept with the transcript.",
  start: "Start the call",
};

/** What a lobby says beside its button while the start is under way. */
export function starting(step: LobbyState["step"], name: string): string {
  if (step === "asking") return "Your browser asks for the microphone. You can also say no, and type.";
  return step === "opening" ? `Finding ${name} …` : "";
}

export const NAME = {
  missing: "There is no name yet. Give the guest's first name or a nickname.",
  long: `That name is too long. Use at most ${NAME_LIMIT} characters; a first name is enough.`,
};

export const ELSEWHERE: Record<Elsewhere, { title: string; words: string; bring: string }> = {
  running: {
    title: "A call is running in another tab",
    words: "It can go on there, or here: with the same words so far, and with a new picture.",
    bring: "Bring it here",
  },
  taken: {
    title: "This call goes on in another tab",
    words: "Nothing is lost. You can close this tab, or take the call back.",
    bring: "Bring it back here",
  },
  returning: { title: "Coming back to your call …", words: "What was said so far is fetched.", bring: "" },
};

export const ANOTHER = "Start another call";

export const WAITING = {
  title: "Not connected yet",
  countdown: (seconds: number): string => (seconds > 0 ? `Trying again in ${seconds} s` : "Trying again …"),
  now: "Try now",
  stop: "Stop waiting",
};

/** Spoken and shown once each, as the call's cap comes near. */
export const CAP: Record<60 | 10, string> = { 60: "One minute left", 10: "Ten seconds left" };
export const capLeft = (seconds: number): string => `${clockText(seconds)} left`;

export const PICTURE = {
  label: "Picture",
  choices: { auto: "Auto", high: "High", medium: "Medium", low: "Low", off: "Sound only" } satisfies Record<PictureChoice, string>,
  weak: "The connection is weak: sound first. The picture comes back by itself when it is better.",
  chosen: "Sound only, as you chose.",
  show: "Show the picture",
};

export const RECONNECTING = "The connection is coming back …";

export const QUALITY: Record<Quality, string> = { UNKNOWN: "Checking the connection", GOOD: "Good connection", BAD: "Weak connection" };

export const MICROPHONE: Record<MicrophoneState, { label: string; note: string }> = {
  on: { label: "Microphone on", note: "" },
  off: { label: "Microphone off", note: "" },
  refused: { label: "Microphone blocked", note: "Your browser blocks the microphone. Allow it in the address bar, or type below." },
  missing: { label: "No microphone", note: "No microphone was found. Plug one in and press the button, or type below." },
  unavailable: {
    label: "Microphone unavailable",
    note: "The microphone cannot be used here: another program may hold it, or the page is not on https. You can type.",
  },
};

export const HEARS: Record<Hears, string> = {
  transcription: "Simulated call: your words are written down by a transcription service.",
  script: "Simulated call: a scripted child answers when you speak. Typed words are your own.",
  vendor: "Your words are written down by the avatar service.",
};

export const CONTROLS = {
  muteHint: "Turn the microphone off (M)",
  unmuteHint: "Turn the microphone on (M)",
  field: (name: string): string => `Write to ${name}`,
  ask: "Ask",
  askHint: "Send your words and get an answer (Enter)",
  say: "Say",
  sayHint: (name: string): string => `${name} speaks these words exactly`,
  interrupt: "Interrupt",
  interruptHint: (name: string): string => `Stop ${name} speaking (Esc)`,
  hangUp: "Hang up",
  back: "Back to the call",
  sound: "Tap for sound",
  copy: "Copy transcript",
  copied: "Copied",
  copyFailed: "Not copied: select the text by hand",
  dismiss: "Close this message",
};

export const TRANSCRIPT = {
  title: "Transcript",
  empty: "What you both say appears here.",
  you: "You",
  typed: "typed",
  interrupted: "interrupted",
  writing: (name: string): string => `${name} is writing …`,
};

export const SUMMARY = {
  title: "The call is over",
  waiting: "Adding up …",
  duration: "Duration",
  turns: "Turns",
  turnsValue: (guest: number, avatar: number, name: string): string => `${guest} by you, ${avatar} by ${name}`,
  credits: "Credits",
  unknownCredits: "not known yet",
  localReason: "The call has ended. Our server is still adding up its final figures.",
};

export const LINE_LOST = "The link to our server is being restored. The call goes on.";

/** What happened, what was done, what to do, as one text. */
export function noticeText({ what, done, fix }: Notice): string {
  return [what, done, fix].filter((part) => part !== "").join(" ");
}

export const TOO_LONG: Notice = {
  what: `That is more than ${TEXT_LIMIT} characters.`,
  done: "Nothing was sent and your words are still here.",
  fix: "Please shorten them.",
};

export const NOT_SENT: Notice = { what: "That was not sent.", done: "Your words are still here.", fix: "Please try once more." };

export const NO_REPLY: Notice = { what: "No answer has come.", done: "Your words are in the transcript.", fix: "You can write again." };

/** Words for what the server cannot tell, since nothing is heard of it. */
export function failureWords(code: "line_unreachable" | "no_verdict"): Notice {
  if (code === "line_unreachable") {
    return {
      what: "Our server does not answer.",
      done: "No call was started.",
      fix: "Check your internet connection, then start a new call.",
    };
  }
  return { what: "The call could not start.", done: "The page has stopped trying.", fix: "Wait a moment, then start a new call." };
}

/** Words for a line that the server closed for good, or null when the code says a normal end. */
export function closeWords(code: number | undefined): Notice | null {
  switch (code) {
    case CLOSE.ticket:
      return { what: "This call's ticket is no longer valid.", done: "", fix: "Start a new call." };
    case CLOSE.protocol:
      return { what: "This page and our server do not understand each other.", done: "", fix: "Reload the page, then start a new call." };
    default:
      return null;
  }
}

/** Words for a lobby whose line the server does not take. */
export function shutWords(code: number): Notice {
  return (
    closeWords(code === CLOSE.ticket ? undefined : code) ?? {
      what: "This page has been open for too long.",
      done: "",
      fix: "Load the page once more.",
    }
  );
}

/** Seconds as 0:07, 12:34 or 1:02:03. */
export function clockText(seconds: number): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
