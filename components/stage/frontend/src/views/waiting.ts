/** What stands in place of the controls while a failed attempt waits for the next: why, how long, now, or not at all. */
import { WAITING, noticeText } from "../show/words";
import { h, setShown, setText } from "shared/dom";
import { icon } from "./icons";
import type { Actions, Part } from "./view";

export function createWaiting(actions: Pick<Actions, "retry" | "hangUp">): Part {
  const title = h("h2", {}, WAITING.title);
  const why = h("p", { role: "status" });
  // Seen by everybody, but not read out each second: a timer is no live region.
  const countdown = h("p", { class: "countdown", role: "timer" });
  const now = h("button", { class: "primary retry", type: "button" }, icon("retry"), WAITING.now);
  now.onclick = () => actions.retry();
  const stop = h("button", { class: "stop-waiting", type: "button" }, icon("hangup"), WAITING.stop);
  stop.onclick = () => actions.hangUp();
  const element = h("section", { class: "waiting" }, title, why, h("div", { class: "waiting-row" }, countdown, now, stop));
  return {
    element,
    update({ state }) {
      const { waiting } = state;
      setShown(element, state.phase === "waiting" && waiting !== null);
      setText(why, waiting === null ? "" : noticeText(waiting.trouble));
      setText(countdown, waiting === null ? "" : WAITING.countdown(waiting.left));
      now.disabled = waiting === null || waiting.left === 0;
    },
  };
}
