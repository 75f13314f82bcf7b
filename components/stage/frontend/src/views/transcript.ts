/** The transcript pane: one element per turn, changed in place, scrolled along while the reader is at its end. */
import type { Turn } from "../show/transcript";
import { TRANSCRIPT } from "../show/words";
import { h, setShown, setText } from "shared/dom";
import type { Part } from "./view";

/** Closer to the end than this counts as being at the end, pixels. */
const STICKY = 48;

interface Row {
  element: HTMLElement;
  text: HTMLElement;
  note: HTMLElement;
}

export function createTranscript(): Part {
  const rows: Row[] = [];
  const empty = h("p", { class: "empty" }, TRANSCRIPT.empty);
  const list = h("div", { class: "turns", role: "log", "aria-live": "polite", "aria-label": TRANSCRIPT.title, tabindex: "0" }, empty);
  const title = h("h2", {}, TRANSCRIPT.title);
  const typing = h("p", { class: "typing", role: "status" });
  const element = h("section", { class: "transcript" }, title, list, typing);
  let following = true;
  list.onscroll = () => {
    following = list.scrollHeight - list.scrollTop - list.clientHeight < STICKY;
  };
  return {
    element,
    update({ state, call }) {
      const { turns } = state.transcript;
      while (rows.length > turns.length) rows.pop()?.element.remove();
      turns.forEach((turn, i) => {
        const row = (rows[i] ??= addRow(list));
        showTurn(row, turn, call.agent.name);
      });
      setShown(empty, turns.length === 0);
      element.toggleAttribute("data-empty", turns.length === 0);
      setText(typing, state.awaiting ? TRANSCRIPT.writing(call.agent.name) : "");
      // To ask for its height has the whole page laid out, which a call that is just starting has no time for.
      if (following && turns.length > 0) list.scrollTop = list.scrollHeight;
    },
  };
}

/** The transcript as plain text, one turn a line. */
export function transcriptText(turns: readonly Turn[], name: string): string {
  return turns.map((turn) => `${turn.speaker === "guest" ? TRANSCRIPT.you : name}: ${turn.text}`).join("\n");
}

function addRow(list: HTMLElement): Row {
  const text = h("p", { class: "words" });
  const note = h("span", { class: "note" });
  const speaker = h("span", { class: "speaker" });
  const element = h("div", { class: "turn" }, h("p", { class: "who" }, speaker, note), text);
  list.append(element);
  return { element, text, note };
}

function showTurn({ element, text, note }: Row, turn: Turn, name: string): void {
  element.dataset["speaker"] = turn.speaker;
  element.dataset["state"] = turn.state;
  // Announced when it is complete, not word by word.
  element.setAttribute("aria-busy", String(turn.state === "open"));
  const speaker = element.querySelector(".speaker");
  if (speaker !== null) setText(speaker, turn.speaker === "guest" ? TRANSCRIPT.you : name);
  setText(note, turn.state === "interrupted" ? TRANSCRIPT.interrupted : turn.source === "typed" ? TRANSCRIPT.typed : "");
  setText(text, turn.text);
}
