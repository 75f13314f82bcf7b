import { beforeEach, expect, test, vi } from "vitest";
import { RoomWatch } from "../src/adapters/room";
import type { EventBody } from "../src/line/contract";
import { FakeRoom } from "./support/room";

let room: FakeRoom;
let events: EventBody[];
let onTracks: ReturnType<typeof vi.fn<() => void>>;
let watch: RoomWatch;

beforeEach(() => {
  room = new FakeRoom();
  events = [];
  onTracks = vi.fn<() => void>();
  watch = new RoomWatch(room, (event) => events.push(event), onTracks);
});

test("the room is not left while the guest is asked whether to leave the page", () => {
  expect(room.options.disconnectOnPageLeave).toBe(false);
});

test("a loss is told once, though a resume that fails becomes a rejoin, and so is its end", () => {
  for (const event of ["signalReconnecting", "reconnecting", "reconnected", "reconnected"]) room.trigger(event);
  expect(events).toEqual([{ type: "reconnecting" }, { type: "reconnected" }]);
});

test("only the video is told what to send, only when something was asked", () => {
  const { video, audio } = room.join();
  room.trigger("trackSubscribed");
  expect(video.log).toEqual([]);
  watch.setPicture("medium");
  watch.setPicture("off");
  watch.setPicture("high");
  expect(video.log).toEqual(["on", "layer 1", "off", "on", "layer 2"]);
  expect(audio.log).toEqual([]);
});

test("tracks of a rejoined room are told again, and wanted on the screen", () => {
  room.join();
  watch.setPicture("off");
  room.trigger("reconnecting");
  const { video } = room.join();
  room.trigger("trackSubscribed");
  expect(video.log).toEqual(["off"]);
  expect(onTracks).toHaveBeenCalledOnce();
});

test("the first tracks of a room are the SDK's own business", () => {
  room.join();
  room.trigger("trackSubscribed");
  expect(onTracks).not.toHaveBeenCalled();
});
