/** A fix may change several fields; undoing it in one of them undoes it in the others, where it is still the last change. */
import { invertedEffects, redo, undo } from "@codemirror/commands";
import { StateEffect, StateField } from "@codemirror/state";
import type { Extension, Transaction } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

export type Way = "undo" | "redo";

/** Put on the transactions that belong together. */
export const link = StateEffect.define<string>();

const groupOf = (transaction: Transaction): string | null => transaction.effects.find((effect) => effect.is(link))?.value ?? null;

/** The group that the next undo and the next redo would take along. */
const next = StateField.define<Record<Way, string | null>>({
  create: () => ({ undo: null, redo: null }),
  update(value, transaction) {
    if (transaction.isUserEvent("undo")) return { undo: null, redo: groupOf(transaction) };
    if (transaction.isUserEvent("redo")) return { undo: groupOf(transaction), redo: null };
    return transaction.docChanged ? { undo: groupOf(transaction), redo: null } : value;
  },
});

export const links: Extension = [next, invertedEffects.of((transaction) => transaction.effects.filter((effect) => effect.is(link)))];

/** Carries an undo or redo of one field into the others. */
export function follow(transaction: Transaction, fields: Iterable<EditorView>): void {
  const way = (["undo", "redo"] as const).find((event) => transaction.isUserEvent(event));
  const group = groupOf(transaction);
  if (way === undefined || group === null) return;
  for (const view of fields) if (view.state.field(next)[way] === group) (way === "undo" ? undo : redo)(view);
}
