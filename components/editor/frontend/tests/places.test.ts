import { describe, expect, test } from "vitest";
import { reduce } from "../src/reducer";
import { DATA, after, finding, report, type, wordsOf } from "./support/data";

const COMMIT = { type: "commit" } as const;
const OPENING = DATA.values["opening"] ?? "";
const gifts = finding("free gifts", OPENING, "opening", "a warm evening");
const opened = after(report({ findings: [gifts] }));

test("findings follow their words while others are typed", () => {
  expect(wordsOf(type(opened, "opening", 0, 0, "Well, "))).toEqual(["free gifts"]);
  expect(wordsOf(type(opened, "opening", 0, 10, ""))).toEqual(["free gifts"]);
  expect(wordsOf(type(opened, "name", 0, 5, "Elf"))).toEqual(["free gifts"]);
});

test("a finding goes with its words", () => {
  expect(type(opened, "opening", gifts.from, gifts.to, "").findings).toEqual([]);
});

test("findings about an older text are brought through what was typed since", () => {
  const sent = reduce(type(opened, "opening", 0, 0, "Well, "), COMMIT);
  const further = reduce(type(type(sent, "opening", 3, 3, "!!"), "opening", 0, 1, "w"), COMMIT);
  const text = sent.values["opening"] ?? "";
  const late = reduce(
    type(further, "opening", 0, 0, "12345"),
    report({ checked: 1, findings: [finding("Hello", text, "opening"), finding("gifts", text, "opening")] }),
  );
  expect(late.values["opening"]?.startsWith("12345wel!!l, Ho")).toBe(true);
  expect(wordsOf(late)).toEqual(["Hello", "gifts"]);
});

test("findings that come again for the same text stay at their places", () => {
  const sent = reduce(type(opened, "opening", 0, 0, "Well, "), COMMIT);
  const again = [1, 1, 1].reduce((state) => reduce(state, report({ checked: 0, findings: [gifts] })), sent);
  expect(wordsOf(again)).toEqual(["free gifts"]);
});

test("findings about a text that nobody remembers are not shown at wrong places", () => {
  const sent = reduce(type(opened, "opening", 0, 0, "Well, "), COMMIT);
  const current = reduce(sent, report({ checked: 1, findings: [finding("Hello", sent.values["opening"] ?? "", "opening")] }));
  expect(wordsOf(reduce(current, report({ checked: 0, findings: [gifts] })))).toEqual(["Hello"]);
  expect(wordsOf(reduce(current, report({ checked: 7, findings: [gifts] })))).toEqual(["Hello"]);
});

test("findings of a new revision are about its own text, whatever number was checked before", () => {
  const sent = reduce(type(opened, "opening", 0, 0, "Well, "), COMMIT);
  const values = { ...DATA.values, opening: "No free gifts." };
  const fresh = reduce(sent, report({ revision: 4, checked: 0, values, findings: [finding("free gifts", values.opening, "opening")] }));
  expect(wordsOf(fresh)).toEqual(["free gifts"]);
  const typed = type(fresh, "opening", 0, 2, "Never any");
  expect(
    wordsOf(reduce(typed, report({ revision: 4, checked: 1, values, findings: [finding("gifts", values.opening, "opening")] }))),
  ).toEqual(["gifts"]);
});

test("findings of the server's text are brought through kept text that was put back", () => {
  const restored = after(
    report({ findings: [gifts] }, { revision: 3, at: 1, values: { ...DATA.values, opening: `Well, well. ${OPENING}` } }),
  );
  expect(wordsOf(restored)).toEqual(["free gifts"]);
});

test("places outside the text are brought inside", () => {
  const wild = { ...gifts, from: -4, to: 4000, fix: { label: "Mend", changes: [{ field: "never", from: 900, to: 950, insert: "x" }] } };
  const [found] = after(report({ findings: [wild] })).findings;
  const end = DATA.values["never"]?.length;
  expect(found).toMatchObject({ from: 0, to: OPENING.length, fix: { changes: [{ from: end, to: end }] } });
  expect(after(report({ findings: [{ ...gifts, field: "gone" }] })).findings).toMatchObject([{ from: 0, to: 0 }]);
});

describe("a fix", () => {
  test("moves along with the text", () => {
    const [found] = type(opened, "opening", 0, 0, "Well, ").findings;
    expect(found?.fix?.changes).toEqual([{ field: "opening", from: gifts.from + 6, to: gifts.to + 6, insert: "a warm evening" }]);
  });

  test("is offered no longer when somebody writes where it would", () => {
    const [found] = type(opened, "opening", gifts.from + 4, gifts.from + 4, "!").findings;
    expect(found).toMatchObject({ id: "free gifts", fix: null });
  });

  test("of several fields goes when one of its places is touched", () => {
    const both = {
      ...gifts,
      fix: { label: "Mend", changes: [...(gifts.fix?.changes ?? []), { field: "never", from: 0, to: 7, insert: "" }] },
    };
    const start = after(report({ findings: [both] }));
    expect(type(start, "never", 20, 20, "x").findings[0]?.fix?.changes).toHaveLength(2);
    expect(type(start, "never", 3, 4, "").findings[0]?.fix).toBeNull();
  });
});
