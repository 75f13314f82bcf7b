/** From what happened to what is known: typing, reports of the server, drafts. Pure. */
import type { ChangeDesc } from "@codemirror/state";
import type { EditorData, Values } from "./contract";
import type { Draft } from "./drafts";
import { movedAll, placed } from "./places";
import { INITIAL, readOnly } from "./state";
import type { Mark, State } from "./state";
import { difference, fittingAll, same } from "./texts";

export type Action =
  /** `draft` is text of this document that the server may not have. A component that was `mounted` anew may have to say it again. */
  | { type: "data"; data: EditorData; draft: Draft | null; mounted: boolean }
  | { type: "edited"; field: string; text: string; edit: ChangeDesc }
  | { type: "commit" }
  | { type: "brought back" }
  | { type: "dropped" };

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "data": {
      const next = received(state, action.data, action.draft);
      return action.mounted && next.typed === state.typed ? resent(next) : next;
    }
    case "edited":
      return edited(state, action.field, action.text, action.edit);
    case "commit":
      return state.waiting ? committed(state) : state;
    case "brought back":
      return state.offer === null ? state : committed(written({ ...state, offer: null }, state.offer.values));
    case "dropped":
      return { ...state, offer: null };
  }
}

function received(state: State, data: EditorData, draft: Draft | null): State {
  const here = state.data?.document === data.document;
  if (!here || state.data?.revision !== data.revision)
    return withDraft(replaced(here ? state : { ...INITIAL, seq: data.checked }, data), data, draft);
  const known = Math.max(data.checked, state.base);
  const next = checked({ ...state, data, checked: known });
  // A server that has been started again remembers less than before.
  return known < state.checked ? resent(next) : next;
}

/** Kept text of the same revision goes on where it was; of another, it is offered. */
function withDraft(state: State, data: EditorData, draft: Draft | null): State {
  if (draft === null || readOnly(state)) return state;
  const values = { ...state.values, ...pick(fittingAll(data.fields, draft.values), draft.values) };
  if (same(values, state.values)) return state;
  if (draft.revision === data.revision) return committed(written(state, values));
  return { ...state, offer: { ...draft, values } };
}

/** The server's text takes the place of what is shown. */
function replaced(state: State, data: EditorData): State {
  const values = fittingAll(data.fields, data.values);
  const marks: Mark[] = [{ seq: state.seq, edits: {} }];
  const next = { ...state, data, values, marks, findings: [], base: state.seq, checked: state.seq, waiting: false, typed: null };
  return checked({ ...next, batch: state.batch + 1 });
}

/** Findings that came with the data, at their places in what is shown now. */
function checked(state: State): State {
  const { data } = state;
  if (data === null) return state;
  // What was sent before the server's own text came is no news of this text.
  const seq = Math.max(data.checked, state.base);
  const findings = placed(data.findings, seq, state.marks, state.values);
  if (findings === null) return state;
  const marks = state.marks.filter((mark) => mark.seq >= seq);
  return { ...state, findings, marks, checked: seq, batch: state.batch + 1 };
}

function edited(state: State, field: string, text: string, edit: ChangeDesc): State {
  const last = state.marks.at(-1);
  if (last === undefined) return state;
  const edits = { ...last.edits, [field]: last.edits[field]?.composeDesc(edit) ?? edit };
  return {
    ...state,
    values: { ...state.values, [field]: text },
    findings: movedAll(state.findings, field, edit),
    marks: [...state.marks.slice(0, -1), { ...last, edits }],
    waiting: true,
  };
}

/** Texts that somebody else put into the fields, as if they had been typed. */
function written(state: State, values: Values): State {
  const changed = Object.entries(values).filter(([name, text]) => state.values[name] !== undefined && state.values[name] !== text);
  const next = changed.reduce((all, [name, text]) => edited(all, name, text, difference(all.values[name] ?? "", text).desc), state);
  return { ...next, batch: state.batch + 1 };
}

function committed(state: State): State {
  if (state.data === null) return state;
  const { document, revision } = state.data;
  const seq = state.seq + 1;
  const typed = { document, revision, seq, values: state.values };
  return { ...state, seq, typed, waiting: false, marks: [...state.marks, { seq, edits: {} }] };
}

/** Under a new number: Streamlit tells Python nothing of a value that it has already, and has it before Python listens. */
function resent(state: State): State {
  return state.typed !== null && state.typed.seq > state.checked ? committed(state) : state;
}

const pick = (values: Values, names: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names[name] !== undefined));
