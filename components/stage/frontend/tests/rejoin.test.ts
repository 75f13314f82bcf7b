/** Two pages of one browser and one call: after a reload, and side by side. */
import { beforeEach, expect, test } from "vitest";
import { KEPT } from "../src/tab/keeping";
import type { EventBody } from "../src/line/contract";
import { settle } from "./support/clock";
import { FakeLocks, FakeStorage } from "./support/storage";
import { Tab, closeTabs, data } from "./support/tab";

const STORED: EventBody[] = [
  { type: "phase", phase: "live" },
  { type: "typed", text: "Hello", intent: "ask" },
];
const HELLO = { kind: "hello", call: "call-1", ticket: "ticket-call-1", tab: "tab1", resume: false, take: true, replay: true };

let storage: FakeStorage;
let locks: FakeLocks;

beforeEach(() => {
  [storage, locks] = [new FakeStorage(), new FakeLocks()];
  closeTabs();
});

async function first(): Promise<Tab> {
  const tab = new Tab(storage, locks);
  await tab.live();
  return tab;
}

/** The page of a tab is thrown away, and its locks with it; what it had written down stays. */
async function reloaded(): Promise<Tab> {
  await first();
  locks = new FakeLocks();
  const tab = new Tab(storage, locks);
  await tab.receive(data("lobby"));
  return tab;
}

test("a reloaded page finds its call and goes on with it by itself", async () => {
  const tab = await reloaded();
  expect(tab.find(".elsewhere").textContent).toContain("Coming back");
  await tab.welcomeBack(...STORED);
  expect(tab.sent("hello")).toEqual([HELLO]);
  expect(tab.sent("knock")).toEqual([]);
  expect(tab.shown).toBe("full");
  await tab.joinRoom(2);
  expect(tab.told("on_call")).toEqual([{ call: "call-1", ticket: "ticket-call-1" }]);
  expect(tab.find(".turns").textContent).toContain("Hello");
});

test("on another page it comes back small", async () => {
  await first();
  locks = new FakeLocks();
  const tab = new Tab(storage, locks);
  await tab.receive(data("hidden"));
  expect(tab.place.children).toHaveLength(0);
  await tab.welcomeBack(...STORED);
  expect(tab.shown).toBe("mini");
});

test("a call that is over by then is told, once", async () => {
  const tab = await reloaded();
  await tab.welcomeBack(...STORED);
  await tab.over();
  expect(tab.find(".summary").hidden).toBe(false);
  expect(tab.told("ended")).toEqual([{ call: "call-1" }]);
  expect(storage.getItem(KEPT)).toBeNull();
  const next = new Tab(storage, new FakeLocks());
  await next.receive(data("lobby"));
  expect(next.shown).toBe("lobby");
});

test("a call that is over is forgotten, and its lock let go", async () => {
  const tab = await first();
  expect([storage.items.size, locks.held.length]).toEqual([1, 1]);
  await tab.press(".hangup");
  await tab.over();
  await settle();
  expect([storage.items.size, locks.held]).toEqual([0, []]);
});

test("a ticket that is not valid any more leads to the lobby", async () => {
  const tab = await reloaded();
  tab.network.last().accept();
  tab.network.last().drop(4401);
  await settle();
  expect([tab.shown, storage.items.size]).toEqual(["lobby", 0]);
});

test("a server that does not answer leaves the choice to the guest", async () => {
  const tab = await reloaded();
  await tab.clock.advance(20_000);
  expect(tab.find(".bring").textContent).toBe("Bring it here");
  await tab.press(".another");
  expect(tab.shown).toBe("lobby");
});

test("a note that is old, or not ours, is left alone", async () => {
  for (const note of ["{", "7", '{"call":1}', JSON.stringify({ call: "c", ticket: "t", at: -10_000_000 })]) {
    storage.setItem(KEPT, note);
    const tab = new Tab(storage, locks);
    await tab.receive(data("lobby"));
    expect(tab.shown).toBe("lobby");
  }
});

test("a second tab says that the call runs in another one, and can have a call of its own", async () => {
  await first();
  const second = new Tab(storage, locks);
  await second.receive(data("lobby"));
  expect(second.find("[role=status]").textContent).toContain("A call is running in another tab");
  expect(second.network.sockets).toHaveLength(0);
  await second.press(".another");
  expect(second.shown).toBe("lobby");
});

test("on a page about something else the second tab does not speak of it", async () => {
  await first();
  const second = new Tab(storage, locks);
  await second.receive(data("hidden"));
  expect(second.place.children).toHaveLength(0);
});

test("brought here, the call goes on in the second tab; the first one says so, and can have it back", async () => {
  const one = await first();
  const two = new Tab(storage, locks);
  await two.receive(data("lobby"));
  await two.press(".bring");
  await two.welcomeBack(...STORED);
  one.network.last().drop(4409);
  await settle();
  expect(one.find("[role=status]").textContent).toContain("This call goes on in another tab");
  expect(one.session.log.slice(-1)).toEqual(["leave"]);
  expect(one.told("ended")).toEqual([]);
  expect(one.beacons).toEqual([]);
  await two.joinRoom(2);
  expect(two.shown).toBe("full");
  expect(storage.items.size).toBe(1);
  await one.press(".bring");
  await one.welcomeBack(...STORED);
  expect(one.sent("hello")).toEqual([HELLO]);
  expect(one.shown).toBe("full");
});

test("the tab that has lost its call says so on every page; when the call is over, its lobby is back", async () => {
  const one = await first();
  one.network.last().drop(4409);
  await settle();
  await one.receive(data("mini", "call-1"));
  expect(one.shown).toBe("elsewhere small");
  await one.receive(data("lobby"));
  storage.removeItem(KEPT);
  dispatchEvent(Object.assign(new Event("storage"), { key: KEPT }));
  expect(one.shown).toBe("lobby");
});

test("without locks a call counts as free; without storage a reload finds none, and the call works", async () => {
  const open = new Tab(storage, null);
  await open.live();
  const again = new Tab(storage, null);
  await again.receive(data("lobby"));
  await again.welcomeBack(...STORED);
  expect(again.shown).toBe("full");
  const closed = new Tab(null, null);
  await closed.live();
  expect(closed.find(".badge").textContent).toBe("Live");
  const lost = new Tab(null, null);
  await lost.receive(data("lobby"));
  expect(lost.shown).toBe("lobby");
});
