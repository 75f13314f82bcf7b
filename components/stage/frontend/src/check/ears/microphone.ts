/** Opens the microphone, or says why not; lists devices by name. */
import type { CheckDeps } from "../deps";
import type { Device } from "../state";
import type { Problem } from "../verdict";
import { problemOf } from "../verdict";

/** What the microphone delivers, not what the browser makes of it: else the browser would remove the echo that is looked for. */
const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
/** Chromium lists these beside the devices they stand for. */
const ALIASES = new Set(["", "default", "communications"]);

/** The stream, or what keeps it closed. A remembered device that is gone is replaced by the system's own choice. */
export async function openMicrophone(deps: CheckDeps, id: string | null): Promise<MediaStream | Problem> {
  const { mediaDevices } = deps;
  if (!deps.secure || mediaDevices === undefined) return "insecure";
  if (!deps.allowed()) return "policy";
  try {
    return await mediaDevices.getUserMedia({ audio: id === null ? RAW : { ...RAW, deviceId: { exact: id } } });
  } catch (error) {
    if (id !== null && problemOf(error) === "missing") return openMicrophone(deps, null);
    return problemOf(error);
  }
}

/** Devices of a kind; names are known once the permission is given. */
export async function listDevices(deps: CheckDeps, kind: "audioinput" | "audiooutput", word: string): Promise<Device[]> {
  try {
    const all = (await deps.mediaDevices?.enumerateDevices()) ?? [];
    const found = all.filter((device) => device.kind === kind && !ALIASES.has(device.deviceId));
    return found.map((device, i) => ({ id: device.deviceId, label: device.label || `${word} ${i + 1}` }));
  } catch {
    return [];
  }
}
