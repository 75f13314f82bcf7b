/** Time, credits and connection quality of a live call. */
import { QUALITY, clockText } from "../words";
import { h, setShown, setText } from "./dom";
import { icon, setIcon } from "./icons";
import type { Part } from "./view";

export function createMeter(): Part {
  const time = h("span", { class: "time" });
  const credits = h("span", { class: "credits" });
  const bars = icon("signal");
  const word = h("span", { class: "quality-word" });
  const quality = h("span", { class: "quality" }, bars, word);
  const element = h("span", { class: "meter" }, quality, credits, time);
  return {
    element,
    update({ state }) {
      setShown(element, state.phase === "live" || state.phase === "ending");
      setText(time, clockText(state.seconds));
      setText(credits, state.credits === null ? "" : `${state.credits} credits`);
      setShown(credits, state.credits !== null);
      setShown(quality, state.quality !== "UNKNOWN");
      quality.dataset["quality"] = state.quality;
      setIcon(bars, state.quality === "BAD" ? "signalWeak" : "signal");
      setText(word, QUALITY[state.quality]);
    },
  };
}
