/** What may stand in a field, the smallest change between two texts, and how characters are counted. */
import { ChangeSet } from "@codemirror/state";
import type { Field, Values } from "./contract";

// Everything that cannot be stored or shown: control characters but tab and line feed, and halves of surrogate pairs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text that a field may hold. Only line breaks of two characters change its length. */
export function fitting(kind: Field["kind"], text: string): string {
  const clean = text.replace(/\r\n?/g, "\n").replace(UNFIT, "\ufffd");
  return kind === "line" ? clean.replaceAll("\n", " ") : clean;
}

/** One text for each field, whatever came. */
export function fittingAll(fields: readonly Field[], values: Values): Values {
  return Object.fromEntries(fields.map(({ name, kind }) => [name, fitting(kind, values[name] ?? "")]));
}

export const same = (one: Values, other: Values): boolean => Object.keys(one).every((name) => one[name] === other[name]);

/** The change from one text to another, without what both begin and end with, so that the cursor keeps its place. */
export function difference(before: string, after: string): ChangeSet {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return ChangeSet.of({ from: start, to: before.length - end, insert: after.slice(start, after.length - end) }, before.length);
}

/** Characters as Python counts them. */
export const characters = (text: string): number => text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
