/** The stage's own counts of a call, shown when the server's summary does not come. */
import type { StageState, Summary } from "./state";
import type { Speaker } from "./transcript";
import { SUMMARY } from "./words";

export function ownSummary({ transcript, seconds, credits }: StageState): Summary {
  const count = (speaker: Speaker): number => transcript.turns.filter((turn) => turn.speaker === speaker).length;
  return {
    seconds,
    guest_turns: count("guest"),
    avatar_turns: count("avatar"),
    credits: credits ?? SUMMARY.unknownCredits,
    reason: "unknown",
    reason_text: SUMMARY.localReason,
    trouble: null,
  };
}
