/** The browser's parts that a call takes as arguments. */
import { loadAdapter } from "./adapters/load";
import { checkDeps, createCheck } from "./check/index";
import type { Check } from "./check/index";
import { systemClock } from "./clock";
import type { Store } from "./tab/keeping";
import type { TabDeps } from "./tab/calls";
import { askForMicrophone, watchPermission } from "./media/media";
import type { NetworkHints } from "./media/network";
import { Screen } from "./media/screen";

export type BrowserDeps = TabDeps & { tabStorage: Store | null; check: Pick<Check, "element" | "close"> };

export function browserDeps(): BrowserDeps {
  const check = createCheck(checkDeps());
  // mediaDevices is typed as always there; on an insecure page it is not.
  const devices = { mediaDevices: navigator.mediaDevices as MediaDevices | undefined, permissions: navigator.permissions };
  const known = watchPermission(devices);
  return {
    check,
    clock: systemClock,
    random: Math.random,
    tab: tabId(),
    base: document.baseURI,
    screen: new Screen(document.createElement("video"), systemClock),
    connect: (url) => new WebSocket(url),
    load: loadAdapter,
    askMicrophone: () => askForMicrophone(devices, known()),
    devices: () => check.choice(),
    network: () => (navigator as Navigator & { connection?: NetworkHints }).connection ?? null,
    beacon: (url, body) => void navigator.sendBeacon(url, body),
    storage: storage(() => localStorage),
    tabStorage: storage(() => sessionStorage),
    locks: navigator.locks as LockManager | undefined,
  };
}

/** Reading the property alone throws where a browser forbids storage. */
function storage(read: () => Storage): Storage | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Copies text; false when the browser does not let us. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A version 4 UUID; crypto.randomUUID exists on secure pages only. */
function tabId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
