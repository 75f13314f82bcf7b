/** Remembers which devices were chosen, in this browser: their ids and nothing else. */
import type { CheckDeps } from "./deps";
import type { Choice } from "./state";

const KEY = "talk-to-santa.devices";
const NONE: Choice = { microphone: null, speaker: null, camera: null };

export function readChoice(storage: CheckDeps["storage"]): Choice {
  try {
    const found: unknown = JSON.parse(storage?.getItem(KEY) ?? "null");
    if (typeof found !== "object" || found === null) return NONE;
    const { microphone, speaker, camera } = found as Record<keyof Choice, unknown>;
    return { microphone: id(microphone), speaker: id(speaker), camera: id(camera) };
  } catch {
    return NONE;
  }
}

/** A browser that forbids storage forgets the choice with the page. */
export function writeChoice(storage: CheckDeps["storage"], choice: Choice): void {
  try {
    storage?.setItem(KEY, JSON.stringify(choice));
  } catch {
    return;
  }
}

function id(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
