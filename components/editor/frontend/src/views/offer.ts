/** Unsaved text of another revision: the writer says what becomes of it. */
import { OFFER } from "../words";
import type { Part } from "./bar";
import { h, setShown, setText } from "shared/dom";

export function createOffer(now: () => number, onBringBack: () => void, onDrop: () => void): Part {
  const words = h("p", { role: "status" });
  const bringBack = h("button", { type: "button", class: "primary" }, OFFER.bringBack);
  const drop = h("button", { type: "button" }, OFFER.drop);
  bringBack.onclick = onBringBack;
  drop.onclick = onDrop;
  const element = h("div", { class: "offer" }, words, h("div", { class: "choices" }, bringBack, drop));
  return {
    element,
    update({ offer }) {
      setText(words, offer === null ? "" : OFFER.text(offer.at, now()));
      setShown(element, offer !== null);
    },
  };
}
