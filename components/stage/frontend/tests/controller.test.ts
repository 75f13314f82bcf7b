import { describe, expect, test } from "vitest";
import { WAIT } from "../src/controller";
import { SessionError } from "../src/session";
import { CallRig } from "./support/call";
import { settle } from "./support/clock";

const never = <T>(): Promise<T> => new Promise(() => {});

describe("starting", () => {
  test("permission and line side by side, then the session, then live with the first frame", async () => {
    const rig = new CallRig();
    await rig.begin();
    expect(rig.network.urls).toEqual(["wss://here.example/app/line"]);
    expect(rig.socket.kinds().filter((kind) => kind !== "events")).toEqual(["hello", "start"]);
    await rig.giveSession();
    expect(rig.loaded).toEqual(["liveavatar"]);
    expect(rig.session.options).toEqual({ apiUrl: "https://here.example/app/sim/vendor", token: "example-token", avatar: null });
    rig.session.emit({ type: "stream_ready" });
    rig.session.connected();
    await settle();
    expect(rig.call.state.phase).toBe("connecting");
    rig.screen.frame();
    await rig.store();
    expect(rig.call.state.phase).toBe("live");
    expect(rig.types).toEqual(["asking", "connecting", "stream_ready", "microphone", "live"]);
    expect(rig.session.log).toEqual(["start", "attach", "microphone on"]);
    expect(rig.released).toBe(1);
    expect(Object.keys(globalThis.__santa_timing ?? {}).sort()).toEqual(["connected", "firstFrame", "line", "session", "start"]);
  });

  test("nothing is asked of the vendor while the browser's question is open; the line opens meanwhile", async () => {
    const rig = new CallRig({ ask: never });
    await rig.begin();
    await rig.store();
    expect(rig.socket.kinds()).not.toContain("start");
    await rig.clock.advance(30_000);
    expect(rig.socket.kinds()).toContain("start");
    expect(rig.call.state.failure).toBeNull();
  });

  test.each(["refused", "missing", "unavailable"] as const)("microphone %s: the call goes on without it", async (state) => {
    const rig = new CallRig({ ask: async () => ({ state, release: () => {} }) });
    await rig.live();
    expect(rig.call.state).toMatchObject({ phase: "live", microphone: state });
    expect(rig.session.log).not.toContain("microphone on");
  });

  test("a microphone that breaks while it is opened is told, and fails nothing", async () => {
    const rig = new CallRig();
    rig.session.microphoneError = new DOMException("held", "NotReadableError");
    await rig.live();
    expect(rig.call.state).toMatchObject({ phase: "live", microphone: "unavailable" });
  });

  test("a session frame that comes twice starts once, and does not disturb a live call", async () => {
    const rig = new CallRig();
    await rig.live();
    await rig.giveSession();
    await rig.clock.advance(60_000);
    expect(rig.session.log.filter((line) => line === "start")).toHaveLength(1);
    expect(rig.call.state).toMatchObject({ phase: "live", failure: null });
  });

  test("the greeting is spoken once, when the call is both live and connected", async () => {
    const rig = new CallRig({ dialect: "streaming", greeting: "Ho ho ho." });
    await rig.begin();
    await rig.giveSession();
    rig.session.emit({ type: "stream_ready" });
    rig.screen.frame();
    await settle();
    expect(rig.session.log).not.toContain("say Ho ho ho.");
    rig.session.connected();
    await settle();
    expect(rig.session.log.filter((line) => line.startsWith("say"))).toEqual(["say Ho ho ho."]);
  });
});

describe("failing", () => {
  test("a start that rejects is journaled with the vendor's code and ends the call", async () => {
    const rig = new CallRig();
    await rig.begin();
    await rig.giveSession();
    rig.session.emit({ type: "disconnected", reason: "SESSION_START_FAILED" });
    rig.session.fail(new SessionError("4034", "No credits."));
    await rig.store();
    expect(rig.types).toEqual(["asking", "connecting", "disconnected", "failed", "ending", "ended"]);
    expect(rig.session.log).toContain("end");
    expect(rig.call.state.failure).not.toBeNull();
    await rig.clock.advance(WAIT.summary);
    expect(rig.ended).toEqual(["call-1"]);
  });

  test("a room lost before the start is over fails even when the start never settles", async () => {
    const rig = new CallRig();
    await rig.begin();
    await rig.giveSession();
    rig.session.emit({ type: "disconnected", reason: "ROOM_DELETED" });
    await rig.clock.advance(1000);
    await rig.store();
    expect(rig.types).toContain("failed");
  });

  test("an adapter that does not load says so", async () => {
    const rig = new CallRig({ load: () => Promise.reject(new TypeError("no network")) });
    await rig.begin();
    await rig.giveSession();
    await rig.store();
    expect(rig.call.state.failure?.what).toMatch(/did not load/);
  });

  test("a server that never answers, a picture that never comes", async () => {
    const silent = new CallRig();
    silent.call.begin();
    await silent.clock.advance(WAIT.line);
    expect(silent.call.state.failure?.what).toMatch(/server/);
    const dark = new CallRig();
    await dark.begin();
    await dark.giveSession();
    dark.session.connected();
    await dark.clock.advance(WAIT.picture);
    expect(dark.call.state.failure?.what).toMatch(/picture/);
  });

  test("a refusal shows its own words and goes no further", async () => {
    const rig = new CallRig();
    await rig.begin();
    rig.socket.say({ kind: "refused", code: "busy", what: "All lines are busy.", fix: "Try again soon." });
    await rig.clock.advance(WAIT.summary);
    expect(rig.call.state.failure).toEqual({ what: "All lines are busy.", fix: "Try again soon." });
    expect(rig.loaded).toEqual([]);
    expect(rig.ended).toEqual(["call-1"]);
  });

  test.each([
    [4401, /ticket/],
    [4409, /another tab/],
    [4400, /understand/],
  ])("close code %i ends the call with its words", async (code, words) => {
    const rig = new CallRig();
    await rig.live();
    rig.socket.drop(code);
    await settle();
    expect(rig.call.state.failure?.what).toMatch(words);
    expect(rig.session.log).toContain("end");
    expect(rig.ended).toEqual(["call-1"]);
  });
});
