import { beforeEach, expect, test, vi } from "vitest";
import type { EventBody } from "../src/line/contract";
import type { CallSession } from "../src/call/session";
import { settle } from "./support/clock";
import { LiveAvatarSession } from "./support/liveavatar-sdk";

vi.mock("@heygen/liveavatar-web-sdk", () => import("./support/liveavatar-sdk"));

const { createSession } = await import("../src/adapters/liveavatar");

let events: EventBody[];
let session: CallSession;
let onTracks: ReturnType<typeof vi.fn<() => void>>;
let vendor: LiveAvatarSession;
let now: number;

beforeEach(() => {
  events = [];
  onTracks = vi.fn<() => void>();
  now = 10_000;
  session = createSession(
    { apiUrl: "https://here.example/sim", token: "example-token", avatar: null, onTracks },
    (event) => events.push(event),
    () => now,
  );
  vendor = LiveAvatarSession.last;
});

async function connected(): Promise<void> {
  const started = session.start();
  vendor.sessionId = "s-1";
  vendor.trigger("session.stream_ready");
  vendor.resolve();
  await started;
}

test("the SDK is given the address, and never the microphone before the start", () => {
  expect(vendor.token).toBe("example-token");
  expect(vendor.config).toEqual({ apiUrl: "https://here.example/sim", voiceChat: false });
});

test("session and stream are told once, though the stream may be ready twice", async () => {
  await connected();
  vendor.trigger("session.stream_ready");
  expect(events).toEqual([{ type: "session_created", session_id: "s-1" }, { type: "stream_ready" }]);
});

test.each([
  ["user.speak_started", {}, { type: "user_start" }],
  ["user.speak_ended", {}, { type: "user_stop" }],
  ["user.transcription.chunk", { text: "I would" }, { type: "user_talking_message", text: "I would", cumulative: true }],
  ["user.transcription", { text: "I would." }, { type: "user_end_message", text: "I would." }],
  ["user.transcription", { text: "" }, { type: "user_end_message" }],
  ["avatar.speak_started", {}, { type: "avatar_start_talking" }],
  ["avatar.speak_ended", {}, { type: "avatar_stop_talking" }],
  ["avatar.transcription.chunk", { text: "Ho" }, { type: "avatar_talking_message", text: "Ho", cumulative: false }],
  ["session.connection_quality_changed", "BAD", { type: "quality_changed", quality: "BAD" }],
  ["session.disconnected", "SERVER_INITIATED", { type: "disconnected", reason: "SERVER_INITIATED" }],
])("%s %j becomes %j", (type, payload, event) => {
  vendor.trigger(type, payload);
  expect(events).toEqual([event]);
});

test("the complete text ends the message; without pieces before it, it also is the piece", () => {
  vendor.trigger("avatar.transcription.chunk", { text: "Ho" });
  vendor.trigger("avatar.transcription", { text: "Ho ho" });
  vendor.trigger("avatar.transcription", { text: "Whole." });
  expect(events.slice(1)).toEqual([
    { type: "avatar_end_message", text: "Ho ho" },
    { type: "avatar_talking_message", text: "Whole.", cumulative: true },
    { type: "avatar_end_message", text: "Whole." },
  ]);
});

test("a complete text that comes after the sound is no new piece", () => {
  vendor.trigger("avatar.speak_started");
  vendor.trigger("avatar.transcription.chunk", { text: "Ho" });
  vendor.trigger("avatar.speak_ended");
  vendor.trigger("avatar.transcription", { text: "Ho ho" });
  expect(events.slice(2)).toEqual([{ type: "avatar_stop_talking" }, { type: "avatar_end_message", text: "Ho ho" }]);
});

test("interrupt is told only while the avatar talks, and late pieces of the cut words are dropped", async () => {
  await connected();
  events.length = 0;
  await session.interrupt();
  expect(events).toEqual([]);
  vendor.trigger("avatar.speak_started");
  await session.interrupt();
  vendor.trigger("avatar.transcription.chunk", { text: "late" });
  vendor.trigger("avatar.speak_ended");
  vendor.trigger("avatar.transcription.chunk", { text: "New" });
  expect(events.map((event) => event.type)).toEqual([
    "avatar_start_talking",
    "interrupted",
    "avatar_stop_talking",
    "avatar_talking_message",
  ]);
  expect(vendor.log.filter((line) => line === "interrupt")).toHaveLength(2);
});

test("pieces are heard again after a while even when no stop comes", () => {
  vendor.trigger("avatar.speak_started");
  void session.interrupt();
  now += 1500;
  vendor.trigger("avatar.transcription.chunk", { text: "New" });
  expect(events.at(-1)).toEqual({ type: "avatar_talking_message", text: "New", cumulative: false });
});

test("typed words wait for the connection", async () => {
  const started = session.start();
  const asked = session.ask("Hello");
  const said = session.say("Ho ho");
  await settle();
  expect(vendor.log).toEqual([]);
  vendor.resolve();
  await Promise.all([started, asked, said]);
  expect(vendor.log).toEqual(["message Hello", "repeat Ho ho"]);
});

test("the microphone starts after the start; a mute meanwhile waits, since the SDK would ignore it", async () => {
  await connected();
  let open = (): void => {};
  vendor.voiceChat.opened = new Promise((resolve) => (open = resolve));
  const on = session.setMicrophone(true, null);
  const off = session.setMicrophone(false, null);
  await settle();
  expect(vendor.voiceChat.log).toEqual(["start"]);
  open();
  await Promise.all([on, off]);
  await session.setMicrophone(true, null);
  expect(vendor.voiceChat.log).toEqual(["start", "mute", "unmute"]);
});

test("a microphone that did not open is tried anew", async () => {
  await connected();
  vendor.voiceChat.opened = Promise.reject(new DOMException("", "NotAllowedError"));
  await expect(session.setMicrophone(true, null)).rejects.toThrow(DOMException);
  vendor.voiceChat.opened = Promise.resolve();
  await session.setMicrophone(true, null);
  expect(vendor.voiceChat.log).toEqual(["start", "start"]);
});

test("a failed start carries the vendor's code", async () => {
  const started = session.start();
  vendor.reject(Object.assign(new Error("No credits left"), { errorCode: 4034, status: 403 }));
  await expect(started).rejects.toMatchObject({ name: "SessionError", code: "4034", status: 403, message: "No credits left" });
});

test("end when connected stops and leaves", async () => {
  await connected();
  await session.end();
  expect(vendor.log).toContain("stopped");
  expect(vendor.log).toContain("room left");
});

test("end before connected leaves the room at once, and stops the session that connects after all", async () => {
  const started = session.start();
  await session.end();
  expect(vendor.log).toEqual(["room left"]);
  vendor.trigger("session.stream_ready");
  expect(events).toEqual([]);
  vendor.resolve();
  await started;
  await settle();
  expect(vendor.log).toEqual(["room left", "room left", "stopped"]);
});

test("the SDK's own stop request, answered with 404, is no unhandled rejection", async () => {
  await expect(vendor.sessionClient.stopSession()).resolves.toBeUndefined();
});

test("an end that the SDK itself fails in is no failure of ours", async () => {
  await connected();
  vendor.stop = () => Promise.reject(new Error("broken"));
  await session.end();
  expect(vendor.log).toContain("room left");
});

test("words for a room that is away are refused, which the SDK would swallow", async () => {
  await connected();
  vendor.room.state = "reconnecting";
  await expect(session.ask("Hello")).rejects.toMatchObject({ code: "disconnected" });
  expect(vendor.log).toEqual([]);
});

test("the chosen microphone is a wish", async () => {
  await connected();
  await session.setMicrophone(true, "mic-2");
  expect(vendor.voiceChat.log).toEqual(["start mic-2"]);
});

test("tracks that come anew ask to be attached again", async () => {
  await connected();
  expect(onTracks).not.toHaveBeenCalled();
  vendor.trigger("session.stream_ready");
  expect(onTracks).toHaveBeenCalledOnce();
});

test("attach waits for the stream", async () => {
  session.attach(document.createElement("video"));
  expect(vendor.log).toEqual([]);
  await connected();
  session.attach(document.createElement("video"));
  expect(vendor.log).toEqual(["attach"]);
});
