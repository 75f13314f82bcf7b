import { beforeEach, expect, test, vi } from "vitest";
import { createElsewhere } from "../src/views/elsewhere";
import { createLobby } from "../src/views/lobby";
import type { LobbyState } from "../src/show/lobby";
import { find } from "./support/view";
import { LOBBY } from "./support/tab";

const STATE: LobbyState = { guest: "", fault: null, faults: 0, trouble: null, step: "waiting" };
const actions = { type: vi.fn(), start: vi.fn() };
let view: ReturnType<typeof createLobby>;

beforeEach(() => {
  vi.clearAllMocks();
  view = createLobby(actions, document.createElement("div"));
  document.body.replaceChildren(view.element);
  show({});
});

const show = (change: Partial<LobbyState>): void => view.update({ data: LOBBY, state: { ...STATE, ...change } });
const field = (): HTMLInputElement => find<HTMLInputElement>("input", view.element);
const text = (selector: string): string => find(selector, view.element).textContent ?? "";

test("who answers, a field with a name of its own, and one button", () => {
  expect([text("h1"), text(".about"), find("img", view.element).getAttribute("src")]).toEqual(["Call Santa", "By the fire.", "santa.svg"]);
  expect(text(`label[for=${field().id}]`)).toBe("Guest's first name");
  expect([field().maxLength, field().placeholder, field().getAttribute("autocomplete")]).toEqual([40, "First name or nickname", "off"]);
  expect(text("button.primary")).toBe("Start the call");
});

test("typing is reported, Enter and the button start", () => {
  field().value = "Emma";
  field().dispatchEvent(new Event("input"));
  expect(actions.type).toHaveBeenCalledWith("Emma");
  const submit = new Event("submit", { cancelable: true });
  find("form", view.element).dispatchEvent(submit);
  expect([actions.start.mock.calls.length, submit.defaultPrevented]).toEqual([1, true]);
  expect(find<HTMLButtonElement>("button.start", view.element).type).toBe("submit");
});

test("what is wrong with the name stands at its field, which gets the focus each time it is told", () => {
  show({ fault: "Too odd.", faults: 1 });
  expect(field().getAttribute("aria-invalid")).toBe("true");
  const [first] = (field().getAttribute("aria-describedby") ?? "").split(" ");
  expect([text(`#${first}`), find(`#${first}`, view.element).getAttribute("role")]).toEqual(["Too odd.", "alert"]);
  expect(document.activeElement).toBe(field());
  field().blur();
  show({ fault: "Too odd.", faults: 1 });
  expect(document.activeElement).not.toBe(field());
  show({ fault: "Too odd.", faults: 2 });
  expect(document.activeElement).toBe(field());
  show({});
  expect(field().getAttribute("aria-invalid")).toBe("false");
});

test("progress is shown at once, and the pressed button keeps the focus", () => {
  const start = find<HTMLButtonElement>("button.start", view.element);
  start.focus();
  show({ step: "asking" });
  expect([start.getAttribute("aria-disabled"), field().readOnly, text(".starting")]).toEqual([
    "true",
    true,
    "Your browser asks for the microphone. You can also say no, and type.",
  ]);
  show({ step: "opening" });
  expect([text(".starting"), document.activeElement]).toEqual(["Finding Santa …", start]);
});

test("text never becomes markup, and is not written over while it is typed", () => {
  const evil = "<b>bold</b>";
  view.update({
    data: { ...LOBBY, agent: { ...LOBBY.agent, name: evil } },
    state: { ...STATE, guest: evil, fault: evil, trouble: { what: evil, done: "", fix: "" } },
  });
  expect(view.element.querySelector("b")).toBeNull();
  expect(field().value).toBe(evil);
});

test("a call elsewhere: what it is, and what can be done about it", () => {
  const [bring, another] = [vi.fn(), vi.fn()];
  const elsewhere = createElsewhere({ bring, another });
  const button = (name: string): HTMLButtonElement => find<HTMLButtonElement>(`.${name}`, elsewhere.element);
  const shown = (): unknown[] => [
    find("h2", elsewhere.element).textContent,
    button("bring").textContent,
    button("another").hidden,
    find(".elsewhere-buttons", elsewhere.element).hidden,
  ];
  elsewhere.update("running", false);
  expect(shown()).toEqual(["A call is running in another tab", "Bring it here", false, false]);
  elsewhere.update("taken", true);
  expect(shown()).toEqual(["This call goes on in another tab", "Bring it back here", true, false]);
  elsewhere.update("returning", false);
  expect(shown()[3]).toBe(true);
  button("bring").click();
  button("another").click();
  expect([bring, another].map((action) => action.mock.calls.length)).toEqual([1, 1]);
});
