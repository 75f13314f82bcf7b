/** What the lobby shows: the guest's name, what is wrong with it, and how far the start has come. */
import type { LobbyData } from "../line/contract";
import type { Notice } from "./state";

export interface LobbyState {
  /** As it stands in the field. */
  guest: string;
  /** What is wrong with the name, told at its field. */
  fault: string | null;
  /** Counts what was wrong, so that the same words told twice bring the focus back twice. */
  faults: number;
  /** Why no call could be opened. */
  trouble: Notice | null;
  /** "asking": the browser asks for the microphone; "opening": the server is asked for a call. */
  step: "waiting" | "asking" | "opening";
}

export interface LobbyModel {
  data: LobbyData;
  state: LobbyState;
}

/** Longest name that can be spoken (calls/guests.py). */
export const NAME_LIMIT = 40;
