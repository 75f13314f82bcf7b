/** Microphone, text field, interrupt and hang up. */
import type { Intent } from "../line/contract";
import { CONTROLS, HEARS, LINE_LOST, MICROPHONE } from "../show/words";
import { h, setShown, setText } from "shared/dom";
import { icon, setIcon } from "./icons";
import type { IconName } from "./icons";
import { createNotice } from "./notice";
import { createPictureMenu } from "./picture/picture-menu";
import type { Actions, Part } from "./view";

export function createControls(actions: Actions): Part {
  const micSign = icon("mic");
  const micWord = h("span");
  const mic = h("button", { class: "mic", type: "button", "aria-keyshortcuts": "m" }, micSign, micWord);
  mic.onclick = () => actions.toggleMicrophone();
  const micNote = h("p", { class: "mic-note", id: "mic-note" });
  mic.setAttribute("aria-describedby", micNote.id);

  const field = h("input", { class: "field", type: "text", autocomplete: "off", enterkeyhint: "send" });
  const ask = button("primary", "ask", CONTROLS.ask, CONTROLS.askHint, "submit");
  const say = button("", "say", CONTROLS.say, "", "button");
  const form = h("form", { class: "compose" }, field, ask, say);
  const send = async (intent: Intent): Promise<void> => {
    const text = field.value;
    const sent = await actions.send(intent, text);
    if (sent && field.value === text) field.value = "";
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    void send("ask");
  };
  say.onclick = () => void send("say");

  const interrupt = button("", "interrupt", CONTROLS.interrupt, "", "button");
  interrupt.setAttribute("aria-keyshortcuts", "Escape");
  interrupt.onclick = () => actions.interrupt();
  const hangUp = button("danger", "hangup", CONTROLS.hangUp, "", "button");
  hangUp.onclick = () => actions.hangUp();

  const menu = createPictureMenu(actions);
  const notice = createNotice(
    "alert",
    (state) => state.notice,
    () => actions.dismiss(),
  );
  const lost = h("p", { class: "notice quiet", role: "status" }, icon("wait"), LINE_LOST);
  const element = h("div", { class: "controls" }, mic, form, interrupt, hangUp, micNote, menu.element, notice.element, lost);
  return {
    element,
    update(model) {
      const { state, call } = model;
      const live = state.phase === "live";
      const writing = state.phase === "text";
      const on = state.microphone === "on";
      const { name } = call.agent;
      setShown(element, !["idle", "waiting", "ended"].includes(state.phase));
      element.toggleAttribute("data-writing", writing);
      for (const spoken of [mic, say, interrupt, micNote]) setShown(spoken, !writing);
      mic.disabled = say.disabled = !live;
      field.disabled = !live && !writing;
      ask.disabled = !live && !(writing && !state.awaiting);
      interrupt.disabled = !live || !state.avatarTalking;
      hangUp.disabled = state.phase === "ending";
      mic.setAttribute("aria-pressed", String(on));
      mic.title = on ? CONTROLS.muteHint : CONTROLS.unmuteHint;
      setIcon(micSign, on ? "mic" : "micOff");
      setText(micWord, MICROPHONE[state.microphone].label);
      mic.toggleAttribute("data-hearing", on && state.guestTalking);
      setText(micNote, MICROPHONE[state.microphone].note || HEARS[call.hears]);
      field.placeholder = CONTROLS.field(name);
      field.setAttribute("aria-label", CONTROLS.field(name));
      say.title = CONTROLS.sayHint(name);
      interrupt.title = CONTROLS.interruptHint(name);
      menu.update(model);
      notice.update(model);
      setShown(lost, state.line === "lost" && (live || writing));
    },
  };
}

function button(style: string, sign: IconName, word: string, title: string, type: "button" | "submit"): HTMLButtonElement {
  return h("button", { class: `${style} ${sign}`.trim(), type, title }, icon(sign), h("span", {}, word));
}
