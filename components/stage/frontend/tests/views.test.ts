import { expect, test, vi } from "vitest";
import type { MicrophoneState } from "../src/line/contract";
import { INITIAL } from "../src/show/state";
import { handleKey } from "../src/views/keyboard";
import { createMini } from "../src/views/mini";
import { transcriptText } from "../src/views/transcript";
import { clockText } from "../src/show/words";
import { DATA } from "./support/call";
import { settle } from "./support/clock";
import { actions, after, button, find, show, view } from "./support/view";

const EVIL = '<img src=x onerror="alert(1)"><b>bold</b>';

test("text never becomes markup: captions, transcript, names, notices, refusals", () => {
  const call = { ...DATA, agent: { ...DATA.agent, name: EVIL } };
  const talking = after(
    { type: "phase", phase: "live" },
    { type: "typed", text: EVIL, intent: "ask" },
    { type: "avatar_talking_message", text: EVIL, cumulative: false },
  );
  const state = { ...talking, notice: { what: EVIL, done: EVIL, fix: EVIL } };
  view.update({ call, state });
  view.update({ call, state: { ...state, phase: "ended", failure: { what: EVIL, done: EVIL, fix: EVIL } } });
  const mini = createMini(actions);
  mini.update({ call, state });
  for (const element of [view.element, mini.element]) {
    expect(element.querySelector("img[src=x], b")).toBeNull();
    expect(element.textContent).toContain("<b>bold</b>");
  }
});

test("the transcript shows turns in order, marks them, and takes an empty one back", () => {
  show(
    { type: "typed", text: "Hello", intent: "ask" },
    { type: "avatar_talking_message", text: "Ho ho", cumulative: false },
    { type: "interrupted" },
    { type: "avatar_start_talking" },
  );
  const rows = (): (string | undefined)[][] =>
    [...view.element.querySelectorAll<HTMLElement>(".turn")].map((row) => [
      row.dataset["speaker"],
      row.querySelector(".note")?.textContent ?? "",
      row.querySelector(".words")?.textContent ?? "",
    ]);
  expect(rows()).toEqual([
    ["guest", "typed", "Hello"],
    ["avatar", "interrupted", "Ho ho"],
    ["avatar", "", ""],
  ]);
  show({ type: "typed", text: "Hello", intent: "ask" });
  expect(rows()).toHaveLength(1);
});

test("the pane scrolls along with turns; without any, nobody asks for its height, which would lay out the page", () => {
  const pane = find(".turns");
  const height = vi.fn(() => 640);
  Object.defineProperty(pane, "scrollHeight", { get: height });
  show();
  expect(height).not.toHaveBeenCalled();
  show({ type: "avatar_talking_message", text: "Ho", cumulative: false });
  expect(pane.scrollTop).toBe(640);
});

test("an open turn is busy for assistive technology until it is complete", () => {
  show({ type: "avatar_talking_message", text: "Ho", cumulative: false });
  expect(find(".turn").getAttribute("aria-busy")).toBe("true");
  show({ type: "avatar_talking_message", text: "Ho", cumulative: false }, { type: "avatar_stop_talking" });
  expect(find(".turn").getAttribute("aria-busy")).toBe("false");
  expect(find(".turns").getAttribute("aria-live")).toBe("polite");
});

test("captions follow whoever speaks; of long words the newest stay", () => {
  show({ type: "user_talking_message", text: "A sled please", cumulative: true });
  expect(find(".caption").textContent).toBe("You: A sled please");
  show({ type: "avatar_talking_message", text: `${"snow ".repeat(80)}end`, cumulative: false });
  const text = find(".caption").textContent ?? "";
  expect(text.startsWith("… snow") && text.endsWith("end")).toBe(true);
  expect(text.length).toBeLessThanOrEqual(183);
});

test("every status has a word and an icon of its own", () => {
  const seen = (["asking", "connecting", "waiting", "live", "text", "ending"] as const).map((phase) => {
    view.update({ call: DATA, state: { ...INITIAL, phase } });
    return `${find(".badge").textContent} ${find(".badge path").getAttribute("d")}`;
  });
  view.update({ call: DATA, state: { ...INITIAL, phase: "ended" } });
  seen.push(`${find(".badge").textContent} ${find(".badge path").getAttribute("d")}`);
  view.update({ call: DATA, state: { ...INITIAL, phase: "ended", failure: { what: "w", done: "d", fix: "f" } } });
  seen.push(`${find(".badge").textContent} ${find(".badge path").getAttribute("d")}`);
  expect(new Set(seen).size).toBe(8);
});

test("the picture always says that it is computer-made", () => {
  for (const phase of ["idle", "asking", "connecting", "waiting", "live", "ending", "ended"] as const) {
    view.update({ call: DATA, state: { ...INITIAL, phase } });
    expect(find(".made-by").textContent).toBe("AI Santa · computer-made picture and voice");
    expect(find(".made-by").hidden).toBe(false);
  }
});

test.each(["refused", "missing", "unavailable"] as MicrophoneState[])("microphone %s: the note says what to do", (state) => {
  show({ type: "microphone", state });
  expect(find(".mic-note").textContent).toMatch(/type/);
  expect(button("mic").getAttribute("aria-pressed")).toBe("false");
});

test("under a working microphone stands how words become text", () => {
  show({ type: "microphone", state: "on" });
  expect(find(".mic-note").textContent).toMatch(/scripted child/);
});

test("Enter asks, the Say button says; sent words leave the field, unsent ones stay", async () => {
  show();
  const field = find<HTMLInputElement>(".field");
  field.value = "Hello";
  find<HTMLFormElement>("form").dispatchEvent(new Event("submit", { cancelable: true }));
  await settle();
  expect(actions.send).toHaveBeenLastCalledWith("ask", "Hello");
  expect(field.value).toBe("");
  actions.send.mockResolvedValue(false);
  field.value = "Ho ho";
  button("say").click();
  await settle();
  expect(actions.send).toHaveBeenLastCalledWith("say", "Ho ho");
  expect(field.value).toBe("Ho ho");
});

test("buttons are there when they mean something", () => {
  view.update({ call: DATA, state: { ...INITIAL, phase: "connecting" } });
  expect([button("ask").disabled, button("mic").disabled, button("hangup").disabled]).toEqual([true, true, false]);
  show({ type: "avatar_start_talking" });
  expect(button("interrupt").disabled).toBe(false);
  button("interrupt").click();
  button("hangup").click();
  expect(actions.interrupt).toHaveBeenCalledOnce();
  expect(actions.hangUp).toHaveBeenCalledOnce();
});

test("keys: Esc anywhere, M outside text fields, nothing with a modifier", () => {
  show();
  const press = (target: HTMLElement, init: KeyboardEventInit): KeyboardEvent => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, composed: true, ...init });
    const listen = (heard: Event): void => handleKey(heard as KeyboardEvent, actions);
    document.addEventListener("keydown", listen, { once: true });
    target.dispatchEvent(event);
    return event;
  };
  const field = find<HTMLInputElement>(".field");
  expect(press(field, { key: "Escape" }).defaultPrevented).toBe(true);
  expect(press(field, { key: "m" }).defaultPrevented).toBe(false);
  press(document.body, { key: "M" });
  press(document.body, { key: "m", ctrlKey: true });
  press(document.body, { key: "m", repeat: true });
  press(document.body, { key: "x" });
  expect(actions.interrupt).toHaveBeenCalledTimes(1);
  expect(actions.toggleMicrophone).toHaveBeenCalledTimes(1);
});

test("the summary: figures, reason, transcript to copy", async () => {
  const state = after({ type: "phase", phase: "live" }, { type: "typed", text: "Hello", intent: "ask" }, { type: "phase", phase: "ended" });
  view.update({ call: DATA, state });
  expect(find(".summary .reason").textContent).toBe("Adding up …");
  const summary = {
    seconds: 192,
    guest_turns: 6,
    avatar_turns: 7,
    credits: "6.40",
    reason: "guest_hangup",
    reason_text: "You hung up.",
    trouble: null,
  };
  view.update({ call: DATA, state: { ...state, summary } });
  expect([...view.element.querySelectorAll("dd")].map((value) => value.textContent)).toEqual(["3:12", "6 by you, 7 by Santa", "6.40"]);
  expect(find(".controls").hidden).toBe(true);
  button("copy").click();
  await settle();
  expect(actions.copy).toHaveBeenCalledWith("You: Hello");
  expect(button("copy").textContent).toBe("Copied");
});

test("the sound button appears when the browser blocks sound", () => {
  view.update({ call: DATA, state: { ...INITIAL, phase: "live", soundBlocked: true } });
  button("sound").click();
  expect(actions.allowSound).toHaveBeenCalledOnce();
});

test("the small view: back and hang up by name", () => {
  const mini = createMini(actions);
  mini.update({ call: DATA, state: { ...INITIAL, phase: "live", seconds: 65 } });
  expect(mini.element.textContent).toContain("1:05");
  find<HTMLButtonElement>(".back", mini.element).click();
  find<HTMLButtonElement>("[aria-label='Hang up']", mini.element).click();
  expect(actions.openCall).toHaveBeenCalledOnce();
  expect(actions.hangUp).toHaveBeenCalledOnce();
});

test("the transcript as text, and times", () => {
  const { turns } = after(
    { type: "typed", text: "Hi", intent: "ask" },
    { type: "avatar_talking_message", text: "Ho", cumulative: false },
  ).transcript;
  expect(transcriptText(turns, "Santa")).toBe("You: Hi\nSanta: Ho");
  expect([0, 7, 754, 3723].map(clockText)).toEqual(["0:00", "0:07", "12:34", "1:02:03"]);
});
