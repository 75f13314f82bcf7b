import { expect, test } from "vitest";
import frames from "../../../../tests/wire/line_frames.json";
import { CLOSE, readFrame } from "../src/line/contract";
import type { ClientFrame, StageEvent } from "../src/line/contract";
import { reduce } from "../src/show/reducer";
import { INITIAL } from "../src/show/state";

test.each(frames.server)("server frame $kind is read as it is", (frame) => {
  expect(readFrame(JSON.stringify(frame))).toEqual(frame);
});

test.each(["{", "[]", "null", "7", '{"kind":"later"}', '{"kind":1}'])("anything else is left out: %s", (text) => {
  expect(readFrame(text)).toBeNull();
});

test("a binary frame is left out", () => {
  expect(readFrame(new ArrayBuffer(4))).toBeNull();
});

test("the samples name every client frame", () => {
  const kinds: Record<ClientFrame["kind"], true> = {
    knock: true,
    open: true,
    hello: true,
    start: true,
    events: true,
    beat: true,
    done: true,
  };
  expect([...new Set(frames.client.map((frame) => frame.kind))].sort()).toEqual(Object.keys(kinds).sort());
});

test("close codes are those of the samples", () => {
  expect(CLOSE).toEqual(frames.close_codes);
});

test.each(frames.events as unknown as StageEvent[])("event $type is known to the reducer", (event) => {
  expect(() => reduce(INITIAL, { type: "event", event })).not.toThrow();
});

test("an unknown event is a mistake of ours and says so", () => {
  const event = { seq: 1, at: 0, type: "later" } as unknown as StageEvent;
  expect(() => reduce(INITIAL, { type: "event", event })).toThrow(/later/);
});
