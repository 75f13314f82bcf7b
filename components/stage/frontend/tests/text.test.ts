import { beforeEach, expect, test } from "vitest";
import type { ReplyFrame, Trouble } from "../src/line/contract";
import { OVERDUE } from "../src/call/text-chat";
import { CallRig } from "./support/call";

const TROUBLE: Trouble = {
  code: "avatar_unknown",
  what: "The avatar was not found.",
  done: "Nothing was billed.",
  fix: "Choose another one.",
};
const reply = (id: number, text: string, done = false): ReplyFrame => ({ kind: "reply", id, text, done });

let rig: CallRig;

beforeEach(async () => {
  rig = new CallRig();
  await rig.begin();
  await rig.giveSession();
  rig.socket.say({ kind: "fallback", ...TROUBLE });
  await rig.store();
});

const writes = (): { id: number; text: string }[] =>
  rig.socket.sent.flatMap((frame) => (frame.kind === "write" ? [{ id: frame.id, text: frame.text }] : []));
const turns = (): string[] => rig.call.state.transcript.turns.map((turn) => `${turn.speaker} ${turn.state}: ${turn.text}`);

async function write(text: string): Promise<number> {
  expect(await rig.call.talk.send("ask", text)).toBe(true);
  await rig.store();
  return writes().at(-1)?.id ?? 0;
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
  rig.socket.say(reply(0, " hello Emma."));
  rig.socket.say(reply(0, "", true));
  expect(turns()).toEqual(["avatar done: Ho ho ho, hello Emma."]);
  await rig.store();
  expect(rig.types.slice(3)).toEqual(["avatar_talking_message", "avatar_talking_message", "avatar_end_message", "avatar_stop_talking"]);
  expect(rig.call.state.awaiting).toBe(false);
});

test("the guest's words are stored before they are sent, under the number of their event", async () => {
  expect(await rig.call.talk.send("ask", " Hello ")).toBe(true);
  const kinds = rig.socket.kinds();
  expect(kinds.lastIndexOf("events")).toBeLessThan(kinds.lastIndexOf("write"));
  const typed = rig.socket.events().find((event) => event.type === "typed");
  expect(writes()).toEqual([{ id: typed?.seq, text: "Hello" }]);
  expect(typed).toMatchObject({ text: "Hello", intent: "ask" });
});

test("one answer at a time: what is sent meanwhile stays in the field", async () => {
  const id = await write("Hello");
  expect(rig.call.state.awaiting).toBe(true);
  expect(await rig.call.talk.send("ask", "And?")).toBe(false);
  rig.socket.say(reply(id, "Hello Emma.", true));
  expect(rig.call.state.awaiting).toBe(false);
  expect(turns()).toEqual(["guest done: Hello", "avatar done: Hello Emma."]);
  await write("And?");
  expect(writes()).toHaveLength(2);
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

test("an unanswered write is sent again under its number when the line is back, a begun answer is not asked for twice", async () => {
  const id = await write("Hello");
  await rig.reconnect(99);
  expect(writes()).toEqual([{ id, text: "Hello" }]);
  rig.socket.say(reply(id, "Well,"));
  await rig.reconnect(99);
  expect(writes()).toEqual([]);
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
