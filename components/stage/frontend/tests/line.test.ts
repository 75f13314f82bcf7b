import { beforeEach, expect, test } from "vitest";
import { Journal } from "../src/line/journal";
import { Line } from "../src/line/line";
import { BEAT, NOBODY, Wire } from "../src/line/wire";
import type { ServerFrame } from "../src/line/contract";
import { FakeClock } from "./support/clock";
import { fakeNetwork } from "./support/socket";

let clock: FakeClock;
let network: ReturnType<typeof fakeNetwork>;
let journal: Journal;
let frames: ServerFrame[];
let states: string[];
let line: Line;

beforeEach(() => {
  clock = new FakeClock();
  network = fakeNetwork();
  journal = new Journal();
  frames = [];
  states = [];
  const wire = new Wire({ base: "http://here/", clock, random: () => 0, connect: network.connect }, NOBODY);
  wire.open();
  network.last().accept();
  line = new Line({
    wire,
    key: { call: "c1", ticket: "t1" },
    tab: "tab1",
    journal,
    clock,
    onFrame: (frame) => frames.push(frame),
    onState: (state, code) => states.push(code === undefined ? state : `${state} ${code}`),
  });
});

const HELLO = { kind: "hello", call: "c1", ticket: "t1", tab: "tab1", resume: true, take: false, replay: false };

function record(count = 1): void {
  for (let i = 0; i < count; i += 1) journal.append({ type: "user_start" }, clock.now());
  line.flush();
}

function welcomed(acked = 0): void {
  network.last().say({ kind: "welcome", acked });
}

test("on a wire that somebody else has opened nothing is sent before the welcome", () => {
  record();
  line.start("medium");
  expect(network.last().sent).toEqual([]);
  welcomed();
  expect(network.last().kinds()).toEqual(["start", "events"]);
  expect(states).toEqual(["open"]);
});

test("what was asked for by opening the call is not asked for again, unless the line breaks first", async () => {
  line.expect("high");
  welcomed();
  expect(network.last().kinds()).toEqual([]);
  network.last().drop(1006);
  await clock.advance(250);
  network.last().accept();
  welcomed();
  expect(network.last().kinds()).toEqual(["hello", "start"]);
});

test("a line that breaks while stored events come asks for all of them again, and takes the call until it has an attempt", async () => {
  line.join(5);
  expect(states).toEqual(["open"]);
  const again = async (): Promise<unknown> => {
    network.last().drop(1006);
    await clock.advance(250);
    network.last().accept();
    const [hello] = network.last().sent;
    welcomed(5);
    return hello;
  };
  expect(await again()).toEqual({ ...HELLO, take: true, replay: true });
  line.replayed();
  expect(await again()).toEqual({ ...HELLO, take: true });
  line.answered();
  expect(await again()).toEqual(HELLO);
  expect(journal.append({ type: "user_start" }, 1).seq).toBe(6);
});

test("one frame of events is under way at a time; the acknowledgement brings the next", () => {
  welcomed();
  record();
  record(2);
  expect(
    network
      .last()
      .events()
      .map((e) => e.seq),
  ).toEqual([1]);
  network.last().say({ kind: "ack", seq: 1 });
  expect(
    network
      .last()
      .events()
      .map((e) => e.seq),
  ).toEqual([1, 2, 3]);
  network.last().say({ kind: "ack", seq: 3 });
  expect(journal.empty).toBe(true);
});

test("a partial acknowledgement waits for the rest of the frame", () => {
  welcomed();
  record();
  network.last().say({ kind: "ack", seq: 1 });
  record(1);
  record(1);
  network.last().say({ kind: "ack", seq: 1 });
  expect(
    network
      .last()
      .events()
      .map((e) => e.seq),
  ).toEqual([1, 2]);
});

test("a lost socket comes back with resume, and only what is not stored travels again", async () => {
  welcomed();
  record(3);
  network.last().drop(1006);
  record();
  await clock.advance(250);
  network.last().accept();
  expect(network.last().sent).toEqual([HELLO]);
  network.last().say({ kind: "welcome", acked: 2 });
  expect(
    network
      .last()
      .events()
      .map((e) => e.seq),
  ).toEqual([3, 4]);
});

test("back-off is 0.25, 0.5, 1, 2, 4, 4 s and starts anew after a welcome", async () => {
  const waits: number[] = [];
  for (let i = 0; i < 6; i += 1) {
    const [from, count] = [clock.now(), network.sockets.length];
    network.last().drop(1006);
    while (network.sockets.length === count) await clock.advance(10);
    waits.push(clock.now() - from);
  }
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 4000]);
  network.last().accept();
  network.last().say({ kind: "welcome", acked: 0 });
  network.last().drop(1006);
  const count = network.sockets.length;
  await clock.advance(250);
  expect(network.sockets.length).toBe(count + 1);
});

test("the first hello that got no welcome is repeated without resume", async () => {
  network.last().drop(1006);
  await clock.advance(250);
  network.last().accept();
  expect(network.last().sent).toEqual([expect.objectContaining({ kind: "hello", resume: false })]);
});

test.each([1000, 4400, 4401, 4409])("close code %i is final", async (code) => {
  welcomed();
  network.last().drop(code);
  await clock.advance(60_000);
  expect(network.sockets.length).toBe(1);
  expect(states.at(-1)).toBe(`closed ${code}`);
});

test("the returned network does not wait for the back-off, nor open a second socket", async () => {
  welcomed();
  line.hurry();
  expect(network.sockets.length).toBe(1);
  network.last().drop(1006);
  line.hurry();
  expect(network.sockets.length).toBe(2);
  await clock.advance(300);
  expect(network.sockets.length).toBe(2);
});

test("a beat every 5 s, only while welcomed", async () => {
  await clock.advance(BEAT);
  expect(network.last().kinds()).toEqual([]);
  welcomed();
  await clock.advance(2 * BEAT);
  expect(network.last().kinds()).toEqual(["beat", "beat"]);
});

test("a lost acknowledgement: the same events travel again with the next beat", async () => {
  welcomed();
  record();
  await clock.advance(BEAT);
  expect(
    network
      .last()
      .events()
      .map((e) => e.seq),
  ).toEqual([1, 1]);
});

test("a socket that swallows frames is given up after three beats", async () => {
  welcomed();
  record();
  await clock.advance(3 * BEAT + 250);
  expect(network.sockets.length).toBe(2);
  expect(network.sockets[0]?.closedWith).not.toBeNull();
});

test("an attempt is asked for again after a loss only while the answer has not come", async () => {
  welcomed();
  line.start("medium");
  network.last().drop(1006);
  await clock.advance(250);
  network.last().accept();
  network.last().say({ kind: "welcome", acked: 0 });
  expect(network.last().kinds()).toEqual(["hello", "start"]);
  network.last().say({ kind: "session", attempt: 1, dialect: "liveavatar", api_url: "sim", token: "t", greeting: null });
  line.answered();
  network.last().drop(1006);
  await clock.advance(250);
  network.last().accept();
  network.last().say({ kind: "welcome", acked: 0 });
  expect(network.last().kinds()).toEqual(["hello"]);
});

test("too many frames: the line comes back later than after a loss", async () => {
  welcomed();
  network.last().drop(4429);
  await clock.advance(1999);
  expect(network.sockets.length).toBe(1);
  await clock.advance(1);
  expect(network.sockets.length).toBe(2);
});

test("closing is ours: no new attempt follows", async () => {
  welcomed();
  line.close();
  await clock.advance(60_000);
  expect(network.sockets.length).toBe(1);
  expect(states.at(-1)).toBe("closed 1000");
});

test("frames reach the call, unknown ones do not", () => {
  welcomed();
  network.last().say({ kind: "meter", seconds: 3, credits: "0.10", left: null });
  network.last().say({ kind: "later" } as unknown as ServerFrame);
  expect(frames.map((frame) => frame.kind)).toEqual(["welcome", "meter"]);
});
