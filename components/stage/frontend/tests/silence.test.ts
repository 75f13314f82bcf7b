import { beforeEach, expect, test } from "vitest";
import type { EventBody } from "../src/line/contract";
import { SILENCE, SilenceWatch } from "../src/call/silence";
import { FakeClock } from "./support/clock";

let clock: FakeClock;
let watch: SilenceWatch;
let silences: number;

beforeEach(() => {
  clock = new FakeClock();
  silences = 0;
  watch = new SilenceWatch(clock, () => (silences += 1));
});

const hear = (...events: EventBody[]): void => {
  for (const event of events) watch.hear(event);
};
const LIVE: EventBody = { type: "phase", phase: "live" };
const WORD: EventBody = { type: "avatar_talking_message", text: "Ho", cumulative: false };
const TYPED: EventBody = { type: "typed", text: "Hello", intent: "ask" };

test("15 s live without a first word, told once", async () => {
  hear(LIVE);
  await clock.advance(SILENCE - 1);
  expect(silences).toBe(0);
  await clock.advance(60_000);
  expect(silences).toBe(1);
});

test.each([
  ["a word", WORD],
  ["a sound", { type: "avatar_start_talking" }],
] as [string, EventBody][])("%s is no silence", async (_, event) => {
  hear(LIVE, event);
  await clock.advance(60_000);
  expect(silences).toBe(0);
});

test.each([
  ["typed", TYPED],
  ["spoken", { type: "user_end_message", text: "Hello" }],
  ["heard to end", { type: "user_stop" }],
] as [string, EventBody][])("15 s after a turn that was %s", async (_, event) => {
  hear(LIVE, WORD);
  await clock.advance(30_000);
  hear(event);
  await clock.advance(SILENCE);
  expect(silences).toBe(1);
});

test("more words of the guest neither push the moment away nor make a second silence", async () => {
  hear(LIVE, WORD, TYPED);
  await clock.advance(10_000);
  hear(TYPED);
  await clock.advance(5000);
  expect(silences).toBe(1);
  hear(TYPED);
  await clock.advance(60_000);
  expect(silences).toBe(1);
  hear(WORD, TYPED);
  await clock.advance(SILENCE);
  expect(silences).toBe(2);
});

test("while the avatar talks it is not silent; an answer is owed from the end of its words", async () => {
  hear(LIVE, { type: "avatar_start_talking" }, TYPED);
  await clock.advance(40_000);
  expect(silences).toBe(0);
  hear({ type: "avatar_stop_talking" });
  await clock.advance(SILENCE);
  expect(silences).toBe(1);
});

test("outside a live call nothing is expected", async () => {
  hear({ type: "phase", phase: "text" }, TYPED);
  await clock.advance(60_000);
  hear(LIVE, { type: "phase", phase: "ending" });
  await clock.advance(60_000);
  expect(silences).toBe(0);
});
