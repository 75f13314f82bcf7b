/** A notice that can be closed; it goes away by itself with the next thing that works. */
import type { Notice, StageState } from "../show/state";
import { CONTROLS, noticeText } from "../show/words";
import { h, setShown, setText } from "shared/dom";
import { icon } from "./icons";
import type { Part } from "./view";

export function createNotice(role: "alert" | "status", pick: (state: StageState) => Notice | null, onDismiss?: () => void): Part {
  const words = h("p", { role });
  const close = h("button", { class: "dismiss", type: "button", title: CONTROLS.dismiss, "aria-label": CONTROLS.dismiss }, icon("close"));
  const element = h("div", { class: "notice" }, words);
  if (onDismiss !== undefined) {
    close.onclick = onDismiss;
    element.append(close);
  }
  return {
    element,
    update({ state }) {
      const notice = pick(state);
      setText(words, notice === null ? "" : noticeText(notice));
      setShown(element, notice !== null);
    },
  };
}
