/** A labelled list of devices whose first entry is the system's own choice. */
import { h } from "shared/dom";
import type { Device } from "../state";
import { CHECK } from "../words";

export interface DeviceList {
  element: HTMLElement;
  update(devices: readonly Device[], chosen: string | null): void;
}

export function createDeviceList(word: string, onChoose: (id: string | null) => void): DeviceList {
  const select = h("select", { class: "check-select" });
  select.onchange = () => onChoose(select.value === "" ? null : select.value);
  let shown = "";
  return {
    element: h("label", { class: "check-device" }, h("span", {}, word), select),
    update(devices, chosen) {
      const now = JSON.stringify(devices);
      if (now !== shown) {
        shown = now;
        const entries = [{ id: "", label: CHECK.standard }, ...devices];
        select.replaceChildren(...entries.map(({ id, label }) => h("option", { value: id }, label)));
      }
      const value = devices.some((device) => device.id === chosen) ? (chosen ?? "") : "";
      if (select.value !== value) select.value = value;
    },
  };
}
