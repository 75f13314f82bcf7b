import { beforeEach, expect, test } from "vitest";
import { TONE } from "../src/check/ears/audio";
import type { Check, CheckDeps } from "../src/check/index";
import { createCheck } from "../src/check/index";
import { PROBLEM } from "../src/check/words";
import { Room } from "./support/check-room";
import { FakeClock, settle } from "./support/clock";

let room: Room;
let clock: FakeClock;
let check: Check;
const stored = new Map<string, string>();

function create(change: Partial<CheckDeps> = {}): Check {
  check = createCheck({
    mediaDevices: {
      getUserMedia: (constraints?: MediaStreamConstraints) => room.open(constraints),
      enumerateDevices: async () =>
        [
          { kind: "audioinput", deviceId: "desk", label: "Desk" },
          { kind: "audiooutput", deviceId: "loud", label: "Loud" },
        ] as MediaDeviceInfo[],
      addEventListener: () => {},
      removeEventListener: () => {},
    },
    secure: true,
    allowed: () => true,
    audioContext: () => room.context(),
    player: () => room.player(),
    canChooseSpeaker: true,
    clock,
    storage: { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => void stored.set(key, value) },
    silentSwitch: false,
    ...change,
  });
  document.body.replaceChildren(check.element);
  return check;
}

beforeEach(() => {
  room = new Room();
  clock = new FakeClock();
  stored.clear();
  create();
});

function find<T extends HTMLElement>(selector: string): T {
  const element = check.element.querySelector<T>(selector);
  if (element === null) throw new Error(`no ${selector}`);
  return element;
}

const press = async (selector: string): Promise<void> => {
  find(selector).click();
  await settle();
};
const result = (): string => find(".check-result").textContent ?? "";
const speakerWords = (): string => find(".check-speaker .check-words").textContent ?? "";
const speak = async (amplitude = 0.2): Promise<void> => {
  room.said = { hertz: 400, amplitude };
  await clock.advance(600);
};
const choose = async (selector: string, value: string): Promise<void> => {
  const select = find<HTMLSelectElement>(selector);
  select.value = value;
  select.dispatchEvent(new Event("change"));
  await settle();
};

test("it is one quiet row until it is pressed, and opens no device", () => {
  expect(find(".check-row").getAttribute("aria-expanded")).toBe("false");
  expect(find(".check-body").hidden).toBe(true);
  expect(room.asked).toEqual([]);
});

test("the bar and the words follow the voice", async () => {
  await press(".check-row");
  await clock.advance(600);
  expect(result()).toContain("Say a few words");
  expect(find(".check-bar").getAttribute("aria-valuetext")).toContain("nothing");
  await speak(0.2);
  expect(Number(find(".check-bar").getAttribute("aria-valuenow"))).toBe(-17);
  expect(find(".check-microphone .check-words").textContent).toBe("I hear you.");
  await speak(0);
  expect(find(".check-microphone .check-words").textContent).toContain("nothing");
  expect(result(), "what was heard stays heard").toContain("Your microphone works");
});

test("the microphone is opened raw, so that echo can be measured", async () => {
  await press(".check-row");
  expect(room.asked[0]).toEqual({ echoCancellation: false, noiseSuppression: false, autoGainControl: false });
});

test("the chime is played, asked about, and the answer kept", async () => {
  await press(".check-row");
  await speak();
  await press(".check-play");
  expect(find<HTMLButtonElement>(".check-play").disabled).toBe(true);
  expect(room.playing.size).toBe(3);
  await clock.advance(2000);
  expect(speakerWords()).toBe("Did you hear it?");
  await press(".check-no");
  expect(result()).toContain("Turn the volume up");
  await press(".check-play");
  await clock.advance(2000);
  await press(".check-yes");
  expect(result()).toBe("Microphone and speaker work.");
  await press(".check-done");
  expect(find(".check-last").textContent).toBe("Microphone and speaker work.");
});

test("a chime in the microphone does not pass for a voice", async () => {
  room.leak = 0.2;
  await press(".check-row");
  await press(".check-play");
  await clock.advance(700);
  expect(find(".check-microphone .check-words").textContent).toBe("I hear you.");
  expect(result()).toContain("Say a few words");
});

test.each([
  ["open speakers", 0.1, null, "Headphones are advised"],
  ["headphones", 0, ".check-yes", "No echo."],
  ["a silent speaker", 0, ".check-no", "The speaker was not heard"],
])("echo test with %s", async (_, leak, answer, words) => {
  room.leak = leak;
  await press(".check-row");
  await speak();
  await press(".check-echo");
  expect([...room.playing]).toEqual([TONE]);
  await clock.advance(3000);
  if (answer !== null) await press(answer);
  expect(speakerWords()).toContain(words);
});

test("a browser that blocks sound is named", async () => {
  room.blocked = true;
  await press(".check-row");
  await press(".check-play");
  expect(speakerWords()).toContain("blocked");
  await press(".check-echo");
  expect(speakerWords()).toContain("blocked");
});

test.each([
  ["NotAllowedError", "refused"],
  ["NotFoundError", "missing"],
  ["NotReadableError", "busy"],
  ["UnknownError", "failed"],
] as const)("%s is explained, and trying again helps", async (name, problem) => {
  room.failure = name;
  await press(".check-row");
  expect(result()).toBe(PROBLEM[problem]);
  expect(find(".check-speaker").hidden).toBe(true);
  room.failure = null;
  await press(".check-again");
  expect(result()).toContain("Say a few words");
});

test.each([
  [{ secure: false }, PROBLEM.insecure],
  [{ allowed: () => false }, PROBLEM.policy],
])("a page that may not is explained without asking", async (change, words) => {
  create(change);
  await press(".check-row");
  expect(result()).toBe(words);
  expect(room.asked).toEqual([]);
});

test("devices are chosen by name, used, and remembered", async () => {
  await press(".check-row");
  await choose(".check-microphone select", "desk");
  await choose(".check-speaker select", "loud");
  expect(room.asked[1]?.deviceId).toEqual({ exact: "desk" });
  expect(room.stopped, "the other microphone was let go").toBe(1);
  await press(".check-play");
  expect(room.sinks).toEqual(["loud"]);
  expect(check.choice()).toEqual({ microphone: "desk", speaker: "loud", camera: null });
  expect(create().choice()).toEqual({ microphone: "desk", speaker: "loud", camera: null });
});

test("no list of speakers where a page may not choose one, and the silent switch is hinted at where there is one", async () => {
  create({ canChooseSpeaker: false, silentSwitch: true });
  await press(".check-row");
  expect(find(".check-speaker label").hidden).toBe(true);
  expect(find(".check-hint").hidden).toBe(false);
});

test("closing lets go of the devices, whenever it comes", async () => {
  await press(".check-row");
  check.close();
  expect([room.stopped, room.closed]).toEqual([1, 1]);
  room.hold = true;
  await press(".check-row");
  expect(result()).toContain("please allow it");
  check.close();
  room.pending?.();
  await settle();
  expect(room.stopped, "a microphone that came too late").toBe(2);
  expect(find(".check-body").hidden).toBe(true);
  expect(find(".check-last").textContent).toBe("");
});

test("a microphone that is pulled out is told", async () => {
  await press(".check-row");
  room.onEnded();
  expect(result()).toBe(PROBLEM.missing);
});

test("Escape folds it up and gives the focus back", async () => {
  await press(".check-row");
  find(".check-play").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  expect(find(".check-body").hidden).toBe(true);
  expect(document.activeElement).toBe(find(".check-row"));
});
