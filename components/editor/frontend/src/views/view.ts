/** All of the editor for one document: the top line, the sections, and the ways between them. */
import type { Transaction } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { EditorData, Finding } from "../contract";
import type { FieldEvents } from "../field/editor";
import { follow } from "../field/linked";
import { change } from "../field/show";
import { readOnly } from "../state";
import type { State } from "../state";
import { WHOLE } from "../words";
import { createBar } from "./bar";
import { h } from "shared/dom";
import { createFindings } from "./findings";
import type { FindingEvents } from "./findings";
import { createOffer } from "./offer";
import { createSection } from "./section";

export interface Actions extends Pick<FieldEvents, "edited" | "variables"> {
  commit(): void;
  bringBack(): void;
  drop(): void;
  now(): number;
}

export class View {
  readonly element = h("div", { class: "editor-body" });
  readonly #actions: Actions;
  readonly #sections: Map<string, ReturnType<typeof createSection>>;
  readonly #parts: readonly { update(state: State): void }[];
  #findings: readonly Finding[] = [];
  #visited = "";
  #fixes = 0;

  constructor(data: EditorData, state: State, root: Document | ShadowRoot, actions: Actions) {
    this.#actions = actions;
    const { edited, variables } = actions;
    const events = { edited, variables, applied: this.#applied, goOn: this.#goOn, goTo: this.#goTo, fix: this.#fix } satisfies FieldEvents &
      FindingEvents;
    this.#sections = new Map(data.fields.map((field) => [field.name, createSection(field, state.values[field.name] ?? "", root, events)]));
    const bar = createBar(() => this.#next());
    const offer = createOffer(actions.now, actions.bringBack, actions.drop);
    const whole = createFindings(WHOLE, events);
    const ofNoSection = (finding: Finding): boolean => finding.field === null || !this.#sections.has(finding.field);
    const wholeUpdate = (now: State): void =>
      whole.update(now.findings.filter(ofNoSection).map((finding) => ({ finding, line: null, fixable: !readOnly(now) })));
    this.#parts = [bar, offer, { update: wholeUpdate }, ...this.#sections.values()];
    this.element.append(bar.element, offer.element, whole.element, ...[...this.#sections.values()].map(({ element }) => element));
    this.element.addEventListener("focusout", () => actions.commit());
    this.element.addEventListener("keydown", (event) => {
      // The page's own shortcuts do not see that these keys are typed into a text.
      event.stopPropagation();
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      actions.commit();
    });
  }

  update(state: State): void {
    this.#findings = state.findings;
    for (const part of this.#parts) part.update(state);
  }

  /** The same editors in another place of the page: their styles belong to its root. */
  setRoot(root: Document | ShadowRoot): void {
    for (const editor of this.#editors()) editor.setRoot(root);
  }

  destroy(): void {
    for (const editor of this.#editors()) editor.destroy();
    this.element.remove();
  }

  #editors = (): EditorView[] => [...this.#sections.values()].map(({ editor }) => editor);

  #applied = (transaction: Transaction): void => follow(transaction, this.#editors());

  #goOn = (field: string): void => {
    const names = [...this.#sections.keys()];
    this.#sections.get(names[names.indexOf(field) + 1] ?? "")?.editor.focus();
  };

  #goTo = (finding: Finding): void => {
    this.#visited = finding.id;
    this.#sections.get(finding.field ?? "")?.goTo(finding.from);
  };

  /** The findings in the order of the page, round and round. */
  #next(): void {
    const order = [...this.#sections.keys()];
    const found = this.#findings.filter(({ field }) => field !== null && this.#sections.has(field));
    const sorted = [...found].sort(
      (one, other) => order.indexOf(one.field ?? "") - order.indexOf(other.field ?? "") || one.from - other.from,
    );
    const next = sorted[(sorted.findIndex(({ id }) => id === this.#visited) + 1) % sorted.length];
    if (next !== undefined) this.#goTo(next);
  }

  #fix = (finding: Finding): void => {
    const group = `fix-${++this.#fixes}`;
    const changed = [...this.#sections].flatMap(([name, section]) => {
      const changes = finding.fix?.changes.filter(({ field }) => field === name) ?? [];
      return changes.length === 0 ? [] : [{ section, end: change(section.editor, changes, group) }];
    });
    changed[0]?.section.goTo(changed[0].end);
    this.#actions.commit();
  };
}
