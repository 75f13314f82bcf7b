/** Which speaker, a sound to hear, the question whether it was heard, and the test for echo. */
import { h, setShown, setText } from "shared/dom";
import { icon } from "../../views/icons";
import type { CheckActions, CheckView } from "../state";
import { CHECK, ECHO, SPEAKER } from "../words";
import { createDeviceList } from "./select";

export function createSpeakerPart(actions: Pick<CheckActions, "choose" | "chime" | "answer" | "testEcho">): CheckView {
  const list = createDeviceList(CHECK.speaker, (speaker) => actions.choose({ speaker }));
  const play = h("button", { class: "check-play", type: "button" }, icon("sound"), CHECK.play);
  play.onclick = () => actions.chime();
  const echo = h("button", { class: "check-echo", type: "button" }, CHECK.echoTest);
  echo.onclick = () => actions.testEcho();
  const words = h("p", { class: "check-words", role: "status" });
  const yes = h("button", { class: "check-yes", type: "button" }, CHECK.yes);
  yes.onclick = () => actions.answer(true);
  const no = h("button", { class: "check-no", type: "button" }, CHECK.no);
  no.onclick = () => actions.answer(false);
  const question = h("div", { class: "check-answers", role: "group", "aria-label": CHECK.asked }, yes, no);
  const element = h(
    "div",
    { class: "check-part check-speaker" },
    list.element,
    h("div", { class: "check-tests" }, play, echo),
    words,
    question,
  );
  return {
    element,
    update(state) {
      const sounding = state.speaker === "playing" || state.echo === "measuring";
      const asks = !sounding && (state.speaker === "asked" || state.echo === "unclear");
      setShown(element, state.microphone === "open");
      setShown(list.element, state.speakers !== null);
      list.update(state.speakers ?? [], state.choice.speaker);
      play.disabled = echo.disabled = sounding;
      const ongoing = state.speaker === "asked" || state.speaker === "playing";
      setText(words, ongoing ? SPEAKER[state.speaker] : ECHO[state.echo] || SPEAKER[state.speaker]);
      element.dataset["speaker"] = state.speaker;
      element.dataset["echo"] = state.echo;
      setShown(question, asks);
    },
  };
}
