/** The picture: video or poster, who it is, state, captions over the lower edge, sound button. */

import { h, setShown, setText } from "shared/dom";
import type { PictureChoice } from "../../media/picture-level";
import type { StageState } from "../../show/state";
import { captionOf, pictureShown, statusOf } from "../../show/state";
import { CONTROLS, madeBy, PICTURE, progress, RECONNECTING, TRANSCRIPT } from "../../show/words";
import { icon } from "../icons";
import type { Actions, Part, View } from "../view";
import { createBadge } from "./badge";
import { createMeter } from "./meter";
import { createPoster } from "./poster";

/** Longest caption, characters: about three lines; of a longer turn the newest words stay. */
const CAPTION = 180;

export function createPicture(actions: Pick<Actions, "allowSound" | "choosePicture">): View {
  const poster = createPoster();
  const slot = h("div", { class: "slot" });
  const badge = createBadge();
  const meter = createMeter();
  const waiting = h("p", { class: "progress", role: "status" });
  const caption = h("p", { class: "caption", "aria-hidden": "true" });
  const sound = h("button", { class: "sound", type: "button" }, icon("sound"), CONTROLS.sound);
  sound.onclick = () => actions.allowSound();
  const soundOnly = createSoundOnly(actions);
  const back = h("p", { class: "reconnecting", role: "status" });
  const label = h("p", { class: "made-by" });
  const top = h("div", { class: "picture-top" }, badge.element, meter.element);
  const bottom = h("div", { class: "picture-bottom" }, soundOnly.element, back, waiting, caption, label);
  const element = h("div", { class: "picture" }, poster.element, slot, top, sound, bottom);
  return {
    element,
    slot,
    update(model) {
      const { state, call } = model;
      element.dataset["status"] = statusOf(state);
      element.toggleAttribute("data-talking", state.avatarTalking);
      element.toggleAttribute("data-picture", pictureShown(state));
      poster.update(model);
      soundOnly.update(model);
      setText(back, state.reconnecting ? RECONNECTING : "");
      setShown(back, state.reconnecting);
      badge.update(model);
      meter.update(model);
      setText(waiting, progress(state.phase, call.agent.name));
      setShown(waiting, waiting.textContent !== "");
      setShown(sound, state.soundBlocked);
      setText(label, madeBy(state.phase, call.agent.name));
      const words = captionText(state);
      element.toggleAttribute("data-captioned", words !== "");
      if (words !== "") setText(caption, words);
    },
  };
}

/** Over the poster while the room sends sound alone. */
function createSoundOnly(actions: Pick<Actions, "choosePicture">): Part {
  const words = h("p", { role: "status" });
  const show = h("button", { class: "show-picture", type: "button" }, icon("picture"), PICTURE.show);
  const element = h("div", { class: "sound-only" }, words, show);
  let next: PictureChoice = "low";
  show.onclick = () => actions.choosePicture(next);
  return {
    element,
    update({ state }) {
      const off = state.phase === "live" && state.picture.level === "off";
      const chosen = state.picture.choice === "off";
      // Against the weak connection a picture needs a decision by hand; one's own "off" is only taken back.
      next = chosen ? "auto" : "low";
      setText(words, off ? (chosen ? PICTURE.chosen : PICTURE.weak) : "");
      setShown(element, off);
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
