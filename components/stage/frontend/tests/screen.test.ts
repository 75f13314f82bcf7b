import { beforeEach, expect, test, vi } from "vitest";
import { HUSH, Screen } from "../src/media/screen";
import { FakeClock } from "./support/clock";

let clock: FakeClock;
let video: HTMLVideoElement;
let screen: Screen;
let frame: ReturnType<typeof vi.fn<() => void>>;
let sound: boolean[];
let playable: () => boolean;

beforeEach(() => {
  clock = new FakeClock();
  video = document.createElement("video");
  playable = () => true;
  video.play = () => (playable() ? Promise.resolve() : Promise.reject(new DOMException("", "NotAllowedError")));
  screen = new Screen(video, clock);
  frame = vi.fn<() => void>();
  sound = [];
});

const stream = (target: HTMLVideoElement): void => {
  Object.defineProperty(target, "srcObject", { value: {}, writable: true, configurable: true });
};
const show = (): void => screen.show(stream, frame, (blocked) => sound.push(blocked));

test("the first frame is told once", async () => {
  show();
  video.dispatchEvent(new Event("playing"));
  video.dispatchEvent(new Event("playing"));
  await clock.advance(2000);
  expect(frame).toHaveBeenCalledOnce();
});

test("where frames are reported, playing alone is not yet a picture, but counts after a while", async () => {
  let report = (): void => {};
  Object.assign(video, { requestVideoFrameCallback: (callback: () => void) => (report = callback) });
  show();
  video.dispatchEvent(new Event("playing"));
  await clock.advance(900);
  expect(frame).not.toHaveBeenCalled();
  await clock.advance(100);
  expect(frame).toHaveBeenCalledOnce();
  report();
  expect(frame).toHaveBeenCalledOnce();
});

test("interrupt: silent at once, heard again with the next words or after a while", async () => {
  show();
  screen.hush();
  expect(video.muted).toBe(true);
  screen.speak();
  expect(video.muted).toBe(false);
  screen.hush();
  await clock.advance(HUSH);
  expect(video.muted).toBe(false);
});

test("blocked sound: plays muted and offers the tap; nothing but the tap unmutes", async () => {
  playable = () => video.muted;
  show();
  await clock.advance(0);
  expect(sound).toEqual([true]);
  screen.hush();
  screen.speak();
  expect(video.muted).toBe(true);
  screen.allowSound();
  expect(video.muted).toBe(false);
  expect(sound).toEqual([true, false]);
});

test("cleared, nothing of the call is left", async () => {
  show();
  screen.hush();
  screen.clear();
  expect(video.srcObject).toBeNull();
  expect(video.muted).toBe(false);
});

test("new tracks are attached to the same element and played", async () => {
  show();
  const play = vi.fn(() => Promise.resolve());
  video.play = play;
  const attach = vi.fn();
  screen.refresh(attach);
  expect(attach).toHaveBeenCalledWith(video);
  expect(play).toHaveBeenCalledOnce();
});

test("the chosen speaker; one that is gone leaves the default, silently", async () => {
  const setSinkId = vi.fn((id: string) => (id === "gone" ? Promise.reject(new DOMException("", "NotFoundError")) : Promise.resolve()));
  Object.assign(video, { setSinkId });
  await screen.setSpeaker(null);
  await screen.setSpeaker("kitchen");
  await screen.setSpeaker("gone");
  expect(setSinkId.mock.calls).toEqual([["kitchen"], ["gone"]]);
});
