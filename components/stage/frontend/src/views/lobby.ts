/** Before the call: who answers, the guest's name, one big button. The microphone check stands below them. */
import { NAME_LIMIT } from "../show/lobby";
import type { LobbyModel } from "../show/lobby";
import { LOBBY, noticeText, starting } from "../show/words";
import { h, setShown, setText } from "shared/dom";
import { icon } from "./icons";
import { createPoster } from "./picture/poster";

export interface LobbyActions {
  type(guest: string): void;
  start(): void;
}

export interface LobbyView {
  element: HTMLElement;
  update(model: LobbyModel): void;
}

export function createLobby(actions: LobbyActions, check: HTMLElement): LobbyView {
  const poster = createPoster();
  const title = h("h1");
  const about = h("p", { class: "about" });
  const field = h("input", {
    class: "field",
    id: "guest",
    type: "text",
    autocomplete: "off",
    maxlength: String(NAME_LIMIT),
    placeholder: LOBBY.placeholder,
    enterkeyhint: "go",
  });
  const hint = h("p", { class: "hint", id: "guest-hint" }, LOBBY.hint);
  const fault = h("p", { class: "fault", id: "guest-fault", role: "alert" });
  const start = h("button", { class: "primary start", type: "submit" }, icon("video"), h("span", {}, LOBBY.start));
  const progress = h("p", { class: "starting", role: "status" });
  const trouble = h("p", { class: "notice", role: "alert" });
  const form = h(
    "form",
    { class: "lobby-form", novalidate: "" },
    title,
    about,
    h("label", { for: field.id }, LOBBY.guest),
    field,
    fault,
    hint,
    start,
    progress,
    trouble,
  );
  const element = h(
    "section",
    { class: "lobby" },
    h("div", { class: "lobby-columns" }, h("div", { class: "picture" }, poster.element), form),
    check,
  );
  field.oninput = () => actions.type(field.value);
  form.onsubmit = (event) => {
    event.preventDefault();
    actions.start();
  };
  let faults = 0;
  return {
    element,
    update({ data, state }) {
      const { name, description } = data.agent;
      poster.update({ call: data });
      setText(title, LOBBY.title(name));
      setText(about, description);
      if (field.value !== state.guest) field.value = state.guest;
      setText(fault, state.fault ?? "");
      setShown(fault, state.fault !== null);
      field.setAttribute("aria-invalid", String(state.fault !== null));
      field.setAttribute("aria-describedby", state.fault === null ? hint.id : `${fault.id} ${hint.id}`);
      const busy = state.step !== "waiting";
      // Not disabled: focus would fall out of the button that was just pressed.
      start.setAttribute("aria-disabled", String(busy));
      field.readOnly = busy;
      setText(progress, starting(state.step, name));
      setText(trouble, state.trouble === null ? "" : noticeText(state.trouble));
      setShown(trouble, state.trouble !== null);
      if (state.faults > faults) field.focus();
      faults = state.faults;
    },
  };
}
