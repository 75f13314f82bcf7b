/** The state of the call in an icon and a word. */

import { h, setText } from "shared/dom";
import type { Status } from "../../show/state";
import { statusOf } from "../../show/state";
import { STATUS } from "../../show/words";
import type { IconName } from "../icons";
import { icon, setIcon } from "../icons";
import type { Part } from "../view";

const ICONS: Record<Status, IconName> = {
  idle: "check",
  asking: "mic",
  connecting: "connect",
  waiting: "wait",
  live: "live",
  text: "ask",
  ending: "hangup",
  ended: "check",
  failed: "warning",
};

export function createBadge(): Part {
  const sign = icon("check");
  const word = h("span");
  const element = h("span", { class: "badge", role: "status" }, sign, word);
  return {
    element,
    update({ state }) {
      const status = statusOf(state);
      element.dataset["status"] = status;
      setIcon(sign, ICONS[status]);
      setText(word, STATUS[status]);
    },
  };
}
