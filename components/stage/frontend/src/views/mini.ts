/** The small fixed card on other pages: live picture, name, time, back, hang up. */
import { pictureShown } from "../show/state";
import { CONTROLS, clockText, madeByShort } from "../show/words";
import { createBadge } from "./picture/badge";
import { h, setText } from "shared/dom";
import { icon } from "./icons";
import { createPoster } from "./picture/poster";
import type { Actions, View } from "./view";

export function createMini(actions: Pick<Actions, "openCall" | "hangUp">): View {
  const poster = createPoster();
  const slot = h("div", { class: "slot" });
  const name = h("strong");
  const time = h("span", { class: "time" });
  const label = h("p", { class: "made-by" });
  const badge = createBadge();
  const back = h("button", { class: "primary back", type: "button" }, icon("back"), h("span", {}, CONTROLS.back));
  back.onclick = () => actions.openCall();
  const hangUp = h(
    "button",
    { class: "danger hangup", type: "button", title: CONTROLS.hangUp, "aria-label": CONTROLS.hangUp },
    icon("hangup"),
  );
  hangUp.onclick = () => actions.hangUp();
  const screen = h("div", { class: "mini-picture" }, poster.element, slot, label);
  const head = h("p", { class: "mini-head" }, name, badge.element, time);
  const element = h("aside", { class: "mini" }, screen, head, h("div", { class: "mini-buttons" }, back, hangUp));
  return {
    element,
    slot,
    update(model) {
      element.setAttribute("aria-label", `Call with ${model.call.agent.name}`);
      setText(name, model.call.agent.name);
      setText(time, clockText(model.state.seconds));
      setText(label, madeByShort(model.state.phase, model.call.agent.name));
      poster.update(model);
      element.toggleAttribute("data-picture", pictureShown(model.state));
      badge.update(model);
      hangUp.disabled = model.state.phase === "ending";
    },
  };
}
