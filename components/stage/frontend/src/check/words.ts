/** Every text of the check: what is, and what to do. */
import type { CheckState } from "./state";
import type { Hearing, Problem } from "./verdict";

export const CHECK = {
  title: "Check microphone and speaker",
  microphone: "Microphone",
  speaker: "Speaker",
  standard: "System default",
  play: "Play a sound",
  playing: "Playing …",
  asked: "Did you hear it?",
  yes: "Yes",
  no: "No",
  echoTest: "Test for echo",
  measuring: "Listening to a tone …",
  again: "Try again",
  done: "Done",
  level: "Microphone level",
  silentSwitch: "No sound on a phone or tablet? Check the silent switch on its side and the volume keys.",
};

export const HEARING: Record<Hearing, string> = {
  nothing: "I hear nothing yet. Say a few words.",
  faint: "I hear you only faintly. Come closer.",
  speech: "I hear you.",
};

export const PROBLEM: Record<Problem, string> = {
  insecure: "The microphone works on secure pages only. Open this page with https or on localhost.",
  policy: "The page around this one forbids the microphone. Open the app in a tab of its own.",
  refused: "The browser blocks the microphone. Allow it at the sign left of the address, then try again.",
  missing: "No microphone was found. Plug one in, then try again. In a call you can also type.",
  busy: "Another program holds the microphone. Close other video programs, then try again.",
  failed: "The microphone did not open. Unplug it and plug it in, then try again.",
};

export const SPEAKER: Record<CheckState["speaker"], string> = {
  untested: "",
  playing: CHECK.playing,
  asked: CHECK.asked,
  heard: "You hear the call's sound.",
  unheard: "Turn the volume up, or choose another speaker, and play it again.",
  blocked: "The browser blocked the sound. Press the button once more.",
};

export const ECHO: Record<CheckState["echo"], string> = {
  untested: "",
  measuring: CHECK.measuring,
  headphones: "The microphone hears your speaker. Headphones are advised.",
  none: "No echo.",
  silent: "The speaker was not heard. Turn the volume up, or choose another speaker.",
  unclear: "The microphone did not hear the tone. Did you?",
};

/** The result in one sentence, with what to do next; empty before the first check. */
export function resultOf(state: CheckState): string {
  switch (state.microphone) {
    case "closed":
      return "";
    case "asking":
      return "Opening the microphone. If your browser asks, please allow it.";
    case "open":
      return openResult(state);
    default:
      return PROBLEM[state.microphone];
  }
}

function openResult({ heard, hearing, speaker, echo }: CheckState): string {
  if (!heard) return hearing === "faint" ? HEARING.faint : "The microphone is open. Say a few words.";
  if (speaker === "blocked") return SPEAKER.blocked;
  if (speaker === "unheard" || echo === "silent") return `Your microphone works, the speaker was not heard. ${SPEAKER.unheard}`;
  if (speaker !== "heard" && echo !== "headphones") return "Your microphone works. Test the speaker next.";
  if (echo === "headphones") return "Microphone and speaker work. Headphones are advised.";
  return echo === "none" ? "Microphone and speaker work, without echo." : "Microphone and speaker work.";
}
