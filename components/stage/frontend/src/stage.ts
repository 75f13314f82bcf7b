/** Mounts the stage in the element that Streamlit gives us. */
import type { FrontendRendererArgs } from "@streamlit/component-v2-lib";
import { browserDeps } from "./browser";
import { checkStyles } from "./check/index";
import type { StageData, StageValues } from "./line/contract";
import { StageMemory } from "./tab/memory";
import base from "./styles/base.css";
import controls from "./styles/controls.css";
import lobby from "./styles/lobby.css";
import mini from "./styles/mini.css";
import picture from "./styles/picture.css";
import summary from "./styles/summary.css";
import transcript from "./styles/transcript.css";

/** On globalThis, so that a newer bundle in the same tab finds the call of the older one. */
const KEY = Symbol.for("talk-to-santa.stage");
const CSS = [base, picture, transcript, controls, summary, mini, lobby, checkStyles].join("\n");

type Component = Pick<FrontendRendererArgs<StageValues, StageData>, "data" | "parentElement" | "setStateValue" | "setTriggerValue">;

export default function stage(component: Component): () => void {
  const store = globalThis as { [KEY]?: StageMemory };
  const memory = (store[KEY] ??= new StageMemory(browserDeps()));
  const place = placeIn(component.parentElement);
  const run = memory.receive(component.data, component, place);
  return () => memory.park(run);
}

function placeIn(parent: HTMLElement | ShadowRoot): HTMLElement {
  const place = parent.querySelector<HTMLElement>(".stage") ?? parent.appendChild(document.createElement("div"));
  place.classList.add("stage");
  if (parent.querySelector("style[data-stage]") === null) {
    const style = document.createElement("style");
    style.dataset["stage"] = "";
    style.textContent = CSS;
    parent.append(style);
  }
  return place;
}
