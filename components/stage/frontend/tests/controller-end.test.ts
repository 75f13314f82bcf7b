import { describe, expect, test } from "vitest";
import { SUMMARY_WAIT } from "../src/call/ending";
import type { SummaryFrame } from "../src/line/contract";
import { CallRig } from "./support/call";
import { settle } from "./support/clock";

const SUMMARY: SummaryFrame = {
  kind: "summary",
  seconds: 9,
  guest_turns: 1,
  avatar_turns: 2,
  credits: "0.30",
  reason: "guest_hangup",
  reason_text: "You hung up.",
  trouble: null,
};
const never = <T>(): Promise<T> => new Promise(() => {});

describe("ending", () => {
  test("hang up: ending, hangup, room left, ended, summary, reported once, line closed when all is stored", async () => {
    const rig = new CallRig();
    await rig.live();
    await rig.call.end("guest");
    await rig.call.end("guest");
    await rig.store();
    expect(rig.types.slice(-3)).toEqual(["ending", "hangup", "ended"]);
    expect(rig.session.log.filter((line) => line === "end")).toHaveLength(1);
    expect(rig.screen.log).toContain("clear");
    expect(rig.ended).toEqual([]);
    rig.socket.say(SUMMARY);
    expect(rig.ended).toEqual(["call-1"]);
    expect(rig.call.state.summary?.reason_text).toBe("You hung up.");
    expect(rig.socket.closedWith).toBe(1000);
    await rig.clock.advance(SUMMARY_WAIT);
    expect(rig.ended).toHaveLength(1);
  });

  test("without a summary our own counts stand after 10 s, and the line stays for what is not stored", async () => {
    const rig = new CallRig();
    await rig.live();
    rig.socket.say({ kind: "meter", seconds: 7, credits: "0.20", left: null });
    await rig.call.talk.send("ask", "Hello");
    await rig.call.end("guest");
    await rig.clock.advance(SUMMARY_WAIT);
    expect(rig.call.state.summary).toMatchObject({ seconds: 7, guest_turns: 1, avatar_turns: 0, credits: "0.20" });
    expect(rig.ended).toEqual(["call-1"]);
    expect(rig.socket.closedWith).toBeNull();
    await rig.store();
    expect(rig.socket.closedWith).toBe(1000);
  });

  test("a session that drops takes the same way out, without a hangup", async () => {
    const rig = new CallRig();
    await rig.live();
    rig.session.emit({ type: "disconnected", reason: "UNKNOWN_REASON" });
    await rig.store();
    expect(rig.types.slice(-3)).toEqual(["disconnected", "ending", "ended"]);
  });

  test("ended by the server's command: answered, journaled as the server's", async () => {
    const rig = new CallRig();
    await rig.live();
    rig.socket.say({ kind: "command", id: 4, op: "end", reason: "minutes_cap" });
    await rig.store();
    expect(rig.types.slice(-3)).toEqual(["ending", "hangup", "ended"]);
    expect(rig.socket.sent).toContainEqual({ kind: "done", id: 4 });
  });

  test("hung up while the adapter loads: no session is made", async () => {
    const rig = new CallRig({ load: never });
    await rig.begin();
    await rig.giveSession();
    await rig.call.end("guest");
    expect(rig.session.log).toEqual([]);
    expect(rig.call.state.phase).toBe("ended");
  });

  test("a session that does not stop is not waited for longer than 3 s", async () => {
    const rig = new CallRig();
    await rig.live();
    rig.session.end = never;
    void rig.call.end("guest");
    await rig.clock.advance(3000);
    expect(rig.call.state.phase).toBe("ended");
  });

  test("a page that goes away says so while the call runs, and only then", async () => {
    const rig = new CallRig();
    rig.call.leavePage();
    await rig.live();
    rig.call.leavePage();
    expect(rig.beacons).toEqual([["https://here.example/app/line/hangup", JSON.stringify({ call: "call-1", ticket: "example-ticket" })]]);
    await rig.call.end("guest");
    rig.call.leavePage();
    expect(rig.beacons).toHaveLength(1);
  });
});

describe("talking", () => {
  test("ask and say reach the session and are journaled; blank and too long do not", async () => {
    const rig = new CallRig();
    await rig.live();
    expect(await rig.call.talk.send("ask", "  Hello  ")).toBe(true);
    expect(await rig.call.talk.send("say", "Ho ho")).toBe(true);
    expect(await rig.call.talk.send("ask", "   ")).toBe(false);
    expect(await rig.call.talk.send("ask", "x".repeat(1001))).toBe(false);
    expect(rig.call.state.notice?.what).toMatch(/1000/);
    expect(await rig.call.talk.send("ask", "x".repeat(1000))).toBe(true);
    expect(rig.call.state.notice).toBeNull();
    expect(rig.session.log.slice(3).map((line) => line.slice(0, 9))).toEqual(["ask Hello", "say Ho ho", "ask xxxxx"]);
  });

  test("words that could not be sent are not journaled", async () => {
    const rig = new CallRig();
    await rig.live();
    rig.session.sendError = new Error("room gone");
    expect(await rig.call.talk.send("ask", "Hello")).toBe(false);
    expect(rig.call.state.transcript.turns).toEqual([]);
    expect(rig.call.state.notice).not.toBeNull();
  });

  test("interrupt silences the page at once; the next words bring the sound back", async () => {
    const rig = new CallRig();
    await rig.live();
    rig.session.talking = true;
    rig.session.emit({ type: "avatar_start_talking" });
    rig.call.talk.interrupt();
    expect(rig.screen.log.at(-1)).toBe("hush");
    expect(rig.call.state.avatarTalking).toBe(false);
    rig.session.emit({ type: "avatar_start_talking" });
    expect(rig.screen.log.at(-1)).toBe("speak");
  });

  test("the microphone is turned off and on again", async () => {
    const rig = new CallRig();
    await rig.live();
    rig.call.talk.toggleMicrophone();
    await settle();
    expect(rig.call.state.microphone).toBe("off");
    rig.call.talk.toggleMicrophone();
    await settle();
    expect(rig.session.log.slice(-2)).toEqual(["microphone off", "microphone on"]);
  });

  test("the meter is the server's; the local clock helps out only while the line is lost", async () => {
    const rig = new CallRig();
    await rig.live();
    for (let second = 1; second <= 3; second += 1) {
      rig.socket.say({ kind: "meter", seconds: 10 + second, credits: "0.10", left: null });
      await rig.clock.advance(1000);
    }
    expect(rig.call.state.seconds).toBe(13);
    await rig.clock.advance(4000);
    expect(rig.call.state.seconds).toBe(17);
  });

  test("the journal waits through a lost line", async () => {
    const rig = new CallRig();
    await rig.live();
    rig.socket.drop(1006);
    await rig.call.talk.send("ask", "Still there?");
    expect(rig.call.state).toMatchObject({ phase: "live", line: "lost" });
    await rig.clock.advance(250);
    rig.socket.accept();
    rig.socket.say({ kind: "welcome", acked: 5 });
    expect(rig.socket.events().map((event) => event.type)).toEqual(["typed"]);
  });
});
