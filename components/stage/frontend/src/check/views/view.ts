/** The check on the page: one quiet row, and behind it the parts. Shows state and reports presses; decides nothing. */
import { h, setShown, setText } from "shared/dom";
import { icon } from "../../views/icons";
import type { CheckActions, CheckView } from "../state";
import { CHECK, resultOf } from "../words";
import { createMicrophonePart } from "./microphone";
import { createSpeakerPart } from "./speaker";

export function createView(actions: CheckActions): CheckView {
  const last = h("span", { class: "check-last" });
  const sign = h("span", { class: "check-sign", "aria-hidden": "true" });
  const row = h(
    "button",
    { class: "check-row", type: "button", "aria-controls": "check-body" },
    icon("mic"),
    h("span", { class: "check-title" }, CHECK.title),
    last,
    sign,
  );
  row.onclick = () => actions.toggle();
  const result = h("p", { class: "check-result", role: "status" });
  const microphone = createMicrophonePart(actions);
  const speaker = createSpeakerPart(actions);
  const hint = h("p", { class: "check-hint" }, CHECK.silentSwitch);
  const again = h("button", { class: "check-again", type: "button" }, CHECK.again);
  again.onclick = () => actions.again();
  const done = h("button", { class: "check-done", type: "button" }, CHECK.done);
  done.onclick = () => {
    actions.toggle();
    row.focus();
  };
  const body = h(
    "div",
    { class: "check-body", id: "check-body" },
    result,
    microphone.element,
    speaker.element,
    hint,
    h("div", { class: "check-end" }, again, done),
  );
  const element = h("section", { class: "check", "aria-label": CHECK.title }, row, body);
  element.onkeydown = (event) => {
    if (event.key === "Escape" && row.getAttribute("aria-expanded") === "true") done.click();
  };
  return {
    element,
    update(state) {
      const works = state.microphone === "open";
      element.dataset["microphone"] = state.microphone;
      row.setAttribute("aria-expanded", String(state.open));
      setText(sign, state.open ? "–" : "+");
      setText(last, state.open ? "" : resultOf(state));
      setShown(body, state.open);
      setText(result, state.open ? resultOf(state) : "");
      result.toggleAttribute("data-trouble", !works && state.microphone !== "asking" && state.microphone !== "closed");
      microphone.update(state);
      speaker.update(state);
      setShown(hint, works && state.silentSwitch);
      setShown(again, !works && state.microphone !== "asking");
    },
  };
}
