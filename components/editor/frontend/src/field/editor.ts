/** One section's text in CodeMirror: what the keys do, and who is told about a change. */
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { nextDiagnostic, previousDiagnostic } from "@codemirror/lint";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import type { ChangeDesc, Extension, Transaction } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import type { Field, Variable } from "../contract";
import { fitting } from "../texts";
import { oneLine } from "./line";
import { links } from "./linked";
import { theme } from "./theme";
import { uncovered } from "./uncovered";
import { completeVariables } from "./variables";

export interface FieldEvents {
  edited(field: string, text: string, edit: ChangeDesc): void;
  applied(transaction: Transaction): void;
  /** Enter in a field of one line. */
  goOn(field: string): void;
  variables(): readonly Variable[];
}

/** Marks text that the state already knows of, and that is therefore no news. */
export const known = Annotation.define<true>();

const locked = new Compartment();
const lockedBy = (readOnly: boolean): Extension => [
  EditorState.readOnly.of(readOnly),
  EditorView.contentAttributes.of({ "aria-readonly": String(readOnly) }),
];

export function createFieldEditor(
  field: Field,
  text: string,
  root: Document | ShadowRoot,
  attributes: Record<string, string>,
  events: FieldEvents,
): EditorView {
  const extensions = [
    history(),
    links,
    field.kind === "line" ? oneLine(() => events.goOn(field.name)) : [],
    autocompletion({ override: [completeVariables(events.variables)], icons: false }),
    keymap.of([...completionKeymap, ...standardKeymap, ...historyKeymap, { key: "F8", run: nextDiagnostic, shift: previousDiagnostic }]),
    EditorView.lineWrapping,
    uncovered,
    EditorView.clipboardInputFilter.of((pasted) => fitting(field.kind, pasted)),
    EditorView.contentAttributes.of({ spellcheck: "true", autocorrect: "on", autocapitalize: "sentences", ...attributes }),
    locked.of(lockedBy(false)),
    theme,
    EditorView.updateListener.of((update) => {
      const own = update.docChanged && !update.transactions.some((transaction) => transaction.annotation(known) === true);
      if (own) events.edited(field.name, update.state.doc.toString(), update.changes.desc);
      for (const transaction of update.transactions) events.applied(transaction);
    }),
  ];
  return new EditorView({ state: EditorState.create({ doc: text, extensions }), root });
}

export function setReadOnly(view: EditorView, readOnly: boolean): void {
  if (view.state.readOnly !== readOnly) view.dispatch({ effects: locked.reconfigure(lockedBy(readOnly)) });
}
