/** Mounts the editor in the element that Streamlit gives us. */
import type { FrontendRendererArgs } from "@streamlit/component-v2-lib";
import type { EditorData, EditorValues } from "./contract";
import { draftsIn } from "./drafts";
import { EditorMemory } from "./memory";
import base from "./styles/base.css";
import sections from "./styles/sections.css";

/** On globalThis, so that a newer bundle in the same tab finds the text of the older one. */
const KEY = Symbol.for("talk-to-santa.editor");

type Component = Pick<FrontendRendererArgs<EditorValues, EditorData>, "data" | "parentElement" | "setStateValue">;

export default function editor(component: Component): () => void {
  const store = globalThis as { [KEY]?: EditorMemory };
  const memory = (store[KEY] ??= new EditorMemory({ drafts: draftsIn(storage()), now: Date.now }));
  const run = memory.receive(component.data, component, placeIn(component.parentElement));
  return () => memory.park(run);
}

/** The browser's storage; reading it is an error where the settings forbid it. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function placeIn(parent: HTMLElement | ShadowRoot): HTMLElement {
  const place = parent.querySelector<HTMLElement>(".editor") ?? parent.appendChild(document.createElement("div"));
  place.classList.add("editor");
  if (parent.querySelector("style[data-editor]") === null) {
    const style = document.createElement("style");
    style.dataset["editor"] = "";
    style.textContent = `${base}\n${sections}`;
    parent.append(style);
  }
  return place;
}
