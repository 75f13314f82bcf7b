import { expect, test, vi } from "vitest";
import { readChoice, writeChoice } from "../src/check/choice";
import type { CheckDeps } from "../src/check/deps";
import { listDevices, openMicrophone } from "../src/check/ears/microphone";
import { dbfs, FLOOR, meanSquare, median, meter, standingTone, toneLevel } from "../src/check/ears/signal";
import { CLOSED } from "../src/check/state";
import type { CheckState } from "../src/check/state";
import { echoVerdict, hasSilentSwitch, hearing, problemOf } from "../src/check/verdict";
import { PROBLEM, resultOf } from "../src/check/words";

const RATE = 48_000;

function sine(frequency: number, amplitude: number, length = 4096): Float32Array {
  return Float32Array.from({ length }, (_, i) => amplitude * Math.sin((2 * Math.PI * frequency * i) / RATE + 0.3));
}

function mixed(...parts: Float32Array[]): Float32Array {
  return Float32Array.from(parts[0] ?? [], (_, i) => parts.reduce((sum, part) => sum + (part[i] ?? 0), 0));
}

/** Park and Miller's generator: the same noise in every run. */
function seeded(seed = 7): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test.each([
  [1, -3.01],
  [0.1, -23.01],
  [0.001, -63.01],
])("a sine of amplitude %f has %f dBFS", (amplitude, level) => {
  expect(dbfs(meanSquare(sine(1000, amplitude, RATE)))).toBeCloseTo(level, 1);
});

test("silence is the floor, and so is nothing", () => {
  expect(dbfs(meanSquare(new Float32Array(8)))).toBe(FLOOR);
  expect(dbfs(meanSquare(new Float32Array()))).toBe(FLOOR);
  expect(toneLevel(new Float32Array(64), RATE, 1000)).toBe(FLOOR);
  expect(toneLevel(new Float32Array(), RATE, 1000)).toBe(FLOOR);
});

test.each([
  [1250, 1250, 0.25],
  [1250, 1250, 0.01],
  [1000, 1000, 0.5],
  // Half a bin aside (bins are 11.7 Hz wide) a Hann window shows at most 1.4 dB less.
  [1255.9, 1250, 0.25],
])("a tone of %f Hz, looked for at %f, amplitude %f, is found at its own level", (frequency, lookedFor, amplitude) => {
  const found = toneLevel(sine(frequency, amplitude), RATE, lookedFor);
  expect(Math.abs(found - dbfs(amplitude ** 2 / 2))).toBeLessThan(1.5);
});

test("a tone is told from its neighbours and found under louder ones", () => {
  expect(toneLevel(sine(1000, 0.5), RATE, 1250)).toBeLessThan(-70);
  const found = toneLevel(mixed(sine(1000, 0.5), sine(1250, 0.05), sine(100, 0.3)), RATE, 1250);
  expect(Math.abs(found - dbfs(0.05 ** 2 / 2))).toBeLessThan(1);
});

test("only a pure tone stands out: not a voice beside it, not a click, not noise", () => {
  const random = seeded();
  const noise = Float32Array.from({ length: 4096 }, () => random() - 0.5);
  const click = Float32Array.from({ length: 4096 }, (_, i) => (i < 2000 ? 0.3 : 0));
  const voice = mixed(...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => sine(123.7 * n, 0.05)));
  for (const other of [noise, click, voice, sine(1000, 0.5)]) expect(standingTone(other, RATE, 1250)).toBe(FLOOR);
  expect(standingTone(mixed(sine(1250, 0.05), sine(400, 0.3)), RATE, 1250)).toBeGreaterThan(-30);
});

test("the median does not follow one click", () => {
  expect(median([-60, -10, -61])).toBe(-60);
  expect(median([-60, -50])).toBe(-55);
  expect(median([])).toBe(FLOOR);
});

test("the bar is empty at -60 dBFS, full at 0, and never outside", () => {
  expect([-96, -60, -30, 0, 3].map(meter)).toEqual([0, 0, 0.5, 1, 1]);
});

test("levels become words at their limits", () => {
  expect([-60, -52.1, -52, -42.1, -42, -20].map(hearing)).toEqual(["nothing", "nothing", "faint", "faint", "speech", "speech"]);
});

test.each([
  [-80, -30, null, "headphones"],
  [-40, -35, true, "none"],
  [-96, -80, true, "none"],
  [-80, -71, false, "silent"],
  [-80, -71, null, "unclear"],
  [-80, -70, null, "headphones"],
] as const)("the tone at %d dBFS before and %d during, heard %s: %s", (before, during, heard, verdict) => {
  expect(echoVerdict(before, during, heard)).toBe(verdict);
});

test.each([
  ["iPhone", 5, true],
  ["MacIntel", 5, true],
  ["MacIntel", 0, false],
  ["Win32", 10, false],
])("platform %s with %d touch points: silent switch %s", (platform, points, has) => {
  expect(hasSilentSwitch(platform, points)).toBe(has);
});

test.each(Object.keys(PROBLEM) as (keyof typeof PROBLEM)[])("the problem %s is told with what to do", (problem) => {
  expect(resultOf({ ...CLOSED, open: true, microphone: problem })).toMatch(/^[A-Z].+\. [A-Z].+\.$/);
});

test("results tell the next step until nothing is left to do", () => {
  const open = (change: Partial<CheckState>): string => resultOf({ ...CLOSED, open: true, microphone: "open", ...change });
  expect(resultOf(CLOSED)).toBe("");
  expect(open({})).toContain("Say a few words");
  expect(open({ heard: true })).toContain("Test the speaker");
  expect(open({ heard: true, speaker: "unheard" })).toContain("Turn the volume up");
  expect(open({ heard: true, speaker: "heard" })).toBe("Microphone and speaker work.");
  expect(open({ heard: true, speaker: "heard", echo: "none" })).toContain("without echo");
  expect(open({ heard: true, echo: "headphones" })).toContain("Headphones are advised");
});

test("only ids are remembered, and nonsense is forgotten", () => {
  const setItem = vi.fn<(key: string, value: string) => void>();
  const choice = { microphone: "m1", speaker: null, camera: null };
  writeChoice({ setItem, getItem: () => null }, choice);
  const [, written] = setItem.mock.calls[0] ?? [];
  expect(JSON.parse(written ?? "")).toEqual(choice);
  const read = (text: string | null) => readChoice({ setItem, getItem: () => text });
  expect(read(written ?? null)).toEqual(choice);
  const none = { microphone: null, speaker: null, camera: null };
  for (const text of [null, "{", "7", '{"microphone":3,"speaker":""}']) expect(read(text)).toEqual(none);
  expect(readChoice(null)).toEqual(none);
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException("", "QuotaExceededError");
    },
  };
  expect(() => writeChoice(full, choice)).not.toThrow();
});

function deps(open: (constraints?: MediaStreamConstraints) => Promise<MediaStream>, change: Partial<CheckDeps> = {}): CheckDeps {
  const mediaDevices = { getUserMedia: vi.fn(open), enumerateDevices: async () => [] };
  return { mediaDevices, secure: true, allowed: () => true, ...change } as unknown as CheckDeps;
}

const STREAM = {} as MediaStream;
const fails = (name: string) => () => Promise.reject(new DOMException("", name));

test("an insecure page and a forbidden microphone are told without asking", async () => {
  const asked = deps(async () => STREAM);
  expect(await openMicrophone({ ...asked, secure: false }, null)).toBe("insecure");
  expect(await openMicrophone({ ...asked, mediaDevices: undefined }, null)).toBe("insecure");
  expect(await openMicrophone({ ...asked, allowed: () => false }, null)).toBe("policy");
  expect(asked.mediaDevices?.getUserMedia).not.toHaveBeenCalled();
});

test.each([
  ["NotAllowedError", "refused"],
  ["SecurityError", "refused"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
  ["NotReadableError", "busy"],
  ["AbortError", "busy"],
  ["TypeError", "failed"],
] as const)("%s means %s", async (name, problem) => {
  expect(problemOf(new DOMException("", name))).toBe(problem);
  expect(await openMicrophone(deps(fails(name)), null)).toBe(problem);
});

test("a remembered microphone that is gone is replaced by the system's choice", async () => {
  const given = deps((constraints) =>
    (constraints?.audio as MediaTrackConstraints | undefined)?.deviceId === undefined
      ? Promise.resolve(STREAM)
      : fails("OverconstrainedError")(),
  );
  expect(await openMicrophone(given, "gone")).toBe(STREAM);
  expect(given.mediaDevices?.getUserMedia).toHaveBeenCalledTimes(2);
});

test("devices are listed by kind and name, without Chromium's aliases", async () => {
  const device = (kind: string, deviceId: string, label: string) => ({ kind, deviceId, label });
  const found = [
    device("audioinput", "default", "Default"),
    device("audioinput", "a", "Desk"),
    device("audioinput", "b", ""),
    device("audiooutput", "c", "Loud"),
    device("audioinput", "", ""),
  ];
  const mediaDevices = { enumerateDevices: async () => found } as unknown as MediaDevices;
  expect(await listDevices(deps(fails("x"), { mediaDevices }), "audioinput", "Microphone")).toEqual([
    { id: "a", label: "Desk" },
    { id: "b", label: "Microphone 2" },
  ]);
  expect(await listDevices(deps(fails("x"), { mediaDevices: undefined }), "audioinput", "Microphone")).toEqual([]);
});
