/** The sample that Python's tests read too, and ways to vary it. */
import { ChangeSet } from "@codemirror/state";
import samples from "../../../../../tests/wire/editor.json";
import type { EditorData, Finding, Typed } from "../../src/contract";
import type { Draft } from "../../src/drafts";
import { reduce } from "../../src/reducer";
import type { Action } from "../../src/reducer";
import { INITIAL } from "../../src/state";
import type { State } from "../../src/state";

export const DATA = samples.data as EditorData;
export const TYPED: Typed = samples.typed;
export const PLACES = samples.places;

export const data = (changes: Partial<EditorData> = {}): EditorData => ({ ...DATA, findings: [], ...changes });

export function finding(words: string, text: string, field: string, fix?: string): Finding {
  const from = text.indexOf(words);
  const to = from + words.length;
  const change = { field, from, to, insert: fix ?? "" };
  return {
    id: words,
    field,
    from,
    to,
    line: 1,
    severity: "warning",
    message: `about ${words}`,
    fix: fix === undefined ? null : { label: "Mend", changes: [change] },
  };
}

/** What happened, in order, to a new tab. */
export const after = (...actions: Action[]): State => actions.reduce(reduce, INITIAL);

export const report = (changes: Partial<EditorData> = {}, draft: Draft | null = null): Action => ({
  type: "data",
  data: data(changes),
  draft,
  mounted: false,
});

/** Typing: characters `from` to `to` of a field become `insert`. */
export function type(state: State, field: string, from: number, to: number, insert: string): State {
  const before = state.values[field] ?? "";
  const text = before.slice(0, from) + insert + before.slice(to);
  return reduce(state, { type: "edited", field, text, edit: ChangeSet.of({ from, to, insert }, before.length).desc });
}

/** The words that each finding stands at. */
export const wordsOf = (state: State): string[] =>
  state.findings.map(({ field, from, to }) => state.values[field ?? ""]?.slice(from, to) ?? "");
