/** The browser's parts that a check takes as arguments. */
import type { Clock } from "../clock";
import { systemClock } from "../clock";
import { hasSilentSwitch } from "./verdict";

export interface CheckDeps {
  /** Absent on pages that are neither https nor localhost. */
  mediaDevices: Pick<MediaDevices, "getUserMedia" | "enumerateDevices" | "addEventListener" | "removeEventListener"> | undefined;
  secure: boolean;
  /** Whether the document's permissions policy allows the microphone. */
  allowed(): boolean;
  audioContext(): AudioContext;
  /** A media element as a call uses one: its sound goes where setSinkId says, and its play() is what autoplay rules refuse. */
  player(): HTMLAudioElement;
  canChooseSpeaker: boolean;
  clock: Clock;
  storage: Pick<Storage, "getItem" | "setItem"> | null;
  silentSwitch: boolean;
}

interface Policy {
  allowsFeature?(name: string): boolean;
}

export function checkDeps(): CheckDeps {
  const page = document as Document & { permissionsPolicy?: Policy; featurePolicy?: Policy };
  return {
    mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
    secure: isSecureContext,
    allowed: () => (page.permissionsPolicy ?? page.featurePolicy)?.allowsFeature?.("microphone") ?? true,
    audioContext: () => new AudioContext(),
    player: () => document.createElement("audio"),
    canChooseSpeaker: "setSinkId" in HTMLMediaElement.prototype,
    clock: systemClock,
    storage: storage(),
    silentSwitch: hasSilentSwitch(navigator.platform, navigator.maxTouchPoints),
  };
}

/** Reading the property alone throws where a browser forbids storage. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
