/** The permission to use the microphone, and what went wrong when it is not given. */
import { within } from "../clock";
import type { Clock } from "../clock";
import type { MicrophoneState } from "../line/contract";

/** Longest wait for an answer to the browser's question, milliseconds. */
const PATIENCE = 30_000;

export interface Grant {
  state: "ready" | Extract<MicrophoneState, "refused" | "missing" | "unavailable">;
  /** Lets go of the device that was opened for the question. */
  release(): void;
}

export interface Devices {
  mediaDevices?: Pick<MediaDevices, "getUserMedia"> | undefined;
  permissions?: Pick<Permissions, "query"> | undefined;
}

/** The guest's answer; null when it does not come in time. A late one is let go of. */
export async function askPatiently(clock: Clock, ask: () => Promise<Grant>): Promise<Grant | null> {
  const asked = ask();
  const grant = await within(clock, PATIENCE, asked, null);
  if (grant === null) void asked.then((late) => late.release());
  return grant;
}

/**
 * Asks the browser; answers at once, without opening a device, when the permission is already given. The device stays open
 * until release(): Firefox would ask a second time for one that was closed in between.
 */
export async function askForMicrophone(devices: Devices, watched: PermissionState | null = null): Promise<Grant> {
  // Absent on pages that are neither https nor localhost.
  if (devices.mediaDevices === undefined) return answer("unavailable");
  const known = watched ?? (await permission(devices))?.state ?? "unknown";
  if (known === "granted") return answer("ready");
  if (known === "denied") return answer("refused");
  try {
    const stream = await devices.mediaDevices.getUserMedia({ audio: true });
    return { state: "ready", release: () => stopTracks(stream) };
  } catch (error) {
    return answer(microphoneProblem(error));
  }
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** What an error of getUserMedia means, by its name (W3C Media Capture and Streams, 10.2). */
export function microphoneProblem(error: unknown): "refused" | "missing" | "unavailable" {
  switch ((error as { name?: unknown } | null)?.name) {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    default:
      return "unavailable";
  }
}

function answer(state: Grant["state"]): Grant {
  return { state, release: () => {} };
}

/** The permission as it stands at any moment, from the first answer on: asked at the click alone, it would hold the start up. */
export function watchPermission(devices: Devices): () => PermissionState | null {
  let status: PermissionStatus | null = null;
  void permission(devices).then((found) => (status = found));
  return () => status?.state ?? null;
}

async function permission({ permissions }: Devices): Promise<PermissionStatus | null> {
  try {
    return (await permissions?.query({ name: "microphone" })) ?? null;
  } catch {
    return null;
  }
}
