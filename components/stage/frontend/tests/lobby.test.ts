import { beforeEach, expect, test } from "vitest";
import { LINE_WAIT, Lobby } from "../src/call/lobby";
import type { LobbyDeps, Opened } from "../src/call/lobby";
import type { LobbyData } from "../src/line/contract";
import { BEAT } from "../src/line/wire";
import type { Grant } from "../src/media/media";
import { FakeClock, settle } from "./support/clock";
import { fakeNetwork } from "./support/socket";
import { FakeStorage } from "./support/storage";

const DATA: LobbyData = {
  pass: "pass-1",
  agent: { name: "Santa", picture: "santa.svg", description: "By the fire." },
  simulated: true,
  hears: "script",
  quality: "high",
};
const KNOCK = { kind: "knock", pass: "pass-1", tab: "tab1" };
const OPEN = { kind: "open", guest: "Emma", quality: "high" };

let clock: FakeClock;
let network: ReturnType<typeof fakeNetwork>;
let opened: Opened[];
let storage: FakeStorage;
let answer: () => Promise<Grant>;
let released: number;
let lobby: Lobby;

function make(change: Partial<LobbyDeps> = {}): Lobby {
  return new Lobby(
    {
      clock,
      random: () => 0,
      base: "http://here/",
      connect: network.connect,
      tab: "tab1",
      tabStorage: storage,
      askMicrophone: () => answer(),
      network: () => null,
      ...change,
    },
    () => {},
    (call) => opened.push(call),
  );
}

beforeEach(() => {
  [clock, network, opened, storage, released] = [new FakeClock(), fakeNetwork(), [], new FakeStorage(), 0];
  answer = async () => ({ state: "ready", release: () => void (released += 1) });
  lobby = make();
});

function enter(): void {
  lobby.enter(DATA);
  network.last().accept();
  network.last().say({ kind: "ready" });
}

async function start(guest = "Emma"): Promise<void> {
  lobby.type(guest);
  void lobby.start();
  await settle();
}

test("looked at, it knocks once and keeps its line warm; left, it lets it go", async () => {
  enter();
  lobby.enter({ ...DATA, quality: "low" });
  await clock.advance(2 * BEAT);
  expect(network.last().sent).toEqual([KNOCK, { kind: "beat" }, { kind: "beat" }]);
  lobby.leave();
  expect(network.last().closedWith).toBe(1000);
  await clock.advance(60_000);
  expect(network.sockets).toHaveLength(1);
  lobby.enter(DATA);
  expect(network.sockets).toHaveLength(2);
});

test("a start on a warm line is one frame; the call gets the same socket, the answer about the microphone and the moment of the click", async () => {
  enter();
  const at = clock.now();
  await start("  Emma ");
  expect(lobby.state.step).toBe("opening");
  expect(network.last().sent).toEqual([KNOCK, OPEN]);
  network.last().say({ kind: "opened", call: "c1", ticket: "t1" });
  expect(opened).toMatchObject([
    { at, grant: { state: "ready" }, data: { id: "c1", ticket: "t1", guest: "Emma", hears: "script", quality: "high" } },
  ]);
  expect(Object.keys(opened[0]?.data ?? {})).not.toContain("pass");
  expect([lobby.state.step, network.last().closedWith, released]).toEqual(["waiting", null, 0]);
  await clock.advance(3 * LINE_WAIT);
  expect(network.last().kinds()).toEqual(["knock", "open"]);
});

test("a second press while it starts changes nothing", async () => {
  enter();
  await start();
  await lobby.start();
  expect(network.last().kinds()).toEqual(["knock", "open"]);
});

test("with no line the knock and the wish travel in one go, without waiting for an answer", async () => {
  lobby.enter(DATA);
  await start();
  network.last().accept();
  expect(network.last().sent).toEqual([KNOCK, OPEN]);
});

test("a line lost before the answer asks once more", async () => {
  enter();
  await start();
  network.last().drop(1006);
  await clock.advance(250);
  network.last().accept();
  expect(network.last().sent).toEqual([KNOCK, OPEN]);
});

test("nothing is asked of the server while the browser's question is open, for 30 s at most", async () => {
  let late: (grant: Grant) => void = () => {};
  answer = () => new Promise((resolve) => (late = resolve));
  enter();
  await start();
  expect(lobby.state.step).toBe("asking");
  expect(network.last().kinds()).not.toContain("open");
  await clock.advance(30_000);
  expect(network.last().kinds()).toContain("open");
  late({ state: "ready", release: () => void (released += 1) });
  await settle();
  expect(released).toBe(1);
});

test.each(["", "   ", "x".repeat(41)])("a name that cannot be spoken is told at the field and asks nothing: '%s'", async (name) => {
  enter();
  await start(name);
  await lobby.start();
  expect(lobby.state).toMatchObject({ fault: expect.stringMatching(/name/), faults: 2, step: "waiting" });
  expect(network.last().kinds()).toEqual(["knock"]);
  lobby.type("Emma");
  expect(lobby.state.fault).toBeNull();
});

test("a name that the server refuses is told at the field; the lobby goes on, on the same line", async () => {
  enter();
  await start("<b>");
  network.last().say({ kind: "refused_name", what: "That name has characters that cannot be spoken.", fix: "Use letters." });
  expect(lobby.state).toMatchObject({
    fault: "That name has characters that cannot be spoken. Use letters.",
    faults: 1,
    step: "waiting",
    guest: "<b>",
  });
  expect(released).toBe(1);
  await start();
  expect(network.last().kinds()).toEqual(["knock", "open", "open"]);
});

test("a call that cannot be opened is told with its words", async () => {
  enter();
  await start();
  network.last().say({ kind: "refused", code: "x", what: "No persona.", done: "", fix: "Choose another." });
  expect(lobby.state).toMatchObject({ step: "waiting", fault: null, trouble: { what: "No persona." } });
});

test("a server that does not answer: told after 20 s, and the old wish starts nothing any more", async () => {
  lobby.enter(DATA);
  await start();
  await clock.advance(LINE_WAIT);
  expect(lobby.state).toMatchObject({ step: "waiting", trouble: { what: "Our server does not answer." } });
  network.last().accept();
  expect(network.last().sent).toEqual([KNOCK]);
});

test("a pass that is too old waits for another one; a start with it says so", async () => {
  lobby.enter(DATA);
  network.last().accept();
  network.last().drop(4401);
  await clock.advance(60_000);
  expect(network.sockets).toHaveLength(1);
  expect(lobby.state.trouble).toBeNull();
  await start();
  network.last().accept();
  network.last().drop(4401);
  expect(lobby.state.trouble?.what).toMatch(/too long/);
  lobby.enter({ ...DATA, pass: "pass-2" });
  network.last().accept();
  expect(network.last().sent).toEqual([{ ...KNOCK, pass: "pass-2" }]);
});

test("a start that is under way goes on when another page is looked at", async () => {
  enter();
  await start();
  lobby.leave();
  expect(network.last().closedWith).toBeNull();
  network.last().say({ kind: "opened", call: "c1", ticket: "t1" });
  expect(opened).toHaveLength(1);
});

test("the name outlives a reload of its tab, and a browser that forbids that is no trouble", () => {
  lobby.type("Emma");
  expect(make().state.guest).toBe("Emma");
  const forbidden = {
    getItem: () => {
      throw new Error("no");
    },
    setItem: () => {
      throw new Error("no");
    },
    removeItem: () => {},
  };
  const strict = make({ tabStorage: forbidden });
  strict.type("Emma");
  expect(strict.state.guest).toBe("Emma");
  expect(make({ tabStorage: null }).state.guest).toBe("");
});
