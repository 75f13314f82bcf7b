/** The call page's view with fake actions, and ways to show a state and find what it shows. */
import { beforeEach, vi } from "vitest";
import type { EventBody, StageEvent } from "../../src/line/contract";
import { reduce } from "../../src/show/reducer";
import { INITIAL } from "../../src/show/state";
import type { StageState } from "../../src/show/state";
import { createFull } from "../../src/views/full";
import type { Actions, View } from "../../src/views/view";
import { DATA } from "./call";

export let actions: { [K in keyof Actions]: ReturnType<typeof vi.fn<Actions[K]>> };
export let view: View;

beforeEach(() => {
  actions = {
    send: vi.fn<Actions["send"]>(async () => true),
    interrupt: vi.fn<Actions["interrupt"]>(),
    toggleMicrophone: vi.fn<Actions["toggleMicrophone"]>(),
    choosePicture: vi.fn<Actions["choosePicture"]>(),
    retry: vi.fn<Actions["retry"]>(),
    dismiss: vi.fn<Actions["dismiss"]>(),
    allowSound: vi.fn<Actions["allowSound"]>(),
    hangUp: vi.fn<Actions["hangUp"]>(),
    another: vi.fn<Actions["another"]>(),
    openCall: vi.fn<Actions["openCall"]>(),
    copy: vi.fn<Actions["copy"]>(async () => true),
  };
  view = createFull(actions);
  document.body.replaceChildren(view.element);
});

export function after(...bodies: EventBody[]): StageState {
  return bodies.reduce((state, body, i) => reduce(state, { type: "event", event: { ...body, seq: i + 1, at: i } as StageEvent }), INITIAL);
}

export function show(...bodies: EventBody[]): void {
  view.update({ call: DATA, state: after({ type: "phase", phase: "live" }, ...bodies) });
}

export function find<T extends HTMLElement>(selector: string, root: HTMLElement = view.element): T {
  const element = root.querySelector<T>(selector);
  if (element === null) throw new Error(`no ${selector}`);
  return element;
}

export const button = (name: string): HTMLButtonElement => find<HTMLButtonElement>(`button.${name}`);
