/** A field of one line: Enter goes on to the next field, and pasted line breaks become spaces. */
import { EditorState } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";

export function oneLine(goOn: () => void): Extension {
  const enter = (): boolean => {
    goOn();
    return true;
  };
  const flat = EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
    const changes: { from: number; to: number; insert: string }[] = [];
    transaction.changes.iterChanges((from, to, _from, _to, insert) => {
      changes.push({ from, to, insert: insert.toString().replaceAll("\n", " ") });
    });
    return { changes, selection: transaction.newSelection, effects: transaction.effects, scrollIntoView: true, userEvent: "input.paste" };
  });
  return [keymap.of([{ key: "Enter", run: enter, shift: enter }]), flat];
}
