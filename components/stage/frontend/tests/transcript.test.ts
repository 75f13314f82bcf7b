import { expect, test } from "vitest";
import cases from "../../../../tests/wire/transcript_cases.json";
import type { StageEvent } from "../src/line/contract";
import { EMPTY, addEvent, turnsOf } from "../src/show/transcript";
import type { Turn } from "../src/show/transcript";

const CASES = cases as unknown as { name: string; events: StageEvent[]; turns: Turn[] }[];

test("there are enough shared cases, each with its own name", () => {
  expect(CASES.length).toBeGreaterThanOrEqual(15);
  expect(new Set(CASES.map((one) => one.name)).size).toBe(CASES.length);
});

test.each(CASES)("$name", ({ events, turns }) => {
  expect(turnsOf(events)).toEqual(turns);
});

test.each(CASES)("events are never changed in place: $name", ({ events }) => {
  const frozen = structuredClone(events);
  let transcript = EMPTY;
  for (const event of events) {
    const before = JSON.stringify(transcript);
    const next = addEvent(transcript, event);
    expect(JSON.stringify(transcript)).toBe(before);
    transcript = next;
  }
  expect(events).toEqual(frozen);
});
