import { beforeEach, expect, test, vi } from "vitest";
import type { EventBody } from "../src/line/contract";
import type { CallSession } from "../src/call/session";
import { settle } from "./support/clock";
import { StreamingAvatar } from "./support/streaming-sdk";

vi.mock("@heygen/streaming-avatar", () => import("./support/streaming-sdk"));

const { createSession } = await import("../src/adapters/streaming");

let events: EventBody[];
let session: CallSession;
let onTracks: ReturnType<typeof vi.fn<() => void>>;
let vendor: StreamingAvatar;

function create(apiUrl = "http://127.0.0.1:8501/sim/streaming", avatar: Record<string, string> = {}): void {
  events = [];
  onTracks = vi.fn<() => void>();
  session = createSession({ apiUrl, token: "example-token", avatar: { avatarName: "santa", ...avatar }, onTracks }, (event) =>
    events.push(event),
  );
  vendor = StreamingAvatar.last;
}

beforeEach(() => create());

test("the session is told the moment it exists, before the room is joined", async () => {
  let open = (): void => {};
  const started = session.start();
  await settle();
  vendor.gate = new Promise((resolve) => (open = resolve));
  expect(events).toEqual([{ type: "session_created", session_id: "s-1" }]);
  open();
  await started;
  expect(vendor.log).toEqual(["new", "start"]);
});

test("LiveKit carries the voice unless the server says otherwise", async () => {
  await session.start();
  expect(vendor.request).toEqual({ avatarName: "santa", voiceChatTransport: "livekit" });
  create(undefined, { voiceChatTransport: "websocket" });
  await session.start();
  expect(vendor.request).toMatchObject({ voiceChatTransport: "websocket" });
});

test("the chat socket is redirected while it starts, and restored after success and failure alike", async () => {
  const original = globalThis.WebSocket;
  await session.start();
  expect(vendor.socketDuringStart).not.toBe(original);
  expect(globalThis.WebSocket).toBe(original);
  create();
  vendor.startError = new Error("no");
  await expect(session.start()).rejects.toThrow("no");
  expect(globalThis.WebSocket).toBe(original);
  create("https://api.heygen.com");
  await session.start();
  expect(vendor.socketDuringStart).toBe(original);
});

test.each([
  ["avatar_start_talking", { task_id: "t" }, { type: "avatar_start_talking" }],
  ["avatar_talking_message", { message: "Ho" }, { type: "avatar_talking_message", text: "Ho", cumulative: false }],
  ["avatar_end_message", {}, { type: "avatar_end_message" }],
  ["avatar_stop_talking", { duration_ms: 1800 }, { type: "avatar_stop_talking", duration_ms: 1800 }],
  ["avatar_stop_talking", undefined, { type: "avatar_stop_talking" }],
  ["user_start", {}, { type: "user_start" }],
  ["user_talking_message", { message: "I" }, { type: "user_talking_message", text: "I", cumulative: false }],
  ["user_end_message", {}, { type: "user_end_message" }],
  ["user_stop", {}, { type: "user_stop" }],
  ["user_silence", {}, { type: "user_silence" }],
  ["stream_ready", {}, { type: "stream_ready" }],
  ["connection_quality_changed", "GOOD", { type: "quality_changed", quality: "GOOD" }],
  ["stream_disconnected", 5, { type: "disconnected", reason: "ROOM_DELETED", code: 5 }],
  ["stream_disconnected", 77, { type: "disconnected", reason: "UNKNOWN_REASON", code: 77 }],
  ["stream_disconnected", undefined, { type: "disconnected", reason: "UNKNOWN_REASON" }],
])("%s %j becomes %j", (type, detail, event) => {
  vendor.trigger(type, detail);
  expect(events).toEqual([event]);
});

test("empty pieces say nothing", () => {
  vendor.trigger("avatar_talking_message", { message: "" });
  vendor.trigger("user_talking_message", {});
  expect(events).toEqual([]);
});

test("ask talks over the room, say repeats", async () => {
  await session.start();
  await session.ask("Hello");
  await session.say("Ho ho");
  expect(vendor.log.slice(2)).toEqual(["talk async Hello", "repeat async Ho ho"]);
});

test("the microphone is on when published, without the SDK's 4 s of sleep", async () => {
  await session.start();
  const on = session.setMicrophone(true, null);
  await settle();
  vendor.published();
  await on;
  expect(vendor.log).toContain("voice");
});

test("off during those 4 s mutes the track itself, and stays off when they are over", async () => {
  await session.start();
  let awake = (): void => {};
  vendor.voice = new Promise((resolve) => (awake = resolve));
  const on = session.setMicrophone(true, null);
  await settle();
  vendor.published();
  await on;
  await session.setMicrophone(false, null);
  expect(vendor.log.slice(-2)).toEqual(["mute", "track muted"]);
  awake();
  await settle();
  expect(vendor.log.at(-1)).toBe("mute");
  await session.setMicrophone(true, null);
  expect(vendor.log.slice(-2)).toEqual(["unmute", "track unmuted"]);
});

test("a microphone that does not open is told, and tried anew", async () => {
  await session.start();
  vendor.voice = Promise.reject(new DOMException("", "NotFoundError"));
  await expect(session.setMicrophone(true, null)).rejects.toThrow(DOMException);
  vendor.voice = Promise.resolve();
  await session.setMicrophone(true, null);
  expect(vendor.log.filter((line) => line === "voice")).toHaveLength(2);
});

test("failures carry the vendor's code, the status, or the name of the socket", async () => {
  vendor.startError = Object.assign(new Error("API request failed with status 400"), {
    status: 400,
    responseText: '{"code":10007,"message":"x"}',
  });
  await expect(session.start()).rejects.toMatchObject({ code: "10007" });
  create();
  vendor.startError = Object.assign(new Error("API request failed with status 502"), { status: 502, responseText: "<html>" });
  await expect(session.start()).rejects.toMatchObject({ code: "start_failed", status: 502 });
  create();
  vendor.startError = new Event("error");
  await expect(session.start()).rejects.toMatchObject({ code: "chat_socket_failed" });
});

test("end stops the session and leaves the room, which stopAvatar alone does not", async () => {
  await session.start();
  await session.end();
  expect(vendor.log.slice(-2)).toEqual(["stop s-1", "room left"]);
  vendor.trigger("stream_disconnected", 1);
  expect(events.at(-1)).toEqual({ type: "disconnected", reason: "CLIENT_INITIATED", code: 1 });
});

test("a vendor that does not answer does not keep us in the room", async () => {
  await session.start();
  vendor.stopAvatar = () => new Promise(() => {});
  void session.end();
  await settle();
  expect(vendor.log.at(-1)).toBe("room left");
});

test("an answer without a session is a failed start, not a crash", async () => {
  vendor.newSession = async () => null as unknown as { session_id: string };
  await expect(session.start()).rejects.toMatchObject({ code: "start_failed" });
  expect(events).toEqual([]);
});

test("after a rejoin the new tracks play in a new stream", async () => {
  const rejoined = { getTracks: () => ["new audio", "new video"] };
  vi.stubGlobal(
    "MediaStream",
    class {
      constructor(readonly tracks: string[]) {}
    },
  );
  await session.start();
  vendor.mediaStream = rejoined;
  const video = { srcObject: null } as unknown as HTMLVideoElement;
  session.attach(video);
  expect(video.srcObject).toBe(rejoined);
  StreamingAvatar.room.trigger("trackSubscribed");
  expect(onTracks).not.toHaveBeenCalled();
  StreamingAvatar.room.trigger("reconnecting");
  StreamingAvatar.room.trigger("reconnected");
  StreamingAvatar.room.trigger("trackSubscribed");
  expect(onTracks).toHaveBeenCalledOnce();
  session.attach(video);
  expect(video.srcObject).toEqual({ tracks: ["new audio", "new video"] });
  vi.unstubAllGlobals();
});

test("the room may be told what to send, which its own saving would refuse", async () => {
  await session.start();
  expect(StreamingAvatar.room.options.adaptiveStream).toBe(false);
  const { video } = StreamingAvatar.room.join();
  session.setPicture("low");
  expect(video.log).toEqual(["on", "layer 0"]);
});

test("the chosen microphone is taken once it is published; one that is gone changes nothing", async () => {
  await session.start();
  vendor.voice = Promise.resolve();
  StreamingAvatar.room.deviceError = new DOMException("", "OverconstrainedError");
  await session.setMicrophone(true, "mic-2");
  expect(StreamingAvatar.room.devices).toEqual(["audioinput mic-2 wished"]);
});

test("verbs that the vendor refuses say why", async () => {
  await session.start();
  const refused = Object.assign(new Error("API request failed with status 400"), { status: 400, responseText: '{"code":400006}' });
  vendor.speak = () => Promise.reject(refused);
  vendor.interrupt = () => Promise.reject(refused);
  await expect(session.say("Ho")).rejects.toMatchObject({ code: "400006", status: 400 });
  await expect(session.interrupt()).rejects.toMatchObject({ code: "400006" });
  StreamingAvatar.room.state = "reconnecting";
  await expect(session.ask("Ho")).rejects.toMatchObject({ code: "disconnected" });
});

test("end before there is a session posts nothing, and stops the one that comes after all", async () => {
  let open = (): void => {};
  vendor.gate = new Promise((resolve) => (open = resolve));
  const started = session.start();
  await session.end();
  expect(vendor.log).toEqual(["new"]);
  open();
  await started;
  expect(vendor.log).toEqual(["new", "stop s-1"]);
});

test("end while the room is being joined leaves it again when it was joined after all", async () => {
  const started = session.start();
  let open = (): void => {};
  await Promise.resolve();
  vendor.gate = new Promise((resolve) => (open = resolve));
  await settle();
  await session.end();
  expect(vendor.log.slice(-2)).toEqual(["stop s-1", "room left"]);
  open();
  await started;
  expect(vendor.log.at(-1)).toBe("room left");
});
