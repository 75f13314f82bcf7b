/** Findings follow the text: where they stand after an edit, and which of them an edit has settled. */
import type { ChangeDesc } from "@codemirror/state";
import type { Change, Finding, Fix, Values } from "./contract";
import type { Mark } from "./state";

/** A finding after an edit of a field; null when its words were taken out. */
function moved(finding: Finding, field: string, edit: ChangeDesc): Finding | null {
  const fix = finding.fix === null ? null : movedFix(finding.fix, field, edit);
  if (finding.field !== field) return fix === finding.fix ? finding : { ...finding, fix };
  const from = edit.mapPos(finding.from, 1);
  const to = Math.max(from, edit.mapPos(finding.to, -1));
  return from === to && finding.from < finding.to ? null : { ...finding, from, to, fix };
}

/** A fix is offered as long as nobody touched the places that it changes. */
function movedFix(fix: Fix, field: string, edit: ChangeDesc): Fix | null {
  if (fix.changes.every((change) => change.field !== field)) return fix;
  const move = (change: Change): Change | null => {
    if (change.field !== field) return change;
    return edit.touchesRange(change.from, change.to) !== false
      ? null
      : { ...change, from: edit.mapPos(change.from), to: edit.mapPos(change.to) };
  };
  const changes = fix.changes.map(move).filter((change) => change !== null);
  return changes.length === fix.changes.length ? { ...fix, changes } : null;
}

export function movedAll(findings: readonly Finding[], field: string, edit: ChangeDesc): readonly Finding[] {
  return findings.map((finding) => moved(finding, field, edit)).filter((finding) => finding !== null);
}

/** Findings about the text of `seq`, at their places in `values`; null when it is not known what was typed since. */
export function placed(findings: readonly Finding[], seq: number, marks: readonly Mark[], values: Values): readonly Finding[] | null {
  const first = marks.findIndex((mark) => mark.seq === seq);
  if (first < 0) return null;
  const edits = marks.slice(first).flatMap((mark) => Object.entries(mark.edits));
  const length = (field: string): number => edits.find(([name]) => name === field)?.[1].length ?? values[field]?.length ?? 0;
  return edits.reduce(
    (all, [field, edit]) => movedAll(all, field, edit),
    findings.map((finding) => inside(finding, length)) as readonly Finding[],
  );
}

/** No place lies outside its text: one that did would stop the editor. */
function inside(finding: Finding, length: (field: string) => number): Finding {
  const clamp = <T extends { from: number; to: number }>(place: T, field: string): T => {
    const to = Math.min(Math.max(0, place.to), length(field));
    return { ...place, from: Math.min(Math.max(0, place.from), to), to };
  };
  const fix = finding.fix && { ...finding.fix, changes: finding.fix.changes.map((change) => clamp(change, change.field)) };
  return finding.field === null ? { ...finding, fix } : { ...clamp(finding, finding.field), fix };
}
