import { expect, test, vi } from "vitest";
import { askForMicrophone, microphoneProblem } from "../src/media/media";
import type { Devices } from "../src/media/media";

function devices(
  state: PermissionState | "throws",
  open: () => Promise<MediaStream>,
): Devices & { mediaDevices: { getUserMedia: ReturnType<typeof vi.fn> } } {
  const query = async (): Promise<PermissionStatus> => {
    if (state === "throws") throw new TypeError("microphone is not a permission here");
    return { state } as PermissionStatus;
  };
  return { mediaDevices: { getUserMedia: vi.fn(open) }, permissions: { query } };
}

const fails = (name: string) => () => Promise.reject(new DOMException("", name));

test("an insecure page has no devices", async () => {
  expect((await askForMicrophone({ mediaDevices: undefined })).state).toBe("unavailable");
});

test.each([
  ["granted", "ready"],
  ["denied", "refused"],
] as const)("permission %s: answered without opening a device", async (state, answer) => {
  const given = devices(state, fails("AbortError"));
  expect((await askForMicrophone(given)).state).toBe(answer);
  expect(given.mediaDevices.getUserMedia).not.toHaveBeenCalled();
});

test.each(["prompt", "throws"] as const)("permission %s: the browser is asked, the device held until released", async (state) => {
  const stop = vi.fn();
  const stream = { getTracks: () => [{ stop }] } as unknown as MediaStream;
  const grant = await askForMicrophone(devices(state, async () => stream));
  expect(grant.state).toBe("ready");
  expect(stop).not.toHaveBeenCalled();
  grant.release();
  expect(stop).toHaveBeenCalledOnce();
});

test.each([
  ["NotAllowedError", "refused"],
  ["SecurityError", "refused"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
  ["NotReadableError", "unavailable"],
] as const)("%s means %s", async (name, state) => {
  expect((await askForMicrophone(devices("prompt", fails(name)))).state).toBe(state);
  expect(microphoneProblem(new DOMException("", name))).toBe(state);
});
