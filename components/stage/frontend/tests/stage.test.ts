import { beforeEach, expect, test, vi } from "vitest";
import type { Port } from "../src/tab/memory";
import { FakeLocks, FakeStorage } from "./support/storage";
import { Tab, closeTabs, data } from "./support/tab";
import { settle } from "./support/clock";

let tab: Tab;

beforeEach(() => {
  closeTabs();
  tab = new Tab(new FakeStorage(), new FakeLocks());
});

test("the lobby shows who answers and opens the line, once, whatever reruns happen; the check is in it", async () => {
  await tab.receive(data("lobby"));
  const lobby = tab.place.firstElementChild;
  await tab.receive(data("lobby"));
  expect([tab.shown, tab.place.firstElementChild === lobby, tab.network.sockets.length]).toEqual(["lobby", true, 1]);
  expect(tab.place.textContent).toContain("Call Santa");
  expect(tab.find(".check")).toBe(tab.check.element);
  await tab.receive(data("hidden"));
  expect([tab.place.children.length, tab.network.last().closedWith]).toEqual([0, 1000]);
});

test("a start needs no word of Python's: the call is shown while Python still believes in the lobby, and its line stays", async () => {
  await tab.start();
  expect(tab.shown).toBe("full");
  await tab.receive(data("lobby"));
  expect(tab.shown).toBe("full");
  expect([tab.network.sockets.length, tab.network.last().closedWith]).toEqual([1, null]);
});

test("Python is told of the call when the first frame is there, not on the way to it", async () => {
  await tab.start();
  expect(tab.told("on_call")).toEqual([]);
  await tab.joinRoom();
  expect(tab.told("on_call")).toEqual([{ call: "call-1", ticket: "ticket-call-1" }]);
});

test("preparing loads one adapter; a failure there is left for the call", async () => {
  tab.load.mockRejectedValue(new TypeError("offline"));
  await tab.receive({ ...data("hidden"), prepare: "streaming" });
  expect(tab.load.mock.calls).toEqual([["streaming"]]);
  expect(tab.place.children).toHaveLength(0);
});

test("full, small and full again: one video element moves along", async () => {
  await tab.live();
  expect(tab.screen.video.closest(".full")).not.toBeNull();
  await tab.receive(data("mini", "call-1"));
  expect([tab.shown, tab.screen.video.closest(".mini") !== null]).toEqual(["mini", true]);
  await tab.receive(data("full", "call-1"));
  expect(tab.screen.video.closest(".full")).not.toBeNull();
  expect(tab.place.children).toHaveLength(1);
});

test("a running call is never hidden, and no other call's data touches it; one that is over is not shown elsewhere", async () => {
  await tab.live();
  await tab.receive(data("hidden"));
  expect(tab.shown).toBe("mini");
  await tab.receive(data("full", "some-other"));
  expect(tab.shown).toBe("full");
  await tab.press(".hangup");
  await tab.receive(data("mini", "call-1"));
  expect(tab.place.children).toHaveLength(0);
  await tab.receive(data("full", "call-1"));
  expect(tab.find(".summary").hidden).toBe(false);
});

test("unmounted, the call goes on and the video waits in the document; mounted anew, it is shown there", async () => {
  await tab.live();
  tab.memory.park(await tab.receive(data("full")));
  expect(tab.screen.video.parentElement).toBe(document.body);
  expect(tab.session.log).not.toContain("end");
  const other = document.body.appendChild(document.createElement("div"));
  await tab.receive(data("full"), other);
  expect(other.contains(tab.screen.video)).toBe(true);
});

test("a clean-up for data that newer data has overtaken leaves the stage in use", async () => {
  await tab.live();
  const overtaken = tab.memory.receive(data("full"), tab.port, tab.place);
  tab.memory.receive(data("full"), tab.port, tab.place);
  tab.memory.park(overtaken);
  expect(tab.place.contains(tab.screen.video)).toBe(true);
  await tab.press(".hangup");
  expect(tab.find(".badge").textContent).toContain("Ended");
});

test("the end is reported once, by the newest port", async () => {
  await tab.live();
  await tab.press(".hangup");
  const newest = { ...tab.port, setStateValue: vi.fn<Port["setStateValue"]>() };
  tab.memory.receive(data("full"), newest, tab.place);
  await tab.over();
  expect(newest.setStateValue.mock.calls).toEqual([["ended", { call: "call-1" }]]);
  expect(tab.told("ended")).toEqual([]);
});

test("a call that is over stays until another one is wanted; then Python forgets it and the lobby is back at once", async () => {
  await tab.live();
  await tab.receive(data("full", "call-1"));
  await tab.press(".hangup");
  await tab.over();
  await tab.receive(data("lobby"));
  expect(tab.find(".summary").hidden).toBe(false);
  await tab.press(".another");
  expect(tab.told("on_call").at(-1)).toBeNull();
  expect(tab.shown).toBe("lobby");
  expect(tab.find<HTMLInputElement>("#guest").value).toBe("Emma");
  expect(tab.network.sockets).toHaveLength(2);
  await tab.start("call-2");
  expect(tab.shown).toBe("full");
  expect(tab.find(".turns").textContent).not.toContain("Hello");
});

test("back to the call is asked of Python", async () => {
  await tab.live();
  await tab.receive(data("mini", "call-1"));
  await tab.press(".back");
  expect(tab.port.setTriggerValue).toHaveBeenCalledWith("open_call", true);
});

test("leaving a page with a running call is asked about, and told to the server; without one it is not", async () => {
  const leave = (): boolean => dispatchEvent(new Event("beforeunload", { cancelable: true }));
  await tab.receive(data("lobby"));
  expect(leave()).toBe(true);
  await tab.live();
  expect(leave()).toBe(false);
  dispatchEvent(new Event("pagehide"));
  expect(tab.beacons).toEqual([JSON.stringify({ call: "call-1", ticket: "ticket-call-1" })]);
  await tab.press(".hangup");
  expect(leave()).toBe(true);
});

test("a page out of the browser's cache comes back to its call like a reloaded one", async () => {
  await tab.live();
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: false }));
  expect(tab.network.sockets).toHaveLength(1);
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  await settle();
  expect(tab.network.sockets).toHaveLength(2);
  expect(tab.session.log).toContain("leave");
  await tab.welcomeBack({ type: "phase", phase: "live" }, { type: "typed", text: "Hello", intent: "ask" });
  expect(tab.find(".turns").textContent).toContain("Hello");
  expect(tab.sent("start")).toHaveLength(1);
});
