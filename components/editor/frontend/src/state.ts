/** What the editor knows of one document, as plain data. */
import type { ChangeDesc } from "@codemirror/state";
import type { EditorData, Finding, Typed, Values } from "./contract";
import type { Draft } from "./drafts";

/** The text of one `seq`, and what was done to it until the next mark. */
export interface Mark {
  seq: number;
  edits: Readonly<Record<string, ChangeDesc>>;
}

export interface State {
  /** The newest data of the server; null before the first. */
  data: EditorData | null;
  /** The texts as shown. */
  values: Values;
  /** At their places in the texts as shown. */
  findings: readonly Finding[];
  /** Counts the arrivals of findings and of texts. */
  batch: number;
  /** From the text that the findings were last about, up to now. */
  marks: readonly Mark[];
  /** The last number given to a text, and the number that the server's own text had here. */
  seq: number;
  base: number;
  checked: number;
  /** What is shown is newer than `seq`. */
  waiting: boolean;
  /** What Python was last told; another object is to be sent. */
  typed: Typed | null;
  /** Unsaved text of another revision, which the writer has not decided about yet. */
  offer: Draft | null;
}

export const INITIAL: State = {
  data: null,
  values: {},
  findings: [],
  batch: 0,
  marks: [],
  seq: 0,
  base: 0,
  checked: 0,
  waiting: false,
  typed: null,
  offer: null,
};

/** Whether the shown text would be lost with this page: typed here, and not yet checked, or checked and not kept by the server. */
export function unsafe(state: State): boolean {
  if (state.waiting || state.seq > state.checked) return true;
  const kind = state.data?.status.kind;
  return state.seq > state.base && (kind === "unsaved" || kind === "conflict");
}

export const readOnly = (state: State): boolean => state.data?.status.kind === "readonly";
