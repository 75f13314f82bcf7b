import { CompletionContext } from "@codemirror/autocomplete";
import { redo, undo } from "@codemirror/commands";
import { forEachDiagnostic } from "@codemirror/lint";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { completeVariables } from "../src/field/variables";
import { PAUSE_MS } from "../src/memory";
import { DATA, data, finding } from "./support/data";
import { buttons, editor, find, place, press, section, sent, show, text, type } from "./support/page";

const OPENING = DATA.values["opening"] ?? "";

describe("a field of one line", () => {
  beforeEach(() => void show(data()));

  test("takes no line breaks, however they come", () => {
    const view = editor("name");
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: "Santa\nand\n\nfriends" }, userEvent: "input.paste" });
    expect(text("name")).toBe("Santa and  friends");
    expect(view.state.doc.lines).toBe(1);
  });

  test("Enter goes on to the next field", () => {
    editor("name").focus();
    expect(press("name", "Enter", 13)).toBe(false);
    expect(text("name")).toBe(DATA.values["name"]);
    expect(editor("opening").hasFocus).toBe(true);
  });

  test("a text takes them", () => {
    expect(press("never", "Enter", 13)).toBe(false);
    expect(editor("never").state.doc.lines).toBe(2);
  });

  test("Tab is left to the browser", () => {
    expect(press("name", "Tab", 9)).toBe(true);
    expect(press("never", "Tab", 9)).toBe(true);
    expect(sent).toEqual([]);
  });
});

test("each section is a named group whose editor has its label, its hint and its counts", () => {
  show(DATA);
  const byId = (id: string): string => find(`[id="${id}"]`).textContent ?? "";
  expect(byId(section("opening").getAttribute("aria-labelledby") ?? "")).toBe("Opening line");
  const content = editor("opening").contentDOM;
  expect([content.getAttribute("role"), content.getAttribute("aria-label"), content.getAttribute("spellcheck")]).toEqual([
    "textbox",
    "Opening line",
    "true",
  ]);
  const described = (content.getAttribute("aria-describedby") ?? "").split(" ").map(byId);
  expect(described.slice(0, 2)).toEqual(["The first thing the child hears.", "56 of at most 400 characters"]);
  expect(described[2]).toContain("No variable is called guestname.");
  expect(find(".counts", section("opening")).textContent).toContain("1 error · 1 warning56 / 400");
});

test("characters are counted as Python counts them, and too many are said", () => {
  show(data());
  type("name", "x".repeat(53));
  expect(find(".count", section("name")).textContent).toBe("60 / 60");
  type("name", "🎄");
  expect(find(".count", section("name")).textContent).toBe("61 / 60 · too long");
});

test("findings are underlined, listed with their lines, and lead to their places", () => {
  show(DATA);
  const marks: [number, number, string][] = [];
  forEachDiagnostic(editor("opening").state, ({ severity }, from, to) => marks.push([from, to, severity]));
  expect(marks).toEqual([
    [20, 32, "error"],
    [46, 56, "warning"],
  ]);
  expect(buttons("opening", "go").map((button) => button.getAttribute("aria-label"))).toEqual([
    "Error, line 1: No variable is called guestname.",
    "Warning, line 2: This sounds like selling.",
  ]);
  expect(find(".editor-body > .findings").textContent).toContain("Nothing is said about secrets.");
  buttons("opening", "go")[1]?.click();
  expect(editor("opening").hasFocus).toBe(true);
  expect(editor("opening").state.selection.main.head).toBe(46);
  type("opening", "A new line\n", 0);
  expect(buttons("opening", "go").map((button) => button.textContent)).toEqual([
    "ErrorLine 2No variable is called guestname.",
    "WarningLine 3This sounds like selling.",
  ]);
});

test("Next goes through the findings of all sections, round and round", () => {
  const hint = finding("promise", DATA.values["never"] ?? "", "never");
  show(data({ findings: [hint, ...DATA.findings] }));
  const where = (): string[] =>
    ["name", "opening", "never"]
      .filter((field) => editor(field).hasFocus)
      .map((field) => `${field} ${editor(field).state.selection.main.head}`);
  const visited = [1, 2, 3, 4].flatMap(() => {
    find<HTMLButtonElement>(".total button").click();
    return where();
  });
  expect(visited).toEqual(["opening 20", "opening 46", "never 8", "opening 20"]);
});

test("messages never become markup", () => {
  show(
    data({
      findings: [{ ...finding("free", OPENING, "opening", "x"), message: "<b>bold</b>" }],
      status: { kind: "saved", text: "<i>safe</i>" },
    }),
  );
  expect(place.querySelector("b, i")).toBeNull();
  expect(find(".status").textContent).toBe("<i>safe</i>");
});

describe("a fix", () => {
  const both = finding("free gifts", OPENING, "opening", "a fire");
  const fix = {
    label: "Mend both",
    changes: [...(both.fix?.changes ?? []), { field: "never", from: 0, to: 0, insert: "- Never sell.\n" }],
  };
  const values = { ...DATA.values, opening: OPENING.replace("free gifts", "a fire"), never: `- Never sell.\n${DATA.values["never"]}` };
  const shown = () => ({ name: text("name"), opening: text("opening"), never: text("never") });

  beforeEach(() => {
    show(data({ findings: [{ ...both, fix }] }));
    type("opening", "Well. ", 0);
    buttons("opening", "fix")[0]?.click();
  });

  test("is made and sent at once, together with what was typed before", () => {
    expect(shown()).toEqual({ ...values, opening: `Well. ${values.opening}` });
    expect(sent.map(({ seq, values: told }) => [seq, told])).toEqual([[1, shown()]]);
    expect(editor("opening").hasFocus).toBe(true);
    vi.advanceTimersByTime(PAUSE_MS * 2);
    expect(sent).toHaveLength(1);
  });

  test("is one step of undo in all its fields, and of redo", () => {
    undo(editor("never"));
    expect(shown()).toEqual({ ...DATA.values, opening: `Well. ${OPENING}` });
    redo(editor("opening"));
    expect(shown()).toEqual({ ...values, opening: `Well. ${values.opening}` });
    undo(editor("opening"));
    undo(editor("opening"));
    expect(shown()).toEqual(DATA.values);
  });

  test("is undone alone where another field was written in since", () => {
    type("never", "!");
    undo(editor("opening"));
    expect(shown()).toEqual({ ...values, opening: `Well. ${OPENING}`, never: `${values.never}!` });
  });
});

test("what may not be changed can be read, and offers no fix", () => {
  show({ ...DATA, status: { kind: "readonly", text: "Published" } });
  expect(editor("opening").state.readOnly).toBe(true);
  expect(editor("opening").contentDOM.getAttribute("aria-readonly")).toBe("true");
  expect([...place.querySelectorAll<HTMLElement>(".fix")].every(({ hidden }) => hidden)).toBe(true);
  show({ ...DATA, status: { kind: "saved", text: "Saved" } });
  expect(editor("opening").state.readOnly).toBe(false);
  expect(buttons("opening", "fix")).toHaveLength(1);
});

describe("after a dollar and a brace", () => {
  const complete = completeVariables(() => DATA.variables);
  let revision = 3;
  const at = (words: string) => {
    show(data({ revision: ++revision, values: { ...DATA.values, never: words } }));
    return complete(new CompletionContext(editor("never").state, words.length, false));
  };

  test("the variables are offered with what they mean", () => {
    const found = at("Hello ${gu");
    expect(found?.from).toBe(8);
    expect(found?.options.map(({ label, detail }) => [label, detail])).toEqual(DATA.variables.map(({ name, meaning }) => [name, meaning]));
    expect(at("Hello {")).toBeNull();
    expect(at("Hello ${a b")).toBeNull();
  });

  test.each(["", "}"])("a chosen one is written with one closing brace, followed by %j", (rest) => {
    const words = "Hello ${gu";
    const [first] = at(words)?.options ?? [];
    type("never", rest);
    if (first === undefined || typeof first.apply !== "function") throw new Error("nothing to apply");
    first.apply(editor("never"), first, words.length - 2, words.length);
    expect(text("never")).toBe("Hello ${guest_name}");
  });
});
