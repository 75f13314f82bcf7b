/** Every text the stage shows: short, kind and plain. */
import type { CallPhase, Hears, MicrophoneState, Quality } from "./contract";
import { CLOSE } from "./contract";
import { TEXT_LIMIT } from "./session";
import type { Notice, StageState, Status } from "./state";

export const STATUS: Record<Status, string> = {
  idle: "Ready",
  asking: "Asking",
  connecting: "Connecting",
  live: "Live",
  ending: "Ending",
  ended: "Ended",
  failed: "Not connected",
};

/** The quiet line under the picture until the first frame is there. */
export function progress(phase: StageState["phase"], name: string): string {
  const lines: Record<"idle" | CallPhase, string> = {
    idle: `${name} is ready when you are.`,
    asking: "Your browser asks for the microphone. You can also type.",
    connecting: `Finding ${name} …`,
    live: "",
    ending: "Saying goodbye …",
    ended: "",
  };
  return lines[phase];
}

export const madeBy = (name: string): string => `AI ${name} · computer-made picture and voice`;

export const QUALITY: Record<Quality, string> = { UNKNOWN: "Checking the connection", GOOD: "Good connection", BAD: "Weak connection" };

export const MICROPHONE: Record<MicrophoneState, { label: string; note: string }> = {
  on: { label: "Microphone on", note: "" },
  off: { label: "Microphone off", note: "" },
  refused: { label: "Microphone blocked", note: "Your browser blocks the microphone. Allow it in the address bar, or type below." },
  missing: { label: "No microphone", note: "No microphone was found. Plug one in and press the button, or type below." },
  unavailable: { label: "Microphone unavailable", note: "The microphone cannot be used here: another program may hold it, or the page is not on https. You can type." },
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
};

export const TRANSCRIPT = {
  title: "Transcript",
  empty: "What you both say appears here.",
  you: "You",
  typed: "typed",
  interrupted: "interrupted",
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

export const TOO_LONG: Notice = {
  what: `That is more than ${TEXT_LIMIT} characters.`,
  fix: "Nothing was sent and your words are still here. Please shorten them.",
};

export const NOT_SENT: Notice = { what: "That was not sent.", fix: "Your words are still here. Please try once more." };

/** Words for a start that failed in the browser, by the code of the failed event. */
export function failureWords(code: string): Notice {
  const known: Record<string, Notice> = {
    line_unreachable: { what: "Our server does not answer.", fix: "Check your internet connection, then start a new call." },
    no_picture: { what: "The picture did not arrive.", fix: "The network may block video calls. Try another network, then start a new call." },
    chat_socket_failed: { what: "The avatar's chat connection did not open.", fix: "Wait a moment, then start a new call." },
    load_failed: { what: "A part of this page did not load.", fix: "Reload the page, then start a new call." },
  };
  return known[code] ?? { what: "The call could not start.", fix: "Wait a moment, then start a new call. If it happens again, the server's log names the cause." };
}

/** Words for a line that the server closed for good, or null when the code says a normal end. */
export function closeWords(code: number | undefined): Notice | null {
  switch (code) {
    case CLOSE.ticket:
      return { what: "This call's ticket is no longer valid.", fix: "Start a new call." };
    case CLOSE.taken:
      return { what: "This call is open in another tab.", fix: "Go on there, or start a new call here." };
    case CLOSE.protocol:
      return { what: "This page and our server do not understand each other.", fix: "Reload the page, then start a new call." };
    default:
      return null;
  }
}

/** Seconds as 0:07, 12:34 or 1:02:03. */
export function clockText(seconds: number): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
