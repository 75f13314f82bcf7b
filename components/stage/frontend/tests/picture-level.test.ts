import { beforeEach, expect, test } from "vitest";
import { HOLD, PictureControl } from "../src/media/picture-level";
import { FakeClock } from "./support/clock";

let clock: FakeClock;
let levels: string[];
let control: PictureControl;

function create(best: "high" | "medium" | "low" = "high"): void {
  clock = new FakeClock();
  levels = [];
  control = new PictureControl(clock, best, (level) => levels.push(level));
}

beforeEach(() => create());

test("weak for 5 s: one level down; weak for 15 s more: sound alone", async () => {
  control.hear("BAD");
  await clock.advance(HOLD.weak - 1);
  expect(levels).toEqual([]);
  await clock.advance(1);
  expect(levels).toEqual(["medium"]);
  await clock.advance(HOLD.off - 1);
  expect(levels).toEqual(["medium"]);
  await clock.advance(60_000);
  expect(levels).toEqual(["medium", "off"]);
});

test("a short weakness changes nothing, nor does one that is only reported again", async () => {
  control.hear("BAD");
  await clock.advance(4000);
  control.hear("GOOD");
  await clock.advance(4000);
  control.hear("BAD");
  await clock.advance(3000);
  control.hear("BAD");
  await clock.advance(1999);
  expect(levels).toEqual([]);
  await clock.advance(1);
  expect(levels).toEqual(["medium"]);
});

test("good for 20 s: one level up, and again, up to what the session began with", async () => {
  create("medium");
  control.hear("BAD");
  await clock.advance(HOLD.weak + HOLD.off);
  expect(levels).toEqual(["low", "off"]);
  control.hear("GOOD");
  await clock.advance(HOLD.good - 1);
  expect(levels).toHaveLength(2);
  await clock.advance(60_000);
  expect(levels).toEqual(["low", "off", "low", "medium"]);
});

test("the lowest level has nothing below it but sound", async () => {
  create("low");
  control.hear("BAD");
  await clock.advance(HOLD.weak);
  expect(levels).toEqual([]);
  await clock.advance(HOLD.off);
  expect(levels).toEqual(["off"]);
});

test("by hand: it stays, whatever the connection does, until Auto takes over again", async () => {
  control.choose("low");
  control.hear("BAD");
  await clock.advance(60_000);
  control.hear("GOOD");
  await clock.advance(60_000);
  expect(levels).toEqual(["low"]);
  control.choose("off");
  control.choose("auto");
  expect(levels).toEqual(["low", "off", "high"]);
});

test("Auto on a weak connection begins low and gives it up again", async () => {
  control.choose("off");
  control.hear("BAD");
  control.choose("auto");
  expect(levels).toEqual(["off", "low"]);
  await clock.advance(HOLD.weak + HOLD.off);
  expect(levels).toEqual(["off", "low", "off"]);
});

test("an unknown quality and a stop hold everything still", async () => {
  control.hear("BAD");
  control.hear("UNKNOWN");
  await clock.advance(60_000);
  control.hear("BAD");
  control.stop();
  await clock.advance(60_000);
  expect(levels).toEqual([]);
});
