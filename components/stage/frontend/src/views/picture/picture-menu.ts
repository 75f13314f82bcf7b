/** How much picture, by hand: a plain list, which every browser makes usable by keys, fingers and screen readers. */

import { h, setShown } from "shared/dom";
import type { PictureChoice } from "../../media/picture-level";
import { PICTURE } from "../../show/words";
import type { Actions, Part } from "../view";

export function createPictureMenu(actions: Pick<Actions, "choosePicture">): Part {
  const choices = Object.entries(PICTURE.choices);
  const select = h("select", {}, ...choices.map(([value, word]) => h("option", { value }, word)));
  select.onchange = () => actions.choosePicture(select.value as PictureChoice);
  const element = h("label", { class: "picture-menu" }, h("span", {}, PICTURE.label), select);
  return {
    element,
    update({ state }) {
      setShown(element, state.phase === "live");
      if (select.value !== state.picture.choice) select.value = state.picture.choice;
    },
  };
}
