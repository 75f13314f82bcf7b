import { beforeEach, expect, test } from "vitest";
import type { EventBody, ReplyFrame, Trouble } from "../src/line/contract";
import { OVERDUE } from "../src/call/text-chat";
import { CallRig } from "./support/call";

const TROUBLE: Trouble = {
  code: "avatar_unknown",
  what: "The avatar was not found.",
  done: "Nothing was billed.",
  fix: "Choose another one.",
};
const reply = (id: number, text: string, done = false, at = 0): ReplyFrame => ({ kind: "reply", id, at, text, done });

let rig: CallRig;

beforeEach(async () => {
  rig = new CallRig();
  await rig.begin();
  await rig.giveSession();
  rig.socket.say({ kind: "fallback", ...TROUBLE });
  await rig.store();
});

const typed = (): number[] =>
  rig.network.sockets
    .flatMap((socket) => socket.events())
    .filter((event) => event.type === "typed")
    .map((event) => event.seq);
const turns = (): string[] => rig.call.state.transcript.turns.map((turn) => `${turn.speaker} ${turn.state}: ${turn.text}`);

async function write(text: string): Promise<number> {
  expect(await rig.call.talk.send("ask", text)).toBe(true);
  await rig.store();
  return typed().at(-1) ?? 0;
}

test("the video is given up: session left, devices let go, the words of the trouble shown", () => {
  expect(rig.types).toEqual(["asking", "connecting", "text"]);
  expect(rig.session.log).toEqual(["start", "end"]);
  expect(rig.released).toBe(1);
  expect(rig.call.state).toMatchObject({ phase: "text", fallback: TROUBLE, awaiting: true });
});

test("the greeting comes by itself, in pieces that are appended, and is one turn", async () => {
  rig.socket.say(reply(0, "Ho ho ho,"));
  expect(turns()).toEqual(["avatar open: Ho ho ho,"]);
  rig.socket.say(reply(0, " hello Emma.", false, 9));
  rig.socket.say(reply(0, "", true, 21));
  expect(turns()).toEqual(["avatar done: Ho ho ho, hello Emma."]);
  await rig.store();
  expect(rig.types.slice(3)).toEqual(["avatar_talking_message", "avatar_talking_message", "avatar_end_message", "avatar_stop_talking"]);
  expect(rig.call.state.awaiting).toBe(false);
});

test("the guest's words travel as a stored event and nothing else; its number is the reply's", async () => {
  const before = rig.socket.sent.length;
  const id = await write(" Hello ");
  expect(rig.socket.sent.slice(before)).toEqual([
    { kind: "events", events: [{ seq: id, at: expect.any(Number), type: "typed", text: "Hello", intent: "ask" }] },
  ]);
});

test("one answer at a time: what is sent meanwhile stays in the field", async () => {
  const id = await write("Hello");
  expect(rig.call.state.awaiting).toBe(true);
  expect(await rig.call.talk.send("ask", "And?")).toBe(false);
  rig.socket.say(reply(id, "Hello Emma.", true));
  expect(rig.call.state.awaiting).toBe(false);
  expect(turns()).toEqual(["guest done: Hello", "avatar done: Hello Emma."]);
  await write("And?");
  expect(typed()).toHaveLength(2);
});

test("a finished answer that comes again is not told twice", async () => {
  const id = await write("Hello");
  rig.socket.say(reply(id, "Yes.", true));
  rig.socket.say(reply(id, "Yes.", true));
  expect(turns()).toEqual(["guest done: Hello", "avatar done: Yes."]);
});

test("30 s without a sign: a notice, and the guest may write again; each piece is a sign", async () => {
  const id = await write("Hello");
  await rig.clock.advance(OVERDUE - 1);
  rig.socket.say(reply(id, "Well,"));
  await rig.clock.advance(OVERDUE - 1);
  expect(rig.call.state.notice).toBeNull();
  await rig.clock.advance(1);
  expect(rig.call.state).toMatchObject({ awaiting: false, notice: { what: "No answer has come." } });
  await write("Are you there?");
  expect(rig.call.state.notice).toBeNull();
});

test("a reply that comes again from its beginning after a lost line is recorded from where it stopped", async () => {
  const id = await write("Hello");
  rig.socket.say(reply(id, "Well, "));
  await rig.store();
  await rig.reconnect(5);
  rig.socket.say({ kind: "fallback", ...TROUBLE });
  rig.socket.say(reply(id, "Well, hello "));
  rig.socket.say(reply(id, "Emma 🎅.", true, 12));
  rig.socket.say(reply(id, "Well, hello Emma 🎅.", true));
  expect(turns()).toEqual(["guest done: Hello", "avatar done: Well, hello Emma 🎅."]);
  expect(rig.call.state.awaiting).toBe(false);
});

test("a line of the guest's that the lost line had not stored travels with the next, once", async () => {
  rig.socket.drop(1006);
  expect(await rig.call.talk.send("ask", "Hello")).toBe(true);
  await rig.clock.advance(250);
  rig.socket.accept();
  rig.socket.say({ kind: "welcome", acked: 3 });
  await rig.store();
  expect(typed()).toEqual([4]);
});

test("hanging up works as ever, and late answers are not heard", async () => {
  const id = await write("Hello");
  await rig.call.end("guest");
  rig.socket.say(reply(id, "Too late.", true));
  await rig.clock.advance(60_000);
  await rig.store();
  expect(turns()).toEqual(["guest done: Hello"]);
  expect(rig.call.state).toMatchObject({ phase: "ended", awaiting: false, notice: null });
  expect(rig.session.log.filter((line) => line === "end")).toHaveLength(1);
});

test("a second fallback frame, a late session and a late waiting change nothing", async () => {
  rig.socket.say({ kind: "fallback", ...TROUBLE, what: "Other." });
  await rig.giveSession(2);
  rig.socket.say({ kind: "waiting", attempt: 2, retry_in: 1, ...TROUBLE });
  await rig.clock.advance(5000);
  await rig.store();
  expect(rig.call.state).toMatchObject({ phase: "text", fallback: { what: TROUBLE.what } });
  expect(rig.session.made).toBe(1);
});

test("after a reload: the pane as it was, the open reply goes on where the journal stops, and the guest waits for it", async () => {
  const back = new CallRig();
  const said = (text: string): EventBody => ({ type: "avatar_talking_message", text, cumulative: false });
  const [end, stop]: EventBody[] = [{ type: "avatar_end_message" }, { type: "avatar_stop_talking" }];
  const asked: EventBody = { type: "typed", text: "Hello", intent: "ask" };
  await back.comeBack(
    { type: "phase", phase: "text" },
    said("Ho ho ho."),
    ...[end, stop].filter((one) => one !== undefined),
    asked,
    said("Well, "),
  );
  back.socket.say({ kind: "fallback", ...TROUBLE });
  expect(back.call.state).toMatchObject({ phase: "text", awaiting: true, fallback: { what: TROUBLE.what } });
  expect(back.socket.kinds()).toEqual([]);
  back.socket.say(reply(0, "Ho ho ho.", true));
  back.socket.say(reply(5, "Well, hello", true));
  await back.store();
  expect(back.socket.events().map((event) => event.seq)).toEqual([7, 8, 9]);
  expect(back.call.state.transcript.turns.map((turn) => turn.text)).toEqual(["Ho ho ho.", "Hello", "Well, hello"]);
  expect(back.call.state.awaiting).toBe(false);
});

test("after a reload with every reply closed nothing is awaited", async () => {
  const back = new CallRig();
  await back.comeBack(
    { type: "phase", phase: "text" },
    { type: "avatar_talking_message", text: "Ho.", cumulative: false },
    { type: "avatar_end_message" },
  );
  back.socket.say({ kind: "fallback", ...TROUBLE });
  expect(back.call.state.awaiting).toBe(false);
  expect(back.asked).toBe(0);
});
