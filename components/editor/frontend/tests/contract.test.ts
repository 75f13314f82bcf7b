import { expect, test } from "vitest";
import type { EditorData, Finding } from "../src/contract";
import { reduce } from "../src/reducer";
import { DATA, PLACES, TYPED, after, type } from "./support/data";

test.each(PLACES)("the places of $words are units of this language's strings", ({ field, units, words }) => {
  expect(DATA.values[field]?.slice(units[0], units[1])).toBe(words);
  expect(DATA.findings.map(({ from, to }) => [from, to])).toContainEqual(units);
});

test("the sample names every key of data and finding", () => {
  const keys: Record<keyof EditorData, true> = {
    document: true,
    revision: true,
    fields: true,
    values: true,
    findings: true,
    checked: true,
    variables: true,
    status: true,
  };
  const ofFinding: Record<keyof Finding, true> = {
    id: true,
    field: true,
    from: true,
    to: true,
    line: true,
    severity: true,
    message: true,
    fix: true,
  };
  expect(Object.keys(DATA).sort()).toEqual(Object.keys(keys).sort());
  for (const finding of DATA.findings) expect(Object.keys(finding).sort()).toEqual(Object.keys(ofFinding).sort());
});

test("typing into the sample gives the sample of what is sent", () => {
  const opened = after({ type: "data", data: DATA, draft: null, mounted: false });
  const end = DATA.values["name"]?.length ?? 0;
  expect(reduce(type(opened, "name", end, end, "!"), { type: "commit" }).typed).toEqual(TYPED);
});
