/** The call page's view: picture and transcript side by side, controls or summary below. */
import { statusOf } from "../state";
import { createControls } from "./controls";
import { h } from "./dom";
import { createPicture } from "./picture";
import { createSummary } from "./summary";
import { createTranscript } from "./transcript";
import type { Actions, View } from "./view";

export function createFull(actions: Actions): View {
  const picture = createPicture(actions);
  const parts = [picture, createTranscript(), createControls(actions), createSummary(actions)] as const;
  const [, transcript, controls, summary] = parts;
  const columns = h("div", { class: "columns" }, picture.element, transcript.element);
  const element = h("section", { class: "full" }, columns, controls.element, summary.element);
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
