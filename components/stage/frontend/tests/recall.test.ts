import { expect, test } from "vitest";
import type { EventBody, SummaryFrame } from "../src/line/contract";
import { CallRig } from "./support/call";

const SUMMARY: SummaryFrame = {
  kind: "summary",
  seconds: 9,
  guest_turns: 1,
  avatar_turns: 2,
  credits: "0.30",
  reason: "page_closed",
  reason_text: "The page was closed.",
  trouble: null,
};
const LIVE: EventBody[] = [
  { type: "phase", phase: "asking" },
  { type: "phase", phase: "connecting" },
  { type: "phase", phase: "live" },
  { type: "typed", text: "Hello", intent: "ask" },
  { type: "avatar_start_talking" },
  { type: "avatar_talking_message", text: "Ho ho", cumulative: false },
];
const turns = (rig: CallRig): string[] => rig.call.state.transcript.turns.map((turn) => `${turn.speaker} ${turn.state}: ${turn.text}`);

test("what was said stands as it was, an attempt of this page's own is asked for, and nothing is recorded before the server answers", async () => {
  const rig = new CallRig();
  await rig.comeBack(...LIVE);
  expect(turns(rig)).toEqual(["guest done: Hello", "avatar open: Ho ho"]);
  expect(rig.call.state.phase).toBe("connecting");
  expect(rig.call.running).toBe(true);
  expect(rig.socket.sent).toEqual([{ kind: "start", quality: "medium" }]);
});

test("with the session of its own the cut turn is closed, the journal goes on behind the stored events, and the call is live again", async () => {
  const rig = new CallRig();
  await rig.comeBack(...LIVE);
  await rig.giveSession(2);
  rig.session.emit({ type: "stream_ready" });
  rig.session.connected();
  rig.screen.frame();
  await rig.store();
  expect(rig.socket.events()[0]?.seq).toBe(7);
  expect(rig.types).toEqual(["interrupted", "connecting", "stream_ready", "live", "microphone"]);
  rig.session.emit({ type: "avatar_start_talking" });
  rig.session.emit({ type: "avatar_talking_message", text: "Hello again", cumulative: false });
  expect(turns(rig)).toEqual(["guest done: Hello", "avatar interrupted: Ho ho", "avatar open: Hello again"]);
});

test("an open turn of the guest's is closed as well", async () => {
  const rig = new CallRig();
  await rig.comeBack(...LIVE.slice(0, 3), { type: "user_talking_message", text: "I want", cumulative: true });
  await rig.giveSession(2);
  expect(turns(rig)).toEqual(["guest done: I want"]);
});

test("a muted guest stays muted, one who spoke may speak on", async () => {
  const muted = new CallRig();
  await muted.comeBack(...LIVE, { type: "microphone", state: "on" }, { type: "microphone", state: "off" });
  const open = new CallRig();
  await open.comeBack(...LIVE, { type: "microphone", state: "on" });
  for (const rig of [muted, open]) {
    await rig.giveSession(2);
    rig.session.emit({ type: "stream_ready" });
    rig.session.connected();
    rig.screen.frame();
    await rig.store();
  }
  expect(muted.session.log).not.toContain("microphone on");
  expect(open.session.log).toContain("microphone on");
  muted.call.talk.toggleMicrophone();
  expect(muted.session.log).toContain("microphone on");
});

test("a call that was over meanwhile tells how it ended; nothing is added to it", async () => {
  const rig = new CallRig();
  await rig.comeBack(...LIVE);
  rig.socket.say(SUMMARY);
  expect(rig.call.state).toMatchObject({ phase: "ended", summary: { reason_text: "The page was closed." } });
  expect(turns(rig)).toEqual(["guest done: Hello", "avatar done: Ho ho"]);
  expect(rig.socket.events()).toEqual([]);
  expect([rig.ended, rig.settled]).toEqual([["call-1"], ["call-1"]]);
  expect(rig.socket.closedWith).toBe(1000);
});

test("a call whose journal is closed waits for its summary and asks for nothing, not even the microphone", async () => {
  const rig = new CallRig();
  await rig.comeBack(...LIVE, { type: "phase", phase: "ending" }, { type: "phase", phase: "ended" });
  expect([rig.asked, rig.socket.sent]).toEqual([0, []]);
  rig.socket.say(SUMMARY);
  expect(rig.ended).toEqual(["call-1"]);
  expect(rig.call.running).toBe(false);
});

test("a hang-up that the old page had begun is finished", async () => {
  const rig = new CallRig();
  await rig.comeBack(...LIVE, { type: "phase", phase: "ending" }, { type: "hangup", by: "guest" });
  await rig.store();
  expect(rig.types).toEqual(["ending", "ended"]);
});

test("events that a broken line made come twice are shown once", async () => {
  const rig = new CallRig();
  const events = LIVE.map((body, i) => ({ ...body, seq: i + 1, at: i }));
  rig.call.comeBack(events.length);
  rig.socket.say({ kind: "journal", events: events.slice(0, 4) });
  rig.socket.drop(1006);
  await rig.clock.advance(250);
  rig.socket.accept();
  rig.socket.say({ kind: "welcome", acked: events.length });
  rig.socket.say({ kind: "journal", events });
  expect(turns(rig)).toEqual(["guest done: Hello", "avatar open: Ho ho"]);
});

test("a standing wait is waited for here", async () => {
  const rig = new CallRig();
  await rig.comeBack(...LIVE.slice(0, 2), { type: "failed", code: "x", message: "y" }, { type: "phase", phase: "waiting" });
  rig.socket.say({ kind: "waiting", attempt: 1, retry_in: 5, code: "lines_busy", what: "All lines are busy.", done: "", fix: "" });
  expect(rig.call.state.phase).toBe("waiting");
  await rig.clock.advance(5000);
  expect(rig.socket.kinds().filter((kind) => kind === "start")).toHaveLength(2);
});

test("a line that another tab has taken: the room is left, its session let be, and nothing is told to anybody", async () => {
  const rig = new CallRig();
  await rig.live();
  rig.socket.drop(4409);
  expect(rig.taken).toBe(1);
  const sent = rig.socket.sent.length;
  await rig.call.desert();
  rig.session.emit({ type: "disconnected", reason: "ROOM_DELETED" });
  rig.call.leavePage();
  await rig.clock.advance(60_000);
  expect(rig.session.log.slice(-1)).toEqual(["leave"]);
  expect(rig.call.running).toBe(false);
  expect([rig.beacons, rig.ended, rig.settled, rig.socket.sent.length]).toEqual([[], [], [], sent]);
});
