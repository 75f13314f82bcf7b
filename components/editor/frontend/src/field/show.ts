/** What the state says about a field, brought into its editor: text, underlines, the place of the cursor, a fix. */
import { isolateHistory } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import type { Change, Finding } from "../contract";
import { difference } from "../texts";
import { known } from "./editor";
import { link } from "./linked";

/** Shows a text that came from elsewhere; it can be undone like any other change. */
export function setText(view: EditorView, text: string): void {
  const before = view.state.doc.toString();
  if (before === text) return;
  view.dispatch({ changes: difference(before, text), annotations: [known.of(true), isolateHistory.of("full")] });
}

export function underline(view: EditorView, findings: readonly Finding[]): void {
  const length = view.state.doc.length;
  const marks = findings.map(({ from, to, severity, message }) => ({
    from: Math.min(from, length),
    to: Math.min(to, length),
    severity,
    message,
  }));
  view.dispatch(setDiagnostics(view.state, marks));
}

/** Puts the cursor to a place and the place in the middle of the window. */
export function goTo(view: EditorView, place: number): void {
  const anchor = Math.min(place, view.state.doc.length);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  view.focus();
}

/** Makes the changes of a fix in one field, as one step of undo; gives the place behind the last of them. */
export function change(view: EditorView, changes: readonly Change[], group: string): number {
  const set = view.state.changes(changes.map(({ from, to, insert }) => ({ from, to, insert })));
  view.dispatch({ changes: set, effects: link.of(group), annotations: isolateHistory.of("full"), userEvent: "input.fix" });
  return set.mapPos(Math.max(...changes.map(({ to }) => to)), 1);
}
