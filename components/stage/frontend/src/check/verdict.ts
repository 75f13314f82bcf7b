/** What the measurements mean. Pure: numbers and answers in, verdicts out. */
import { microphoneProblem } from "../media/media";

export type Hearing = "nothing" | "faint" | "speech";
export type Echo = "headphones" | "none" | "silent" | "unclear";
/** What keeps the microphone closed; names of errors: W3C Media Capture and Streams, 10.2. */
export type Problem = "insecure" | "policy" | "refused" | "missing" | "busy" | "failed";

/** Speech half a metre from a laptop measures -35 to -20 dBFS; the hum of a quiet room stays under -50. */
const SPEECH = -42;
const FAINT = -52;
/** The tone counts as heard when it rises this far above the room, dB, and above what counts as sound at all, dBFS. */
const RISE = 10;
const AUDIBLE = -75;
const BUSY: ReadonlySet<string> = new Set(["NotReadableError", "AbortError"]);

export function hearing(level: number): Hearing {
  if (level >= SPEECH) return "speech";
  return level >= FAINT ? "faint" : "nothing";
}

/**
 * `before` and `during` are the tone's level in the microphone without and with it, dBFS. A tone that does not come back has
 * two causes, headphones and a silent speaker, which only the person can tell apart: `heard`, null when not asked yet.
 */
export function echoVerdict(before: number, during: number, heard: boolean | null): Echo {
  if (during >= AUDIBLE && during - before >= RISE) return "headphones";
  if (heard === null) return "unclear";
  return heard ? "none" : "silent";
}

/** The call's own reading of the browser's error, with the two kinds of "unavailable" told apart. */
export function problemOf(error: unknown): Problem {
  const problem = microphoneProblem(error);
  if (problem !== "unavailable") return problem;
  return BUSY.has(String((error as { name?: unknown } | null)?.name)) ? "busy" : "failed";
}

/** Phones and tablets of Apple have a silent switch; an iPad calls itself a Mac, but a Mac has no touch screen. */
export function hasSilentSwitch(platform: string, touchPoints: number): boolean {
  return /iPhone|iPad|iPod/.test(platform) || (platform.startsWith("Mac") && touchPoints > 1);
}
