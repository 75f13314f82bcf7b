/** In place of the call that this tab does not run: what has become of it, and the way to have it here. */
import type { Elsewhere } from "../show/elsewhere";
import { ANOTHER, ELSEWHERE } from "../show/words";
import { h, setShown, setText } from "shared/dom";
import { icon } from "./icons";

export interface ElsewhereActions {
  bring(): void;
  another(): void;
}

export interface ElsewhereView {
  element: HTMLElement;
  /** `small`: on a page that is about something else. */
  update(what: Elsewhere, small: boolean): void;
}

export function createElsewhere(actions: ElsewhereActions): ElsewhereView {
  const title = h("h2");
  const words = h("p");
  const told = h("div", { role: "status" }, title, words);
  const bringWord = h("span");
  const bring = h("button", { class: "primary bring", type: "button" }, icon("back"), bringWord);
  bring.onclick = () => actions.bring();
  const another = h("button", { class: "another", type: "button" }, ANOTHER);
  another.onclick = () => actions.another();
  const buttons = h("div", { class: "elsewhere-buttons" }, bring, another);
  const element = h("section", { class: "elsewhere" }, told, buttons);
  return {
    element,
    update(what, small) {
      element.classList.toggle("small", small);
      setText(title, ELSEWHERE[what].title);
      setText(words, ELSEWHERE[what].words);
      setText(bringWord, ELSEWHERE[what].bring);
      setShown(buttons, what !== "returning");
      setShown(another, !small);
    },
  };
}
