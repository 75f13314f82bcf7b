import { undo } from "@codemirror/commands";
import { describe, expect, test, vi } from "vitest";
import { draftsIn } from "../src/drafts";
import { PAUSE_MS } from "../src/memory";
import { DATA, data, finding } from "./support/data";
import { NOON, editor, find, memory, newPlace, openTab, place, press, sent, show, text, type } from "./support/page";

const SAVED = { kind: "saved", text: "Saved" } as const;
const names = (): (string | undefined)[] => sent.map(({ values }) => values["name"]);
const kept = () => draftsIn(localStorage).read("santa");
const offer = (): HTMLElement => find(".offer");

describe("typed text is sent", () => {
  test("when the keys rest, in one piece", () => {
    show(data());
    type("name", "a");
    vi.advanceTimersByTime(PAUSE_MS - 1);
    type("name", "b");
    vi.advanceTimersByTime(PAUSE_MS - 1);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([{ document: "santa", revision: 3, seq: 1, values: { ...DATA.values, name: `${DATA.values["name"]}ab` } }]);
  });

  test("no later because news comes from the server meanwhile", () => {
    show(data());
    type("name", "a");
    vi.advanceTimersByTime(PAUSE_MS - 1);
    show(data({ status: SAVED }));
    vi.advanceTimersByTime(1);
    expect(sent).toHaveLength(1);
  });

  test("at once when the field is left, and once only", () => {
    show(data());
    type("name", "a");
    editor("name").contentDOM.dispatchEvent(new FocusEvent("focusout", { bubbles: true, composed: true }));
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(PAUSE_MS * 2);
    expect(sent).toHaveLength(1);
  });

  test.each([{ ctrlKey: true }, { metaKey: true }])("at once with the keys for saving, which the browser does not get: %j", (modifier) => {
    show(data());
    type("name", "a");
    expect(press("name", "s", 83, modifier)).toBe(false);
    expect(sent).toHaveLength(1);
  });

  test("and the page's own shortcuts do not hear the keys", () => {
    const heard = vi.fn();
    document.addEventListener("keydown", heard);
    show(data());
    press("name", "r", 82);
    document.removeEventListener("keydown", heard);
    expect(heard).not.toHaveBeenCalled();
  });
});

describe("the server's text", () => {
  const theirs = { revision: 4, values: { ...DATA.values, name: "Theirs" } };

  test("of another revision takes the place of what is shown, and can be undone", () => {
    show(data());
    type("name", " of mine");
    vi.advanceTimersByTime(PAUSE_MS);
    show(data({ ...theirs, checked: 1 }));
    expect([text("name"), offer().hidden]).toEqual(["Theirs", true]);
    vi.advanceTimersByTime(PAUSE_MS * 2);
    expect(sent).toHaveLength(1);
    undo(editor("name"));
    vi.advanceTimersByTime(PAUSE_MS);
    expect(sent[1]).toMatchObject({ revision: 4, seq: 2, values: { name: `${DATA.values["name"]} of mine` } });
  });

  test.each([0, PAUSE_MS])("offers what it has not seen and takes the place of, %i ms after the last key", (rest) => {
    show(data());
    type("name", " of mine");
    vi.advanceTimersByTime(rest);
    show(data(theirs));
    expect([text("name"), offer().hidden, kept()?.values["name"]]).toEqual(["Theirs", false, `${DATA.values["name"]} of mine`]);
    find<HTMLButtonElement>(".primary", offer()).click();
    expect(sent.at(-1)).toMatchObject({ revision: 4, values: { name: `${DATA.values["name"]} of mine` } });
  });

  test("of another document comes into fresh editors", () => {
    show(data());
    type("name", "!");
    const before = editor("name");
    show(data({ document: "elf" }));
    expect(editor("name")).not.toBe(before);
    expect(undo(editor("name"))).toBe(false);
    expect(sent).toMatchObject([{ document: "santa", seq: 1 }]);
    expect(kept()?.values["name"]).toBe(`${DATA.values["name"]}!`);
  });

  test("findings that come late keep their places under the words", () => {
    show(data());
    type("opening", "Well. ", 0);
    vi.advanceTimersByTime(PAUSE_MS);
    type("opening", "Oh. ", 0);
    show(data({ checked: 1, findings: [finding("free gifts", sent[0]?.values["opening"] ?? "", "opening")] }));
    find<HTMLButtonElement>('[data-field="opening"] .go').click();
    expect(text("opening").slice(editor("opening").state.selection.main.head)).toBe("free gifts?");
  });
});

describe("unsaved text", () => {
  const typed = `${DATA.values["name"]} of mine`;
  const leaveUnsaved = (): void => {
    show(data());
    type("name", " of mine");
    dispatchEvent(new Event("pagehide"));
    openTab();
  };

  test("is kept until the server has it", () => {
    show(data());
    type("name", " of mine");
    vi.advanceTimersByTime(PAUSE_MS);
    expect(kept()).toEqual({ revision: 3, at: NOON + PAUSE_MS, values: { ...DATA.values, name: typed } });
    show(data({ checked: 1, status: SAVED }));
    expect(kept()).toBeNull();
  });

  test("survives a reload, and is sent", () => {
    leaveUnsaved();
    show(data());
    expect(text("name")).toBe(typed);
    expect(sent).toMatchObject([{ seq: 1, values: { name: typed } }]);
    show(data({ checked: 1, status: SAVED }));
    expect(kept()).toBeNull();
  });

  test("of another revision is offered with its time, and brought back in a way that can be undone", () => {
    leaveUnsaved();
    show(data({ revision: 4 }));
    expect(text("name")).toBe(DATA.values["name"]);
    expect(find("p", offer()).textContent).toBe("You had unsaved text here from 12:00.");
    find<HTMLButtonElement>(".primary", offer()).click();
    expect(names()).toEqual([typed]);
    expect([text("name"), offer().hidden]).toEqual([typed, true]);
    undo(editor("name"));
    expect(text("name")).toBe(DATA.values["name"]);
  });

  test("that is offered stays kept while other things are typed, until it is dropped", () => {
    leaveUnsaved();
    show(data({ revision: 4 }));
    type("name", "!");
    vi.advanceTimersByTime(PAUSE_MS);
    show(data({ revision: 4, checked: 1, status: SAVED }));
    expect(kept()?.values["name"]).toBe(typed);
    find<HTMLButtonElement>("button:not(.primary)", offer()).click();
    expect([kept(), offer().hidden]).toEqual([null, true]);
  });

  test("that the server has come to have meanwhile is forgotten", () => {
    leaveUnsaved();
    show(data({ revision: 4, values: { ...DATA.values, name: typed } }));
    expect([kept(), offer().hidden]).toEqual([null, true]);
  });

  test("survives a page switch, and is said again", () => {
    const run = show(data());
    type("name", " of mine");
    memory.park(run);
    expect(sent).toEqual([]);
    expect(kept()?.values["name"]).toBe(typed);
    const elsewhere = newPlace();
    show(data(), elsewhere);
    expect(names()).toEqual([typed]);
    expect(find(".cm-content", elsewhere).textContent).toBe(typed);
  });
});

test("a clean-up for data that newer data has overtaken changes nothing", () => {
  const overtaken = show(data());
  show(data({ status: SAVED }));
  memory.park(overtaken);
  expect(place.querySelector(".editor-body")).not.toBeNull();
  type("name", "!");
  vi.advanceTimersByTime(PAUSE_MS);
  expect(sent).toHaveLength(1);
});
