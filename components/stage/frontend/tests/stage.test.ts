import { beforeEach, expect, test, vi } from "vitest";
import type { CallData, StageData } from "../src/line/contract";
import { StageMemory } from "../src/call/memory";
import type { Port } from "../src/call/memory";
import { DATA } from "./support/call";
import { FakeClock, settle } from "./support/clock";
import { h } from "shared/dom";
import { FakeScreen } from "./support/screen";
import { FakeSession } from "./support/session";
import { fakeNetwork } from "./support/socket";

let network: ReturnType<typeof fakeNetwork>;
let session: FakeSession;
let screen: FakeScreen;
let memory: StageMemory;
let place: HTMLElement;
let port: { [K in keyof Port]: ReturnType<typeof vi.fn<Port[K]>> };
let load: ReturnType<typeof vi.fn<(dialect: string) => Promise<FakeSession["factory"]>>>;

beforeEach(() => {
  network = fakeNetwork();
  session = new FakeSession();
  screen = new FakeScreen();
  load = vi.fn(async () => session.factory);
  memory = new StageMemory({
    clock: new FakeClock(),
    random: () => 0,
    tab: "tab1",
    base: "https://here.example/",
    screen,
    connect: network.connect,
    load,
    askMicrophone: async () => ({ state: "ready", release: () => {} }),
    devices: () => ({ microphone: null, speaker: null }),
    check: { element: h("div", { class: "check" }), close: () => {} },
    network: () => null,
    beacon: () => {},
  });
  place = document.body.appendChild(document.createElement("div"));
  port = { setStateValue: vi.fn<Port["setStateValue"]>(), setTriggerValue: vi.fn<Port["setTriggerValue"]>() };
});

function data(view: StageData["view"], call: Partial<CallData> | null = {}): StageData {
  return { view, prepare: null, call: call === null ? null : { ...DATA, ...call } };
}

async function receive(given: StageData, where = place): Promise<number> {
  const run = memory.receive(given, port, where);
  await settle();
  return run;
}

const shown = (where = place): string => where.firstElementChild?.className ?? "";

async function live(): Promise<void> {
  await receive(data("full"));
  network.last().accept();
  network.last().say({ kind: "welcome", acked: 0 });
  await settle();
  network.last().say({ kind: "session", attempt: 1, dialect: "liveavatar", api_url: "sim", token: "t", greeting: null });
  await settle();
  session.emit({ type: "stream_ready" });
  session.connected();
  screen.frame();
  await settle();
}

test("a call not yet started shows the lobby and opens nothing", async () => {
  await receive(data("full", { start: false }));
  expect(shown()).toBe("full");
  expect(place.textContent).toContain("Santa is ready when you are.");
  expect(network.sockets).toHaveLength(0);
});

test("a call starts once, whatever reruns happen", async () => {
  await receive(data("full"));
  await receive(data("full"));
  await receive(data("mini"));
  await receive(data("full"));
  expect(network.sockets).toHaveLength(1);
});

test("preparing loads one adapter; a failure there is left for the call", async () => {
  load.mockRejectedValue(new TypeError("offline"));
  await receive({ view: "full", prepare: "streaming", call: null });
  expect(load.mock.calls).toEqual([["streaming"]]);
  expect(place.children).toHaveLength(0);
});

test("full, small and full again: one video element moves along", async () => {
  await live();
  expect(screen.video.closest(".full")).not.toBeNull();
  await receive(data("mini"));
  expect(shown()).toBe("mini");
  expect(screen.video.closest(".mini")).not.toBeNull();
  await receive(data("full"));
  expect(screen.video.closest(".full")).not.toBeNull();
  expect(place.children).toHaveLength(1);
});

test("a running call is never hidden; one that is over is not shown elsewhere", async () => {
  await live();
  await receive(data("hidden"));
  expect(shown()).toBe("mini");
  await receive(data("hidden", null));
  expect(shown()).toBe("mini");
  place.querySelector<HTMLButtonElement>(".hangup")?.click();
  await settle();
  await receive(data("mini"));
  expect(place.children).toHaveLength(0);
  await receive(data("full"));
  expect(place.querySelector(".summary")).not.toBeNull();
});

test("unmounted, the call goes on and the video waits in the document; mounted anew, it is shown there", async () => {
  await live();
  memory.park(await receive(data("full")));
  expect(screen.video.parentElement).toBe(document.body);
  expect(session.log).not.toContain("end");
  const other = document.body.appendChild(document.createElement("div"));
  await receive(data("full"), other);
  expect(other.contains(screen.video)).toBe(true);
});

test("a clean-up for data that newer data has overtaken leaves the stage in use", async () => {
  await live();
  const overtaken = memory.receive(data("full"), port, place);
  memory.receive(data("full"), port, place);
  memory.park(overtaken);
  expect(place.contains(screen.video)).toBe(true);
  place.querySelector<HTMLButtonElement>(".hangup")?.click();
  await settle();
  expect(place.querySelector(".badge")?.textContent).toContain("Ended");
});

test("the end is reported once, by the newest port", async () => {
  await live();
  place.querySelector<HTMLButtonElement>(".hangup")?.click();
  await settle();
  const newest = { ...port, setStateValue: vi.fn<Port["setStateValue"]>() };
  memory.receive(data("full"), newest, place);
  network
    .last()
    .say({ kind: "summary", seconds: 1, guest_turns: 0, avatar_turns: 0, credits: "0", reason: "r", reason_text: "t", trouble: null });
  expect(newest.setStateValue.mock.calls).toEqual([["ended", { call: "call-1" }]]);
  expect(port.setStateValue).not.toHaveBeenCalled();
});

test("back to the call is asked of Python", async () => {
  await live();
  await receive(data("mini"));
  place.querySelector<HTMLButtonElement>(".back")?.click();
  expect(port.setTriggerValue).toHaveBeenCalledWith("open_call", true);
});

test("a new call begins when the old one has left the shared video element", async () => {
  await live();
  let left = (): void => {};
  session.end = () => new Promise((resolve) => (left = resolve));
  await receive(data("full", { id: "call-2" }));
  expect(network.sockets).toHaveLength(1);
  left();
  await settle();
  expect(network.sockets).toHaveLength(2);
});

test("the lobby has a place of its own, which a running call and other views take away", async () => {
  await receive(data("lobby", null));
  expect([...place.children].map((child) => child.className)).toEqual(["check"]);
  const lobby = place.firstElementChild;
  await receive(data("lobby", null));
  expect(place.firstElementChild).toBe(lobby);
  await live();
  expect(place.querySelector(".check")).toBeNull();
  await receive(data("lobby", null));
  expect(shown()).toBe("mini");
});

test("a page out of the browser's cache asks the server what has become of its call", async () => {
  await live();
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: false }));
  expect(network.sockets).toHaveLength(1);
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  expect(network.sockets).toHaveLength(2);
});
