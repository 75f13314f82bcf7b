import { describe, expect, test } from "vitest";
import { WAIT } from "../src/call/attempts";
import type { Trouble, WaitingFrame } from "../src/line/contract";
import { SUMMARY_WAIT } from "../src/call/ending";
import { SessionError } from "../src/call/session";
import { CallRig } from "./support/call";
import { settle } from "./support/clock";

const BUSY: Trouble = { code: "lines_busy", what: "All lines are busy.", done: "Nothing was billed.", fix: "It is tried again by itself." };
const waiting = (attempt: number, retry_in = 12): WaitingFrame => ({ kind: "waiting", attempt, retry_in, ...BUSY });
/** How often an attempt was asked for; the first one comes unasked. */
const starts = (rig: CallRig): number => rig.network.sockets.flatMap((socket) => socket.kinds()).filter((kind) => kind === "start").length;

async function failed(rig: CallRig): Promise<void> {
  await rig.begin();
  await rig.giveSession();
  rig.session.fail(new SessionError("10013", "avatar not found", 400));
  await rig.store();
}

describe("a failed attempt", () => {
  test("is left at once, told with the vendor's code and status, and waits for the server's word", async () => {
    const rig = new CallRig();
    await failed(rig);
    expect(rig.events("failed")).toEqual([{ type: "failed", code: "10013", message: "avatar not found", status: 400 }]);
    expect(rig.session.log).toEqual(["start", "end"]);
    expect(rig.screen.log).toEqual(["clear"]);
    expect(rig.call.state).toMatchObject({ phase: "connecting", failure: null });
    expect(rig.released).toBe(0);
  });

  test("without a verdict the page ends the call with its own words", async () => {
    const rig = new CallRig();
    await failed(rig);
    await rig.clock.advance(WAIT.verdict - 1);
    expect(rig.call.state.phase).toBe("connecting");
    await rig.clock.advance(1);
    await rig.store();
    expect(rig.call.state.failure?.what).toMatch(/could not start/);
    expect(rig.types.slice(-3)).toEqual(["failed", "ending", "ended"]);
    expect(rig.released).toBe(1);
    await rig.clock.advance(SUMMARY_WAIT);
    expect(rig.ended).toEqual(["call-1"]);
  });

  test("a lost line gets twice the time for its verdict", async () => {
    const rig = new CallRig();
    await failed(rig);
    rig.socket.drop(1006);
    await rig.clock.advance(WAIT.verdict + 5000);
    expect(rig.call.state.phase).toBe("connecting");
    await rig.clock.advance(5000);
    expect(rig.call.state.phase).toBe("ended");
  });

  test("what the abandoned instance still says is not heard", async () => {
    const rig = new CallRig();
    await failed(rig);
    rig.session.emit({ type: "disconnected", reason: "CLIENT_INITIATED" });
    rig.session.emit({ type: "stream_ready" });
    await rig.clock.advance(2000);
    await rig.store();
    expect(rig.types).toEqual(["asking", "connecting", "failed"]);
  });

  test("the picture's deadline of the first attempt does not end the second", async () => {
    const rig = new CallRig();
    await failed(rig);
    rig.socket.say(waiting(1, 30));
    await rig.clock.advance(30_000);
    await rig.giveSession(2);
    await rig.clock.advance(WAIT.picture - 1);
    await rig.store();
    expect(rig.events("failed")).toHaveLength(1);
  });
});

describe("waiting", () => {
  test("counts down and asks again by itself; the new attempt has an instance of its own and becomes the call", async () => {
    const rig = new CallRig();
    await failed(rig);
    rig.socket.say(waiting(1));
    expect(rig.call.state).toMatchObject({ phase: "waiting", waiting: { trouble: BUSY, left: 12 } });
    await rig.clock.advance(5000);
    expect(rig.call.state.waiting?.left).toBe(7);
    expect(starts(rig)).toBe(0);
    await rig.clock.advance(7000);
    expect(starts(rig)).toBe(1);
    expect(rig.call.state).toMatchObject({ phase: "connecting", waiting: null });
    await rig.giveSession(2);
    rig.session.emit({ type: "stream_ready" });
    rig.session.connected();
    await settle();
    rig.screen.frame();
    await rig.store();
    expect(rig.session.made).toBe(2);
    expect(rig.types).toEqual(["asking", "connecting", "failed", "waiting", "connecting", "stream_ready", "live", "microphone"]);
    expect(rig.call.state).toMatchObject({ phase: "live", microphone: "on" });
  });

  test("a server that has no session to give says waiting at once", async () => {
    const rig = new CallRig();
    await rig.begin();
    rig.socket.say(waiting(1, 3));
    expect(rig.call.state.phase).toBe("waiting");
    await rig.clock.advance(3000);
    expect(starts(rig)).toBe(1);
    expect(rig.session.made).toBe(0);
  });

  test("Try now asks once, when the old instance is gone", async () => {
    const rig = new CallRig();
    await rig.begin();
    await rig.giveSession();
    let gone = (): void => {};
    rig.session.end = () => new Promise((resolve) => (gone = resolve));
    rig.socket.say(waiting(1));
    rig.call.retry();
    rig.call.retry();
    await settle();
    expect(starts(rig)).toBe(0);
    gone();
    await settle();
    expect(starts(rig)).toBe(1);
    await rig.clock.advance(20_000);
    expect(starts(rig)).toBe(1);
  });

  test("copies change nothing: of the session that failed, of the countdown, of an older countdown", async () => {
    const rig = new CallRig();
    await failed(rig);
    rig.socket.say(waiting(1));
    await rig.clock.advance(4000);
    await rig.giveSession(1);
    rig.socket.say(waiting(1));
    expect(rig.session.made).toBe(1);
    expect(rig.call.state.waiting?.left).toBe(8);
    await rig.clock.advance(8000);
    await rig.giveSession(2);
    rig.socket.say(waiting(1));
    expect(rig.call.state.phase).toBe("connecting");
    expect(rig.session.log.at(-1)).toBe("start");
  });

  test("a line lost in between asks on its return", async () => {
    const rig = new CallRig();
    await failed(rig);
    rig.socket.say(waiting(1, 2));
    rig.socket.drop(1006);
    await rig.clock.advance(2000);
    rig.socket.accept();
    rig.socket.say({ kind: "welcome", acked: 4 });
    expect(starts(rig)).toBe(1);
  });

  test("Stop waiting is hanging up: nothing is asked any more", async () => {
    const rig = new CallRig();
    await failed(rig);
    rig.socket.say(waiting(1));
    await rig.call.end("guest");
    await rig.store();
    await rig.clock.advance(60_000);
    expect(rig.types.slice(-4)).toEqual(["waiting", "ending", "hangup", "ended"]);
    expect(starts(rig)).toBe(0);
    expect(rig.call.state.waiting).toBeNull();
  });

  test("a refusal or a summary during the countdown ends it", async () => {
    for (const frame of [
      { kind: "refused", ...BUSY } as const,
      {
        kind: "summary",
        seconds: 0,
        guest_turns: 0,
        avatar_turns: 0,
        credits: "0",
        reason: "start_failed",
        reason_text: "No.",
        trouble: BUSY,
      } as const,
    ]) {
      const rig = new CallRig();
      await failed(rig);
      rig.socket.say(waiting(1));
      rig.socket.say(frame);
      await rig.clock.advance(30_000);
      expect(starts(rig)).toBe(0);
      expect(rig.call.state.phase).toBe("ended");
    }
  });
});

test("a further attempt is asked for with the quality of the first", async () => {
  const rig = new CallRig();
  await failed(rig);
  rig.socket.say(waiting(1));
  rig.call.retry();
  await settle();
  expect(rig.socket.sent).toContainEqual({ kind: "start", quality: "medium" });
});
