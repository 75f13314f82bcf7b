/** The editor on a page: a shadow root as Streamlit makes it, Python's side, a clock that is turned by hand. */
import { EditorView } from "@codemirror/view";
import { afterEach, beforeEach, vi } from "vitest";
import type { EditorData, Typed } from "../../src/contract";
import { draftsIn } from "../../src/drafts";
import { EditorMemory } from "../../src/memory";

export const NOON = new Date(2026, 11, 1, 12, 0).getTime();

export let memory: EditorMemory;
export let place: HTMLElement;
export let sent: Typed[];

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  localStorage.clear();
  openTab();
});

afterEach(() => vi.useRealTimers());

/** A new tab: what the old one had in memory is gone. */
export function openTab(): void {
  memory = new EditorMemory({ drafts: draftsIn(localStorage), now: Date.now });
  sent = [];
  place = newPlace();
}

// One for all tests: happy-dom stumbles over editors of an earlier one that listen in a root of their own.
const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });

// A browser tells of a new selection when the script has ended, happy-dom in the midst of CodeMirror's own work on it.
document.addEventListener("selectionchange", (event) => event.stopImmediatePropagation());

export function newPlace(): HTMLElement {
  const made = document.createElement("div");
  root.replaceChildren(made);
  return made;
}

export const show = (data: EditorData, where = place): number =>
  memory.receive(data, { setStateValue: (_name, value) => void sent.push(value) }, where);

export function find<T extends HTMLElement>(selector: string, from: ParentNode = place): T {
  const element = from.querySelector<T>(selector);
  if (element === null) throw new Error(`no ${selector}`);
  return element;
}

export const section = (field: string): HTMLElement => find(`section[data-field="${field}"]`);
export const buttons = (field: string, name: "go" | "fix"): HTMLButtonElement[] =>
  [...section(field).querySelectorAll<HTMLButtonElement>(`button.${name}`)].filter(({ hidden }) => !hidden);

export function editor(field: string): EditorView {
  const view = EditorView.findFromDOM(find(".cm-editor", section(field)));
  if (view === null) throw new Error(`no editor in ${field}`);
  return view;
}

export const text = (field: string): string => editor(field).state.doc.toString();

/** Typing at the cursor's place, or at `at`. */
export function type(field: string, words: string, at = editor(field).state.doc.length): void {
  editor(field).dispatch({ changes: { from: at, insert: words }, selection: { anchor: at + words.length }, userEvent: "input.type" });
}

/** A key as the browser gives it; false when somebody has kept it from the browser. */
export function press(field: string, key: string, keyCode: number, modifiers: KeyboardEventInit = {}): boolean {
  return editor(field).contentDOM.dispatchEvent(
    new KeyboardEvent("keydown", { key, keyCode, bubbles: true, cancelable: true, composed: true, ...modifiers }),
  );
}
