/** The picture: video or poster, who it is, state, captions over the lower edge, sound button. */
import { captionOf, statusOf } from "../state";
import type { StageState } from "../state";
import { CONTROLS, TRANSCRIPT, madeBy, progress } from "../words";
import { createBadge } from "./badge";
import { h, setShown, setText } from "./dom";
import { icon } from "./icons";
import { createMeter } from "./meter";
import type { Actions, View } from "./view";

/** Longest caption, characters: about three lines; of a longer turn the newest words stay. */
const CAPTION = 180;

export function createPicture(actions: Pick<Actions, "allowSound">): View {
  const poster = h("img", { class: "poster", alt: "" });
  poster.onerror = () => setShown(poster, false);
  const slot = h("div", { class: "slot" });
  const badge = createBadge();
  const meter = createMeter();
  const waiting = h("p", { class: "progress", role: "status" });
  const caption = h("p", { class: "caption", "aria-hidden": "true" });
  const sound = h("button", { class: "sound", type: "button" }, icon("sound"), CONTROLS.sound);
  sound.onclick = () => actions.allowSound();
  const label = h("p", { class: "made-by" });
  const top = h("div", { class: "picture-top" }, badge.element, meter.element);
  const bottom = h("div", { class: "picture-bottom" }, waiting, caption, label);
  const element = h("div", { class: "picture" }, poster, slot, top, sound, bottom);
  return {
    element,
    slot,
    update(model) {
      const { state, call } = model;
      element.dataset["status"] = statusOf(state);
      element.toggleAttribute("data-talking", state.avatarTalking);
      if (poster.getAttribute("src") !== call.agent.picture) {
        poster.setAttribute("src", call.agent.picture);
        setShown(poster, true);
      }
      badge.update(model);
      meter.update(model);
      setText(waiting, progress(state.phase, call.agent.name));
      setShown(waiting, waiting.textContent !== "");
      setShown(sound, state.soundBlocked);
      setText(label, madeBy(call.agent.name));
      const words = captionText(state);
      element.toggleAttribute("data-captioned", words !== "");
      if (words !== "") setText(caption, words);
    },
  };
}

/** Empty when nobody speaks; the last words then stay in the element and fade. */
function captionText(state: StageState): string {
  const turn = captionOf(state);
  if (turn === null || turn.state !== "open" || turn.text === "") return "";
  const text = turn.text.length <= CAPTION ? turn.text : `… ${turn.text.slice(-CAPTION).replace(/^\S*\s/, "")}`;
  return turn.speaker === "guest" ? `${TRANSCRIPT.you}: ${text}` : text;
}
