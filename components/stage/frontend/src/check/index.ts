/** An instant check of microphone and speaker, in this browser alone. */
import { Controller } from "./controller";
import type { CheckDeps } from "./deps";
import type { Choice } from "./state";
import { createView } from "./views/view";

export { default as checkStyles } from "./check.css";
export type { CheckDeps } from "./deps";
export { checkDeps } from "./deps";

export interface Check {
  element: HTMLElement;
  /** Lets go of the devices and folds the check up. */
  close(): void;
  /** What the person chose, for the call; null means the system's own choice. */
  choice(): Choice;
}

export function createCheck(deps: CheckDeps): Check {
  const controller: Controller = new Controller(deps, () => view.update(controller.state));
  const view = createView({
    toggle: () => (controller.state.open ? controller.close() : void controller.open()),
    again: () => void controller.open(),
    choose: (change) => void controller.choose(change),
    chime: () => void controller.chime(),
    answer: (heard) => controller.answer(heard),
    testEcho: () => void controller.testEcho(),
  });
  view.update(controller.state);
  return { element: view.element, close: () => controller.close(), choice: () => controller.state.choice };
}
