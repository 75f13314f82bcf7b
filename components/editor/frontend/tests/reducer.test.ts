import { describe, expect, test } from "vitest";
import { reduce } from "../src/reducer";
import type { Action } from "../src/reducer";
import { INITIAL, unsafe } from "../src/state";
import { DATA, after, data, report, type } from "./support/data";

const COMMIT = { type: "commit" } as const;
const draft = (revision: number, name: string) => ({ revision, at: 1, values: { ...DATA.values, name } });

test("numbers count up with each text, and a commit without news sends nothing", () => {
  const once = reduce(type(after(report()), "name", 0, 5, "Elf"), COMMIT);
  expect(once.typed).toMatchObject({ document: "santa", revision: 3, seq: 1, values: { name: "Elf 🎅" } });
  expect(reduce(once, COMMIT)).toBe(once);
  expect(reduce(type(once, "name", 0, 3, "Mrs. Claus"), COMMIT).typed).toMatchObject({ seq: 2, values: { name: "Mrs. Claus 🎅" } });
});

test("a tab that comes to a document after another goes on with its numbers", () => {
  expect(reduce(type(after(report({ checked: 41 })), "name", 0, 5, "Elf"), COMMIT).typed?.seq).toBe(42);
});

test("the same revision keeps what is shown, another one replaces it", () => {
  const typed = reduce(type(after(report()), "name", 0, 5, "Elf"), COMMIT);
  expect(reduce(typed, report({ checked: 1 })).values["name"]).toBe("Elf 🎅");
  const theirs = reduce(type(typed, "name", 0, 0, "An "), report({ revision: 4, values: { ...DATA.values, name: "Theirs" }, checked: 1 }));
  expect(theirs).toMatchObject({ values: { name: "Theirs" }, waiting: false, typed: null, seq: 1 });
  expect(reduce(type(theirs, "name", 6, 6, "!"), COMMIT).typed).toMatchObject({ revision: 4, seq: 2, values: { name: "Theirs!" } });
});

test("another document begins anew, with its own numbers", () => {
  const typed = reduce(type(after(report()), "name", 0, 5, "Elf"), COMMIT);
  expect(reduce(typed, report({ document: "elf" }))).toMatchObject({ values: DATA.values, seq: 0, typed: null, offer: null });
});

test("what is typed here is unsafe until it is checked and kept", () => {
  const saved = { kind: "saved", text: "" } as const;
  const opened = after(report({ status: { kind: "unsaved", text: "" } }));
  expect(unsafe(opened)).toBe(false);
  const typing = type(opened, "name", 0, 5, "Elf");
  expect(unsafe(typing)).toBe(true);
  const sent = reduce(typing, COMMIT);
  expect(unsafe(sent)).toBe(true);
  expect(unsafe(reduce(sent, report({ checked: 1, status: saved })))).toBe(false);
  expect(unsafe(reduce(sent, report({ checked: 1, status: { kind: "conflict", text: "" } })))).toBe(true);
  expect(unsafe(reduce(type(sent, "name", 0, 0, "An "), report({ checked: 1, status: saved })))).toBe(true);
});

describe("what Python does not have is said again, as news,", () => {
  const sent = reduce(type(after(report()), "name", 0, 5, "Elf"), COMMIT);
  const read = reduce(sent, report({ checked: 1 }));

  test("when the component is put on the page again", () => {
    const mount = (checked: number) => ({ ...report({ checked }), mounted: true }) as Action;
    expect(reduce(sent, mount(0)).typed).toEqual({ ...sent.typed, seq: 2 });
    expect(reduce(sent, report()).typed).toBe(sent.typed);
    expect(reduce(sent, mount(1)).typed).toBe(sent.typed);
    expect(reduce(INITIAL, mount(0)).typed).toBeNull();
  });

  test("once, when the server remembers less than before", () => {
    const forgot = reduce(read, report({ checked: 0 }));
    expect(forgot.typed).toEqual({ ...sent.typed, seq: 2 });
    expect(reduce(forgot, report({ checked: 0 })).typed).toBe(forgot.typed);
    expect(reduce(sent, report({ checked: 0 })).typed).toBe(sent.typed);
  });

  test("but not what a newer revision made old", () => {
    const newer = reduce(read, report({ revision: 4, checked: 0 }));
    expect(reduce(newer, report({ revision: 4, checked: 0 })).typed).toBeNull();
    expect(reduce(newer, { ...report({ revision: 4, checked: 0 }), mounted: true } as Action).typed).toBeNull();
  });
});

describe("kept text", () => {
  test("of the same revision goes on where it was, and is sent", () => {
    expect(after(report({}, draft(3, "Mine")))).toMatchObject({
      values: { name: "Mine" },
      typed: { seq: 1, values: { name: "Mine" } },
      offer: null,
    });
  });

  test("of another revision is offered", () => {
    const offered = after(report({}, draft(2, "Mine")));
    expect(offered).toMatchObject({ values: { name: DATA.values["name"] }, typed: null, offer: { at: 1, values: { name: "Mine" } } });
    expect(reduce(offered, { type: "brought back" })).toMatchObject({
      values: { name: "Mine" },
      typed: { seq: 1, revision: 3 },
      offer: null,
    });
    expect(reduce(offered, { type: "dropped" })).toMatchObject({ values: { name: DATA.values["name"] }, typed: null, offer: null });
  });

  test("that is shown already needs nothing", () => {
    expect(after(report({}, draft(2, DATA.values["name"] ?? "")))).toMatchObject({ typed: null, offer: null });
  });

  test("does not change what may not be changed", () => {
    expect(after(report({ status: { kind: "readonly", text: "" } }, draft(3, "Mine")))).toMatchObject({
      values: { name: DATA.values["name"] },
      typed: null,
      offer: null,
    });
  });

  test("of fields that are no more is left out, and fields it does not know keep their text", () => {
    const old = { revision: 3, at: 1, values: { name: "Mine", gone: "old" } };
    expect(after(report({}, old)).values).toEqual({ ...DATA.values, name: "Mine" });
  });
});

test("texts that no field may hold are made to fit, in their places", () => {
  const { values } = after({
    type: "data",
    draft: null,
    mounted: false,
    data: data({ values: { name: "Two\nlines", opening: "a\r\nb\u0000c\ud83c", extra: "no" } }),
  });
  expect(values).toEqual({ name: "Two lines", opening: "a\nb\ufffdc\ufffd", never: "" });
});
