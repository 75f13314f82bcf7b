/** What stands in place of the controls when the call is over: the figures, or why it could not go on. */
import { endOf } from "../show/state";
import { ANOTHER, CONTROLS, SUMMARY, clockText } from "../show/words";
import { h, setShown, setText } from "shared/dom";
import { icon } from "./icons";
import { transcriptText } from "./transcript";
import type { Actions, Model, Part } from "./view";

export function createSummary(actions: Pick<Actions, "copy" | "another">): Part {
  const title = h("h2");
  const reason = h("p", { class: "reason", role: "status" });
  const [duration, turns, credits] = [h("dd"), h("dd"), h("dd")];
  const figures = h("dl", {}, figure(SUMMARY.duration, duration), figure(SUMMARY.turns, turns), figure(SUMMARY.credits, credits));
  const copyWord = h("span", { "aria-live": "polite" }, CONTROLS.copy);
  const copy = h("button", { class: "copy", type: "button" }, icon("copy"), copyWord);
  const another = h("button", { class: "primary another", type: "button" }, icon("video"), h("span", {}, ANOTHER));
  another.onclick = () => actions.another();
  const element = h("section", { class: "summary" }, title, reason, figures, h("div", { class: "summary-buttons" }, another, copy));
  let text = "";
  let call = "";
  copy.onclick = async () => setText(copyWord, (await actions.copy(text)) ? CONTROLS.copied : CONTROLS.copyFailed);
  return {
    element,
    update(model) {
      const { state } = model;
      const { summary } = state;
      text = transcriptText(state.transcript.turns, model.call.agent.name);
      if (call !== model.call.id) setText(copyWord, CONTROLS.copy);
      call = model.call.id;
      setShown(element, state.phase === "ended");
      setText(title, endOf(state)?.what ?? SUMMARY.title);
      setText(reason, reasonText(model));
      setShown(figures, summary !== null && (endOf(state) === null || summary.seconds > 0));
      setShown(copy, state.transcript.turns.length > 0);
      if (summary === null) return;
      setText(duration, clockText(summary.seconds));
      setText(turns, SUMMARY.turnsValue(summary.guest_turns, summary.avatar_turns, model.call.agent.name));
      setText(credits, summary.credits);
    },
  };
}

function reasonText({ state }: Model): string {
  const end = endOf(state);
  if (end !== null) return [end.done, end.fix].filter((part) => part !== "").join(" ");
  return state.summary?.reason_text ?? SUMMARY.waiting;
}

function figure(term: string, value: HTMLElement): HTMLElement {
  return h("div", {}, h("dt", {}, term), value);
}
