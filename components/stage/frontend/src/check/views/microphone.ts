/** Which microphone, how loud, and whether that is enough: a bar and words. */
import { h, setShown, setText } from "shared/dom";
import { FLOOR, meter } from "../ears/signal";
import type { CheckActions, CheckView } from "../state";
import { CHECK, HEARING } from "../words";
import { createDeviceList } from "./select";

export function createMicrophonePart(actions: Pick<CheckActions, "choose">): CheckView {
  const list = createDeviceList(CHECK.microphone, (microphone) => actions.choose({ microphone }));
  const fill = h("span", { class: "check-fill" });
  const bar = h(
    "div",
    { class: "check-bar", role: "meter", "aria-label": CHECK.level, "aria-valuemin": String(FLOOR), "aria-valuemax": "0" },
    fill,
  );
  const words = h("p", { class: "check-words" });
  const element = h("div", { class: "check-part check-microphone" }, list.element, bar, words);
  return {
    element,
    update(state) {
      setShown(element, state.microphone === "open");
      list.update(state.microphones, state.choice.microphone);
      const level = String(Math.round(state.level));
      fill.style.width = `${Math.round(meter(state.level) * 100)}%`;
      bar.dataset["hearing"] = state.hearing;
      if (bar.getAttribute("aria-valuenow") !== level) bar.setAttribute("aria-valuenow", level);
      bar.setAttribute("aria-valuetext", HEARING[state.hearing]);
      setText(words, HEARING[state.hearing]);
    },
  };
}
