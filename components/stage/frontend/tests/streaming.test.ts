import { beforeEach, expect, test, vi } from "vitest";
import type { EventBody } from "../src/contract";
import type { CallSession } from "../src/session";
import { settle } from "./support/clock";

/** The SDK as far as the adapter knows it, with handles to trigger its events and to hold its steps. */
const sdk = vi.hoisted(() => {
  class StreamingAvatar {
    static last: StreamingAvatar;
    log: string[] = [];
    sessionId: string | null = null;
    mediaStream: unknown = null;
    request: unknown = null;
    voice: Promise<void> = new Promise(() => {});
    published = () => {};
    gate: Promise<void> = Promise.resolve();
    startError: unknown = null;
    track = { mute: async () => void this.log.push("track muted"), unmute: async () => void this.log.push("track unmuted") };
    room: unknown = null;
    events = new EventTarget();
    socketDuringStart: unknown = null;
    constructor(readonly config: unknown) {
      StreamingAvatar.last = this;
    }
    on(type: string, handler: (event: Event) => void): this {
      this.events.addEventListener(type, handler);
      return this;
    }
    trigger(type: string, detail?: unknown): void {
      this.events.dispatchEvent(new CustomEvent(type, { detail }));
    }
    async newSession(request: unknown): Promise<{ session_id: string }> {
      this.request = request;
      this.log.push("new");
      await this.gate;
      return { session_id: "s-1" };
    }
    async startAvatar(_: unknown, info: { session_id: string }): Promise<void> {
      this.sessionId = info.session_id;
      this.socketDuringStart = globalThis.WebSocket;
      this.room = {
        disconnect: async () => void this.log.push("room left"),
        once: (_name: string, handler: () => void) => (this.published = handler),
        localParticipant: { audioTrackPublications: new Map([["1", this.track]]) },
      };
      this.log.push("start");
      await this.gate;
      if (this.startError !== null) throw this.startError;
    }
    startVoiceChat(): Promise<void> {
      this.log.push("voice");
      return this.voice;
    }
    muteInputAudio(): void {
      this.log.push("mute");
    }
    unmuteInputAudio(): void {
      this.log.push("unmute");
    }
    async speak(request: Record<string, string>): Promise<void> {
      this.log.push(`${request["taskType"]} ${request["taskMode"]} ${request["text"]}`);
    }
    async interrupt(): Promise<void> {
      this.log.push("interrupt");
    }
    async stopAvatar(): Promise<void> {
      this.log.push(`stop ${this.sessionId}`);
    }
  }
  const upper = (names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name.toUpperCase(), name]));
  const StreamingEvents = upper([
    "avatar_start_talking", "avatar_stop_talking", "avatar_talking_message", "avatar_end_message", "user_talking_message", "user_end_message",
    "user_start", "user_stop", "user_silence", "stream_ready", "stream_disconnected", "connection_quality_changed",
  ]);
  return { StreamingAvatar, StreamingEvents };
});

vi.mock("@heygen/streaming-avatar", () => ({
  default: sdk.StreamingAvatar,
  StreamingEvents: sdk.StreamingEvents,
  TaskType: { TALK: "talk", REPEAT: "repeat" },
  TaskMode: { SYNC: "sync", ASYNC: "async" },
  VoiceChatTransport: { LIVEKIT: "livekit", WEBSOCKET: "websocket" },
}));

const { createSession } = await import("../src/adapters/streaming");

let events: EventBody[];
let session: CallSession;
let vendor: InstanceType<typeof sdk.StreamingAvatar>;

function create(apiUrl = "http://127.0.0.1:8501/sim/streaming", avatar: Record<string, string> = {}): void {
  events = [];
  session = createSession({ apiUrl, token: "example-token", avatar: { avatarName: "santa", ...avatar } }, (event) => events.push(event));
  vendor = sdk.StreamingAvatar.last;
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
  const on = session.setMicrophone(true);
  await settle();
  vendor.published();
  await on;
  expect(vendor.log).toContain("voice");
});

test("off during those 4 s mutes the track itself, and stays off when they are over", async () => {
  await session.start();
  let awake = (): void => {};
  vendor.voice = new Promise((resolve) => (awake = resolve));
  const on = session.setMicrophone(true);
  await settle();
  vendor.published();
  await on;
  await session.setMicrophone(false);
  expect(vendor.log.slice(-2)).toEqual(["mute", "track muted"]);
  awake();
  await settle();
  expect(vendor.log.at(-1)).toBe("mute");
  await session.setMicrophone(true);
  expect(vendor.log.slice(-2)).toEqual(["unmute", "track unmuted"]);
});

test("a microphone that does not open is told, and tried anew", async () => {
  await session.start();
  vendor.voice = Promise.reject(new DOMException("", "NotFoundError"));
  await expect(session.setMicrophone(true)).rejects.toThrow(DOMException);
  vendor.voice = Promise.resolve();
  await session.setMicrophone(true);
  expect(vendor.log.filter((line) => line === "voice")).toHaveLength(2);
});

test("failures carry the vendor's code, the status, or the name of the socket", async () => {
  vendor.startError = Object.assign(new Error("API request failed with status 400"), { status: 400, responseText: '{"code":10007,"message":"x"}' });
  await expect(session.start()).rejects.toMatchObject({ code: "10007" });
  create();
  vendor.startError = Object.assign(new Error("API request failed with status 502"), { status: 502, responseText: "<html>" });
  await expect(session.start()).rejects.toMatchObject({ code: "502" });
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
