/** What the check knows; the view shows it, the controller changes it. */
import { FLOOR } from "./ears/signal";
import type { Echo, Hearing, Problem } from "./verdict";

export interface Device {
  id: string;
  label: string;
}

/** Device ids, null for the system's own choice. */
export interface Choice {
  microphone: string | null;
  speaker: string | null;
  camera: string | null;
}

export interface CheckState {
  open: boolean;
  microphone: "closed" | "asking" | "open" | Problem;
  /** dBFS over the last half second. */
  level: number;
  hearing: Hearing;
  /** Speech was heard since the microphone was opened. */
  heard: boolean;
  microphones: readonly Device[];
  /** Null where the browser does not let pages choose the speaker. */
  speakers: readonly Device[] | null;
  choice: Choice;
  speaker: "untested" | "playing" | "asked" | "heard" | "unheard" | "blocked";
  echo: "untested" | "measuring" | Echo;
  silentSwitch: boolean;
}

export const CLOSED: CheckState = {
  open: false,
  microphone: "closed",
  level: FLOOR,
  hearing: "nothing",
  heard: false,
  microphones: [],
  speakers: null,
  choice: { microphone: null, speaker: null, camera: null },
  speaker: "untested",
  echo: "untested",
  silentSwitch: false,
};

/** What a newly opened microphone has told: nothing yet. */
export const UNHEARD = {
  level: FLOOR,
  hearing: "nothing",
  heard: false,
  speaker: "untested",
  echo: "untested",
} as const satisfies Partial<CheckState>;

/** What the view may ask of the controller. */
export interface CheckActions {
  toggle(): void;
  again(): void;
  choose(change: Partial<Choice>): void;
  chime(): void;
  answer(heard: boolean): void;
  testEcho(): void;
}

/** A part of the check on the page. */
export interface CheckView {
  element: HTMLElement;
  update(state: CheckState): void;
}
