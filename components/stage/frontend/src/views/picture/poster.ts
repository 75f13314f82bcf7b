/** The agent's drawn picture, wherever there is no video; one that does not load leaves its place empty. */
import { h, setShown } from "shared/dom";
import type { Part } from "../view";

export function createPoster(): Part {
  const element = h("img", { class: "poster", alt: "" });
  element.onerror = () => setShown(element, false);
  return {
    element,
    update({ call }) {
      if (element.getAttribute("src") === call.agent.picture) return;
      element.setAttribute("src", call.agent.picture);
      setShown(element, true);
    },
  };
}
