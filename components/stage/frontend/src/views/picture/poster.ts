/** The agent's drawn picture, wherever there is no video; one that does not load leaves its place empty. */
import { h, setShown } from "shared/dom";
import type { Agent } from "../../line/contract";

export interface Poster {
  element: HTMLElement;
  update(shown: { call: { agent: Agent } }): void;
}

export function createPoster(): Poster {
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
