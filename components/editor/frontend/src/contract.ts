/** What passes between Python and the editor in the browser. Twin of contract.py; both are proved on tests/wire/editor.json. */
export interface Field {
  name: string;
  label: string;
  hint: string;
  /** A line holds no line breaks. */
  kind: "line" | "text";
  /** The most characters, as Python counts them; more is marked, not refused. */
  limit: number | null;
}

export type Severity = "error" | "warning" | "hint";

/** Characters `from` to `to` of a field become `insert`. Offsets are UTF-16 code units, as in every string here. */
export interface Change {
  field: string;
  from: number;
  to: number;
  insert: string;
}

export interface Fix {
  label: string;
  changes: readonly Change[];
}

export interface Finding {
  id: string;
  /** Null: about the whole persona. */
  field: string | null;
  from: number;
  to: number;
  /** From 1, in the text that was checked. */
  line: number;
  severity: Severity;
  message: string;
  fix: Fix | null;
}

export interface Variable {
  name: string;
  meaning: string;
}

export interface Status {
  kind: "saved" | "saving" | "unsaved" | "conflict" | "readonly";
  text: string;
}

export type Values = Readonly<Record<string, string>>;

export interface EditorData {
  /** The identity of what is edited; another one is another document, with fresh editors. */
  document: string;
  /** The number of the server's text: another one means that `values` replaces what is shown. */
  revision: number;
  fields: readonly Field[];
  values: Values;
  findings: readonly Finding[];
  /** The `seq` of the text that the findings are about. */
  checked: number;
  variables: readonly Variable[];
  status: Status;
}

/** All texts of the document, so that nothing is lost when Streamlit folds several reports into the last. */
export type Typed = { document: string; revision: number; seq: number; values: Values };

/** A type alias, because Streamlit asks for an index signature. */
export type EditorValues = { typed: Typed };
