/** Keys of the call page: Esc interrupts, M turns the microphone on and off outside text fields. */
import type { Actions } from "./view";

type KeyActions = Pick<Actions, "interrupt" | "toggleMicrophone">;

/** Handles one key press while a call is live on the call page. */
export function handleKey(event: KeyboardEvent, actions: KeyActions): void {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") actions.interrupt();
  else if (event.key.toLowerCase() === "m" && !isEditable(event.composedPath()[0])) actions.toggleMicrophone();
  else return;
  event.preventDefault();
}

function isEditable(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}
