/** Which picture to start with, from what the browser knows of the network. */
import type { CallData, PictureQuality } from "../line/contract";

/** Fields of the Network Information API; absent in Firefox and Safari. */
export interface NetworkHints {
  effectiveType?: string;
  /** Mbit/s. */
  downlink?: number;
  /** Milliseconds. */
  rtt?: number;
  saveData?: boolean;
}

/** Mbit/s that a level needs with half as much again to spare (2000, 1000 and 500 kbit/s: heygen/limits.py). */
const NEEDS = { high: 3, medium: 1.5 } as const;
/** Milliseconds from which a connection recovers lost packets too late for a large picture. */
const SLOW = 300;

/** Without hints the middle: it plays nearly everywhere, and a better one can be chosen by hand. */
export function startQuality(wish: CallData["quality"], hints: NetworkHints | null): PictureQuality {
  if (wish !== "auto") return wish;
  if (hints === null) return "medium";
  const { effectiveType = "4g", downlink, rtt = 0, saveData = false } = hints;
  if (saveData || effectiveType === "slow-2g" || effectiveType === "2g") return "low";
  if (downlink !== undefined && downlink < NEEDS.medium) return "low";
  if (downlink === undefined || downlink < NEEDS.high || rtt > SLOW || effectiveType === "3g") return "medium";
  return "high";
}
