import { describe, expect, test } from "vitest";
import { WAIT } from "../src/call/attempts";
import { SUMMARY_WAIT } from "../src/call/ending";
import { CallRig } from "./support/call";
import { settle } from "./support/clock";

describe("starting", () => {
  test("on the lobby's own socket, unasked: the session, then live with the first frame", async () => {
    const rig = new CallRig();
    await rig.begin();
    expect(rig.network.urls).toEqual(["wss://here.example/app/line"]);
    expect(rig.socket.kinds().filter((kind) => kind !== "events")).toEqual([]);
    expect(rig.socket.events()[0]).toMatchObject({ seq: 1, at: rig.clock.now() - 40, phase: "asking" });
    await rig.giveSession();
    expect(rig.loaded).toEqual(["liveavatar"]);
    expect(rig.session.options).toEqual({
      apiUrl: "https://here.example/app/sim/vendor",
      token: "example-token",
      avatar: null,
      onTracks: expect.any(Function),
    });
    rig.session.emit({ type: "stream_ready" });
    rig.session.connected();
    await settle();
    expect(rig.call.state.phase).toBe("connecting");
    rig.screen.frame();
    await rig.store();
    expect(rig.call.state.phase).toBe("live");
    expect(rig.types).toEqual(["asking", "connecting", "stream_ready", "live", "microphone"]);
    expect(rig.session.log).toEqual(["start", "attach", "microphone on"]);
    expect(rig.released).toBe(1);
    expect(Object.keys(globalThis.__santa_timing ?? {}).sort()).toEqual(["connected", "firstFrame", "line", "session"]);
  });

  test("a line that breaks before the answer asks for it when it is back", async () => {
    const rig = new CallRig();
    rig.call.begin({ state: "ready", release: () => {} }, 0);
    rig.socket.drop(1006);
    await rig.clock.advance(250);
    rig.socket.accept();
    expect(rig.socket.sent).toEqual([
      { kind: "hello", call: "call-1", ticket: "example-ticket", tab: "tab1", resume: false, take: false, replay: false },
    ]);
    rig.socket.say({ kind: "welcome", acked: 0 });
    expect(rig.socket.kinds()).toEqual(["hello", "start", "events"]);
  });

  test.each(["refused", "missing", "unavailable"] as const)("microphone %s: the call goes on without it", async (state) => {
    const rig = new CallRig({ microphone: state });
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

  test("seen but not yet able to send is not live", async () => {
    const rig = new CallRig();
    await rig.begin();
    await rig.giveSession();
    rig.session.emit({ type: "stream_ready" });
    rig.screen.frame();
    expect(rig.call.state.phase).toBe("connecting");
    rig.session.connected();
    await settle();
    expect(rig.call.state.phase).toBe("live");
  });

  test("the chosen devices are used", async () => {
    const rig = new CallRig({ devices: { microphone: "mic-2", speaker: "speaker-3" } });
    await rig.live();
    expect(rig.session.log).toContain("microphone on mic-2");
    expect(rig.screen.log).toContain("speaker speaker-3");
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

  test("a greeting that comes too early for the vendor is said again", async () => {
    const rig = new CallRig({ dialect: "streaming", greeting: "Ho ho ho." });
    rig.session.sendError = new Error("not ready");
    await rig.live();
    expect(rig.session.log).not.toContain("say Ho ho ho.");
    rig.session.sendError = null;
    await rig.clock.advance(1000);
    await settle();
    expect(rig.session.log).toContain("say Ho ho ho.");
  });
});

describe("failing", () => {
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
    expect(rig.events("failed")).toMatchObject([{ code: "load_failed" }]);
  });

  test("a picture that never comes", async () => {
    const dark = new CallRig();
    await dark.begin();
    await dark.giveSession();
    dark.session.connected();
    await dark.store();
    await dark.clock.advance(WAIT.picture);
    await dark.store();
    expect(dark.events("failed")).toEqual([{ type: "failed", code: "no_picture", message: "The picture did not come in time." }]);
  });

  test("a refusal shows its own words and goes no further", async () => {
    const rig = new CallRig();
    await rig.begin();
    rig.socket.say({ kind: "refused", code: "busy", what: "All lines are busy.", done: "Nothing was billed.", fix: "Try again soon." });
    await rig.clock.advance(SUMMARY_WAIT);
    expect(rig.call.state.failure).toEqual({ what: "All lines are busy.", done: "Nothing was billed.", fix: "Try again soon." });
    expect(rig.loaded).toEqual([]);
    expect(rig.ended).toEqual(["call-1"]);
  });

  test.each([
    [4401, /ticket/],
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
