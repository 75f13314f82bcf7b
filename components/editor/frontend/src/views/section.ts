/** One section of the persona: its name and counts, its text, and what was found in it. */
import type { EditorView } from "@codemirror/view";
import type { Field, Finding } from "../contract";
import { createFieldEditor, setReadOnly } from "../field/editor";
import type { FieldEvents } from "../field/editor";
import { goTo, setText as setEditorText, underline } from "../field/show";
import { readOnly } from "../state";
import type { State } from "../state";
import { characters } from "../texts";
import { FINDINGS_OF, countCharacters, countFindings } from "../words";
import { h, setText } from "shared/dom";
import { createFindings } from "./findings";
import type { FindingEvents } from "./findings";

export interface Section {
  element: HTMLElement;
  editor: EditorView;
  update(state: State): void;
  goTo(place: number): void;
}

export function createSection(field: Field, text: string, root: Document | ShadowRoot, events: FieldEvents & FindingEvents): Section {
  const id = (part: string): string => `section-${field.name}-${part}`;
  const [found, count, spoken] = [
    h("span", { class: "found" }),
    h("span", { class: "count", "aria-hidden": "true" }),
    h("span", { class: "unseen", id: id("count") }),
  ];
  const list = createFindings(FINDINGS_OF(field.label), events);
  list.element.id = id("findings");
  const attributes = {
    "aria-label": field.label,
    "aria-describedby": ["hint", "count", "findings"].map(id).join(" "),
    "aria-multiline": String(field.kind === "text"),
  };
  const editor = createFieldEditor(field, text, root, attributes, events);
  const title = h("h3", { id: id("title") }, field.label);
  const hint = h("p", { class: "hint", id: id("hint") }, field.hint);
  title.onclick = () => editor.focus();
  const header = h("header", {}, title, h("span", { class: "counts" }, found, count, spoken), hint);
  const element = h(
    "section",
    { role: "group", "aria-labelledby": id("title"), "data-field": field.name, "data-kind": field.kind },
    header,
    h("div", { class: "box" }, editor.dom),
    list.element,
  );
  let batch = -1;
  return {
    element,
    editor,
    goTo: (place) => goTo(editor, place),
    update(state) {
      const shown = state.values[field.name] ?? "";
      const findings = state.findings.filter((finding) => finding.field === field.name);
      setReadOnly(editor, readOnly(state));
      if (batch !== state.batch) {
        batch = state.batch;
        setEditorText(editor, shown);
        underline(editor, findings);
      }
      const counted = countCharacters(characters(shown), field.limit);
      setText(count, counted.text);
      count.dataset["over"] = String(counted.over);
      setText(spoken, counted.spoken);
      setText(found, countFindings(findings));
      element.dataset["worst"] = counted.over ? "error" : worst(findings);
      list.update(findings.map((finding) => ({ finding, line: lineOf(editor, finding), fixable: !readOnly(state) })));
    },
  };
}

/** A text of one line needs no number. */
function lineOf(editor: EditorView, finding: Finding): number | null {
  const { doc } = editor.state;
  return doc.lines === 1 ? null : doc.lineAt(Math.min(finding.from, doc.length)).number;
}

function worst(findings: readonly Finding[]): string {
  return (["error", "warning", "hint"] as const).find((severity) => findings.some((finding) => finding.severity === severity)) ?? "";
}
