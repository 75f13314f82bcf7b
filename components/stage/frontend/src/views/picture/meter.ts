/** Time, credits and connection quality of a live call. */

import { h, setShown, setText } from "shared/dom";
import { CAP, capLeft, clockText, QUALITY } from "../../show/words";
import { icon, setIcon } from "../icons";
import type { Part } from "../view";

/** Seconds that a warning of the cap stays in sight; the countdown beside it says the rest. */
const FRESH = 5;

export function createMeter(): Part {
  const time = h("span", { class: "time" });
  const credits = h("span", { class: "credits" });
  const left = h("span", { class: "left" });
  // Read out once for each warning; the seconds beside it are not.
  const warning = h("span", { class: "cap-warning", role: "status" });
  const bars = icon("signal");
  const word = h("span", { class: "quality-word" });
  const quality = h("span", { class: "quality" }, bars, word);
  const element = h("span", { class: "meter" }, quality, credits, time, left, warning);
  return {
    element,
    update({ state }) {
      setShown(element, state.phase === "live" || state.phase === "text" || state.phase === "ending");
      setText(time, clockText(state.seconds));
      setText(credits, state.credits === null ? "" : `${state.credits} credits`);
      setShown(credits, state.credits !== null);
      setShown(quality, state.quality !== "UNKNOWN" && state.phase === "live");
      setText(left, state.left === null ? "" : capLeft(state.left));
      setShown(left, state.left !== null && state.warned !== null);
      setText(warning, state.warned === null ? "" : CAP[state.warned]);
      warning.toggleAttribute("data-fresh", state.warned !== null && state.left !== null && state.left > state.warned - FRESH);
      element.toggleAttribute("data-last", state.warned !== null);
      quality.dataset["quality"] = state.quality;
      setIcon(bars, state.quality === "BAD" ? "signalWeak" : "signal");
      setText(word, QUALITY[state.quality]);
    },
  };
}
