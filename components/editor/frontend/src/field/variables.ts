/** After "${" the names of the variables are offered, with what they mean. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import type { Variable } from "../contract";

export function completeVariables(variables: () => readonly Variable[]): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const before = context.matchBefore(/\$\{\w*/);
    if (before === null) return null;
    const options = variables().map(({ name, meaning }): Completion => ({ label: name, detail: meaning, apply }));
    return { from: before.from + 2, options, validFor: /^\w*$/ };
  };
}

/** Writes the name and one closing brace, whether or not one stands there already. */
function apply(view: EditorView, { label }: Completion, from: number, to: number): void {
  const end = view.state.sliceDoc(to, to + 1) === "}" ? to + 1 : to;
  view.dispatch({
    changes: { from, to: end, insert: `${label}}` },
    selection: { anchor: from + label.length + 1 },
    userEvent: "input.complete",
  });
}
