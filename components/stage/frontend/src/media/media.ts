/** The permission to use the microphone, and what went wrong when it is not given. */
import type { MicrophoneState } from "../line/contract";

export interface Grant {
  state: "ready" | Extract<MicrophoneState, "refused" | "missing" | "unavailable">;
  /** Lets go of the device that was opened for the question. */
  release(): void;
}

export interface Devices {
  mediaDevices?: Pick<MediaDevices, "getUserMedia"> | undefined;
  permissions?: Pick<Permissions, "query"> | undefined;
}

/**
 * Asks the browser; answers at once, without opening a device, when the permission is already given. The device stays open
 * until release(): Firefox would ask a second time for one that was closed in between.
 */
export async function askForMicrophone(devices: Devices): Promise<Grant> {
  // Absent on pages that are neither https nor localhost.
  if (devices.mediaDevices === undefined) return answer("unavailable");
  const known = await permission(devices);
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

async function permission({ permissions }: Devices): Promise<PermissionState | "unknown"> {
  try {
    return (await permissions?.query({ name: "microphone" }))?.state ?? "unknown";
  } catch {
    return "unknown";
  }
}
