import { beforeEach, expect, test } from "vitest";
import { draftsIn } from "../src/drafts";

const DRAFT = { revision: 3, at: 5, values: { name: "Santa" } };

beforeEach(() => localStorage.clear());

test("a draft is kept per document until it is dropped", () => {
  const drafts = draftsIn(localStorage);
  drafts.write("santa", DRAFT);
  drafts.write("elf", { ...DRAFT, revision: 9 });
  expect(draftsIn(localStorage).read("santa")).toEqual(DRAFT);
  drafts.drop("santa");
  expect(drafts.read("santa")).toBeNull();
  expect(drafts.read("elf")?.revision).toBe(9);
});

test("the oldest draft gives way, and nothing that is not ours", () => {
  localStorage.setItem("other", "{}");
  const drafts = draftsIn(localStorage);
  for (let at = 1; at <= 12; at++) drafts.write(`persona-${at}`, { ...DRAFT, at });
  expect([1, 2, 3].map((at) => drafts.read(`persona-${at}`)?.at)).toEqual([undefined, undefined, 3]);
  drafts.write("persona-3", { ...DRAFT, at: 99 });
  expect(drafts.read("persona-4")?.at).toBe(4);
  expect(localStorage.getItem("other")).toBe("{}");
});

test("a text beyond all measure is not kept", () => {
  draftsIn(localStorage).write("santa", { ...DRAFT, values: { name: "x".repeat(200_000) } });
  expect(localStorage.length).toBe(0);
});

test.each([
  "",
  "null",
  "7",
  "[]",
  "{",
  '{"revision":1,"at":2}',
  '{"revision":"1","at":2,"values":{}}',
  '{"revision":1,"at":2,"values":{"name":7}}',
])("what is no draft is none: %s", (text) => {
  localStorage.setItem("talk-to-santa.editor.santa", text);
  expect(draftsIn(localStorage).read("santa")).toBeNull();
});

test("without a storage, or with one that refuses, editing goes on", () => {
  const full = new Proxy(localStorage, {
    get(target, name) {
      if (name !== "setItem" && name !== "getItem") return Reflect.get(target, name);
      return () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    },
  });
  for (const drafts of [draftsIn(null), draftsIn(full)]) {
    drafts.write("santa", DRAFT);
    expect(drafts.read("santa")).toBeNull();
    drafts.drop("santa");
  }
});
