import { expect, test } from "vitest";
import { INITIAL } from "../src/show/state";
import type { StageState } from "../src/show/state";
import { createMini } from "../src/views/mini";
import { DATA } from "./support/call";
import { actions, after, button, find, show, view } from "./support/view";

const TROUBLE = { code: "lines_busy", what: "All lines are busy.", done: "Nothing was billed.", fix: "It is tried again." };

test("waiting: the words once, a countdown that is not read out, and two buttons in place of the controls", () => {
  const state = { ...after({ type: "phase", phase: "waiting" }), waiting: { trouble: TROUBLE, left: 12 } };
  view.update({ call: DATA, state });
  const panel = find(".waiting");
  expect(find("[role=status]", panel).textContent).toBe("All lines are busy. Nothing was billed. It is tried again.");
  expect(find("[role=timer]", panel).textContent).toBe("Trying again in 12 s");
  expect(find(".controls").hidden).toBe(true);
  button("retry").click();
  button("stop-waiting").click();
  expect(actions.retry).toHaveBeenCalledOnce();
  expect(actions.hangUp).toHaveBeenCalledOnce();
  view.update({ call: DATA, state: { ...state, waiting: { trouble: TROUBLE, left: 0 } } });
  expect(button("retry").disabled).toBe(true);
  show();
  expect(panel.hidden).toBe(true);
});

test("the text conversation: poster, label, the trouble above, only what one can write with", async () => {
  const state: StageState = { ...after({ type: "phase", phase: "text" }), fallback: TROUBLE };
  view.update({ call: DATA, state });
  expect(view.element.firstElementChild?.textContent).toContain("All lines are busy.");
  expect(find(".made-by").textContent).toBe("Video is not available. You are writing with Santa; answers are computer-made.");
  expect(find(".picture").hasAttribute("data-picture")).toBe(false);
  expect([button("mic").hidden, button("say").hidden, button("interrupt").hidden, button("ask").hidden, button("hangup").hidden]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(find<HTMLInputElement>(".field").disabled).toBe(false);
  expect(find(".typing").textContent).toBe("");
  view.update({ call: DATA, state: { ...state, awaiting: true } });
  expect(find(".typing").textContent).toBe("Santa is writing …");
  expect(button("ask").disabled).toBe(true);
  show();
  expect([button("mic").hidden, find<HTMLElement>(".full > .notice").hidden]).toEqual([false, true]);
});

test("sound first: the poster covers the stopped video, and the button asks for the picture", () => {
  const live = after({ type: "phase", phase: "live" });
  view.update({ call: DATA, state: { ...live, picture: { choice: "auto", level: "off" } } });
  expect(find(".picture").hasAttribute("data-picture")).toBe(false);
  expect(find(".sound-only").textContent).toMatch(/sound first/);
  button("show-picture").click();
  expect(actions.choosePicture).toHaveBeenLastCalledWith("low");
  view.update({ call: DATA, state: { ...live, picture: { choice: "off", level: "off" } } });
  expect(find(".sound-only").textContent).toMatch(/as you chose/);
  button("show-picture").click();
  expect(actions.choosePicture).toHaveBeenLastCalledWith("auto");
  show();
  expect(find(".sound-only").hidden).toBe(true);
  expect(find(".picture").hasAttribute("data-picture")).toBe(true);
});

test("the picture menu tells what is chosen and asks for another", () => {
  show();
  const select = find<HTMLSelectElement>(".picture-menu select");
  expect([...select.options].map((option) => option.textContent)).toEqual(["Auto", "High", "Medium", "Low", "Sound only"]);
  expect(select.value).toBe("auto");
  select.value = "low";
  select.dispatchEvent(new Event("change"));
  expect(actions.choosePicture).toHaveBeenLastCalledWith("low");
});

test("the cap: a countdown in the last minute, a warning that is written once", () => {
  const live = after({ type: "phase", phase: "live" });
  const at = (left: number | null, warned: 60 | 10 | null): string[] => {
    view.update({ call: DATA, state: { ...live, left, warned } });
    return [
      find(".left").hidden ? "" : (find(".left").textContent ?? ""),
      find(".cap-warning").textContent ?? "",
      String(find(".cap-warning").hasAttribute("data-fresh")),
    ];
  };
  expect(at(200, null)).toEqual(["", "", "false"]);
  expect(at(59, 60)).toEqual(["0:59 left", "One minute left", "true"]);
  expect(at(40, 60)).toEqual(["0:40 left", "One minute left", "false"]);
  expect(at(9, 10)).toEqual(["0:09 left", "Ten seconds left", "true"]);
});

test("a lost room is told quietly over the picture", () => {
  show({ type: "reconnecting" });
  expect(find(".reconnecting").textContent).toBe("The connection is coming back …");
  show({ type: "reconnecting" }, { type: "reconnected" });
  expect(find(".reconnecting").hidden).toBe(true);
});

test("a notice has all its words and a way to close it", () => {
  view.update({ call: DATA, state: { ...after({ type: "phase", phase: "live" }), notice: TROUBLE } });
  expect(find("[role=alert]").textContent).toBe("All lines are busy. Nothing was billed. It is tried again.");
  button("dismiss").click();
  expect(actions.dismiss).toHaveBeenCalledOnce();
});

test("a summary with trouble shows the server's words; before the first second the call counts as not connected", () => {
  const summary = {
    seconds: 0,
    guest_turns: 0,
    avatar_turns: 0,
    credits: "0",
    reason: "start_failed",
    reason_text: "No.",
    trouble: TROUBLE,
  };
  view.update({ call: DATA, state: { ...INITIAL, phase: "ended", summary } });
  expect([find(".summary h2").textContent, find(".summary .reason").textContent]).toEqual([
    "All lines are busy.",
    "Nothing was billed. It is tried again.",
  ]);
  expect(find(".badge").textContent).toBe("Not connected");
  expect(find<HTMLElement>(".summary dl").hidden).toBe(true);
  view.update({ call: DATA, state: { ...INITIAL, phase: "ended", summary: { ...summary, seconds: 30 } } });
  expect(find(".badge").textContent).toBe("Ended");
  expect(find<HTMLElement>(".summary dl").hidden).toBe(false);
});

test("the small card shows the poster where there is no picture", () => {
  const mini = createMini(actions);
  mini.update({ call: DATA, state: { ...INITIAL, phase: "text" } });
  expect(mini.element.hasAttribute("data-picture")).toBe(false);
  expect(find<HTMLImageElement>(".poster", mini.element).getAttribute("src")).toBe("santa.svg");
  expect(find(".made-by", mini.element).textContent).toBe("AI Santa · computer-made answers");
});
