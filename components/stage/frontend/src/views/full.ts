/** The call page's view: picture and transcript side by side, controls or summary below. */
import { statusOf } from "../show/state";
import { createControls } from "./controls";
import { h } from "shared/dom";
import { createNotice } from "./notice";
import { createPicture } from "./picture/picture";
import { createSummary } from "./summary";
import { createTranscript } from "./transcript";
import { createWaiting } from "./waiting";
import type { Actions, View } from "./view";

export function createFull(actions: Actions): View {
  const picture = createPicture(actions);
  const fallback = createNotice("status", (state) => (state.phase === "text" ? state.fallback : null));
  const parts = [picture, createTranscript(), fallback, createControls(actions), createWaiting(actions), createSummary(actions)] as const;
  const [, transcript, , controls, waiting, summary] = parts;
  const columns = h("div", { class: "columns" }, picture.element, transcript.element);
  const element = h("section", { class: "full" }, fallback.element, columns, controls.element, waiting.element, summary.element);
  return {
    element,
    slot: picture.slot,
    update(model) {
      element.dataset["status"] = statusOf(model.state);
      element.setAttribute("aria-label", `Call with ${model.call.agent.name}`);
      for (const part of parts) part.update(model);
    },
  };
}
