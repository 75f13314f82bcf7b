/** Findings as a list: each leads to its place, and what can be mended by a click has a button. */
import type { Finding } from "../contract";
import { GO_TO, LINE, SEVERITY } from "../words";
import { h, setShown, setText } from "shared/dom";
import { icon, setIcon } from "./icons";

export interface FindingEvents {
  goTo(finding: Finding): void;
  fix(finding: Finding): void;
}

/** A finding as it is shown; `line` is null where it has no place, `fixable` is false where nothing may be changed. */
export interface Shown {
  finding: Finding;
  line: number | null;
  fixable: boolean;
}

export interface FindingList {
  element: HTMLUListElement;
  update(shown: readonly Shown[]): void;
}

export function createFindings(label: string, events: FindingEvents): FindingList {
  const element = h("ul", { class: "findings", "aria-label": label });
  const rows: Row[] = [];
  return {
    element,
    // Rows are written over in their order, so that new findings do not take the keyboard's focus out of the list.
    update(shown) {
      shown.forEach((one, i) => {
        const row = (rows[i] ??= createRow(events));
        if (row.element.parentNode === null) element.append(row.element);
        row.update(one);
      });
      for (const row of rows.splice(shown.length)) row.element.remove();
      setShown(element, shown.length > 0);
    },
  };
}

interface Row {
  element: HTMLLIElement;
  update(shown: Shown): void;
}

function createRow(events: FindingEvents): Row {
  const [sign, kind, place, message] = [
    icon(),
    h("span", { class: "kind" }),
    h("span", { class: "place" }),
    h("span", { class: "message" }),
  ];
  const go = h("button", { type: "button", class: "go" }, sign, h("span", {}, kind, place, message));
  const fix = h("button", { type: "button", class: "fix" });
  const element = h("li", {}, go, fix);
  let current: Finding | null = null;
  go.onclick = () => current !== null && events.goTo(current);
  fix.onclick = () => current !== null && events.fix(current);
  return {
    element,
    update({ finding, line, fixable }) {
      current = finding;
      element.dataset["severity"] = finding.severity;
      setIcon(sign, finding.severity);
      setText(kind, SEVERITY[finding.severity]);
      setText(place, line === null ? "" : LINE(line));
      setText(message, finding.message);
      go.setAttribute("aria-label", GO_TO(finding.severity, finding.message, line));
      go.disabled = finding.field === null;
      setText(fix, finding.fix?.label ?? "");
      setShown(fix, fixable && finding.fix !== null);
    },
  };
}
