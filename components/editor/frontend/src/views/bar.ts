/** The top line: whether the text is safe, how much there is to mend, and the way to the next of it. */
import type { State } from "../state";
import { NEXT, NO_FINDINGS, countFindings } from "../words";
import { h, setShown, setText } from "shared/dom";
import { icon, setIcon } from "./icons";

export interface Part {
  element: HTMLElement;
  update(state: State): void;
}

export function createBar(onNext: () => void): Part {
  const [sign, words, found] = [icon(), h("span"), h("span", { class: "found" })];
  const status = h("p", { class: "status", role: "status", "aria-live": "polite" }, sign, words);
  const next = h("button", { type: "button", title: `${NEXT.hint} (F8 in a field)`, "aria-label": NEXT.hint }, NEXT.label);
  next.onclick = onNext;
  return {
    element: h("div", { class: "bar" }, status, h("p", { class: "total" }, found, next)),
    update({ data, findings }) {
      if (data === null) return;
      status.dataset["kind"] = data.status.kind;
      setIcon(sign, data.status.kind);
      setText(words, data.status.text);
      setText(found, countFindings(findings) || NO_FINDINGS);
      setShown(
        next,
        findings.some((finding) => finding.field !== null),
      );
    },
  };
}
