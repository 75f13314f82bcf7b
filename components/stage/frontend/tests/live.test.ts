/** What happens while a call is live: failed verbs, silence, weak connections, losses and returns, caps. */
import { beforeEach, describe, expect, test } from "vitest";
import { HOLD } from "../src/media/picture-level";
import { SessionError } from "../src/call/session";
import { SILENCE } from "../src/call/silence";
import { CallRig } from "./support/call";

let rig: CallRig;

beforeEach(async () => {
  rig = new CallRig();
  await rig.live();
});

describe("a verb that fails", () => {
  const REFUSED = new SessionError("400006", "Session is not in correct state", 400);

  test.each(["ask", "say"] as const)(
    "%s: the words stay, the cause is told, our notice gives way to the server's and goes with the next success",
    async (verb) => {
      rig.session.sendError = REFUSED;
      expect(await rig.call.talk.send(verb, "Hello")).toBe(false);
      await rig.store();
      expect(rig.events("verb_failed")).toEqual([
        { type: "verb_failed", verb, code: "400006", message: "Session is not in correct state", status: 400 },
      ]);
      expect(rig.call.state.notice?.what).toBe("That was not sent.");
      rig.socket.say({ kind: "notice", code: "wrong_state", what: "Santa is still busy.", done: "The call goes on.", fix: "Try again." });
      expect(rig.call.state.notice).toEqual({ what: "Santa is still busy.", done: "The call goes on.", fix: "Try again." });
      rig.session.sendError = null;
      expect(await rig.call.talk.send(verb, "Hello")).toBe(true);
      expect(rig.call.state).toMatchObject({ phase: "live", notice: null });
    },
  );

  test("interrupt and microphone: told, without a notice of ours; the page is silent all the same", async () => {
    rig.session.sendError = REFUSED;
    rig.session.microphoneError = new Error("publishing was refused");
    rig.call.talk.interrupt();
    rig.call.talk.toggleMicrophone();
    await rig.store();
    expect(rig.events("verb_failed")).toMatchObject([
      { verb: "interrupt", code: "400006" },
      { verb: "microphone", code: "start_failed" },
    ]);
    expect(rig.screen.log).toContain("hush");
    expect(rig.call.state).toMatchObject({ phase: "live", notice: null, microphone: "unavailable" });
  });

  test("the browser's own refusal of the microphone is no failed verb", async () => {
    rig.session.microphoneError = new DOMException("", "NotAllowedError");
    rig.call.talk.toggleMicrophone();
    await rig.store();
    expect(rig.events("verb_failed")).toEqual([]);
    expect(rig.call.state.microphone).toBe("refused");
  });

  test("a sentence of the server's that fails is told as well, and answered", async () => {
    rig.session.sendError = REFUSED;
    rig.socket.say({ kind: "command", id: 7, op: "say", text: "Ho" });
    await rig.store();
    expect(rig.events("verb_failed")).toMatchObject([{ verb: "say" }]);
    expect(rig.socket.sent).toContainEqual({ kind: "done", id: 7 });
  });

  test("a notice can be closed", () => {
    rig.socket.say({ kind: "notice", code: "x", what: "w", done: "d", fix: "f" });
    rig.call.talk.dismiss();
    expect(rig.call.state.notice).toBeNull();
  });
});

test("a silent avatar is told of once", async () => {
  await rig.clock.advance(SILENCE);
  await rig.store();
  await rig.clock.advance(60_000);
  await rig.store();
  expect(rig.events("avatar_silent")).toHaveLength(1);
});

describe("picture", () => {
  test("a weak connection asks for less, then for sound alone; each step reaches the room and the journal", async () => {
    rig.session.emit({ type: "quality_changed", quality: "BAD" });
    await rig.store();
    await rig.clock.advance(HOLD.weak);
    await rig.store();
    await rig.clock.advance(HOLD.off);
    await rig.store();
    expect(rig.session.log.slice(-2)).toEqual(["picture low", "picture off"]);
    expect(rig.events("picture")).toEqual([
      { type: "picture", level: "low" },
      { type: "picture", level: "off" },
    ]);
    expect(rig.call.state.picture).toEqual({ choice: "auto", level: "off" });
  });

  test("chosen by hand", () => {
    rig.call.talk.choosePicture("off");
    expect(rig.call.state.picture).toEqual({ choice: "off", level: "off" });
    rig.call.talk.choosePicture("auto");
    expect(rig.call.state.picture).toEqual({ choice: "auto", level: "medium" });
  });

  test("after the end nothing is asked of the room", async () => {
    rig.session.emit({ type: "quality_changed", quality: "BAD" });
    await rig.call.end("guest");
    await rig.store();
    await rig.clock.advance(60_000);
    expect(rig.session.log.filter((line) => line.startsWith("picture"))).toEqual([]);
  });
});

test("the vendor's room goes and comes back: shown, stored, new tracks attached", async () => {
  rig.session.emit({ type: "reconnecting" });
  expect(rig.call.state).toMatchObject({ phase: "live", reconnecting: true });
  rig.session.emit({ type: "reconnected" });
  rig.session.options?.onTracks();
  await rig.store();
  expect(rig.call.state.reconnecting).toBe(false);
  expect(rig.types.slice(-2)).toEqual(["reconnecting", "reconnected"]);
  expect(rig.screen.log).toEqual(["refresh"]);
  expect(rig.session.log.filter((line) => line === "attach")).toHaveLength(2);
});

test("the cap: a warning at a minute and at ten seconds, once each; the local clock helps out", async () => {
  const meter = (left: number | null): void => rig.socket.say({ kind: "meter", seconds: 1, credits: "0.10", left });
  meter(61);
  expect(rig.call.state.warned).toBeNull();
  meter(60);
  expect(rig.call.state.warned).toBe(60);
  meter(61);
  expect(rig.call.state.warned).toBe(60);
  meter(12);
  await rig.clock.advance(3000);
  expect(rig.call.state).toMatchObject({ left: 10, warned: 10 });
  meter(11);
  expect(rig.call.state.warned).toBe(10);
  meter(600);
  expect(rig.call.state.warned).toBeNull();
  meter(null);
  expect(rig.call.state.left).toBeNull();
});
