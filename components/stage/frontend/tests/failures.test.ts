/** What the SDKs as published really throw, and what our adapters make of it. */
import { LiveAvatarSession } from "@heygen/liveavatar-web-sdk";
import { ConnectionError, ConnectionErrorReason } from "livekit-client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Answers } from "../src/adapters/answers";
import { toSessionError } from "../src/adapters/failure";
import { createSession as liveavatar } from "../src/adapters/liveavatar";
import { createSession as streaming } from "../src/adapters/streaming";
import type { EventBody } from "../src/line/contract";
import type { CallSession, SessionFactory } from "../src/call/session";

const API = "https://vendor.example/sim";
const html = (status: number): Response => new Response("<html>Bad gateway</html>", { status });
const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });

let answer: () => Promise<Response>;
let asked: string[];
let events: EventBody[];

beforeEach(() => {
  asked = [];
  events = [];
  for (const method of ["warn", "error", "log"] as const) vi.spyOn(console, method).mockImplementation(() => {});
  // The SDK only looks whether the browser has it.
  vi.stubGlobal("RTCPeerConnection", class {});
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url.replace(API, ""));
    return answer();
  });
});

afterEach(() => vi.unstubAllGlobals());

function session(create: SessionFactory): CallSession {
  return create({ apiUrl: API, token: "example-token", avatar: { avatarName: "santa" }, onTracks: () => {} }, (event) =>
    events.push(event),
  );
}

test.each([
  ["its code and status", () => json(403, { code: 4032, message: "Session concurrency limit reached" }), "4032", 403],
  ["a refusal without a code", () => json(401, { message: "unauthorized" }), "start_failed", 401],
  ["a page that is not JSON", () => html(502), "start_failed", 502],
  ["an error code in a 200", () => json(200, { code: 4000, message: "generic failure" }), "4000", 200],
] as [string, () => Response, string, number][])("LiveAvatar, %s", async (_, response, code, status) => {
  answer = async () => response();
  const call = session(liveavatar);
  await expect(call.start()).rejects.toMatchObject({ name: "SessionError", code, status });
  await call.end();
  expect(asked[0]).toBe("/v1/sessions/start");
});

test.each([
  ["its code and status", () => json(400, { code: 10013, message: "avatar not found" }), "10013", 400],
  [
    "the vendor's own words",
    () => json(400, { code: 10003, message: "avatar version is deprecated" }),
    "10003",
    400,
    "avatar version is deprecated",
  ],
  ["a page that is not JSON", () => html(503), "start_failed", 503],
  ["a page that is not JSON in a 200", () => html(200), "start_failed", 200],
  ["an error code in a 200", () => json(200, { code: 10007, data: null, message: "no" }), "10007", 200],
] as [string, () => Response, string, number, string?][])("Streaming, %s", async (_, response, code, status, words) => {
  answer = async () => response();
  const call = session(streaming);
  await expect(call.start()).rejects.toMatchObject({
    name: "SessionError",
    code,
    status,
    ...(words === undefined ? {} : { message: words }),
  });
  await call.end();
  expect(asked).toEqual(["/v1/streaming.new"]);
});

test.each([
  ["LiveAvatar", liveavatar],
  ["Streaming", streaming],
] as [string, SessionFactory][])("%s, no answer at all (network, CORS)", async (_, create) => {
  answer = () => Promise.reject(new TypeError("Failed to fetch"));
  await expect(session(create).start()).rejects.toMatchObject({ code: "unreachable", status: null });
});

test.each([
  ["LiveAvatar", liveavatar],
  ["Streaming", streaming],
] as [string, SessionFactory][])("%s, after a failed start fetch is what it was", async (_, create) => {
  const before = globalThis.fetch;
  answer = async () => html(500);
  await expect(session(create).start()).rejects.toThrow();
  expect(globalThis.fetch).toBe(before);
});

test("LiveKit's own refusal is the room's", () => {
  const error = new ConnectionError("could not establish signal connection", ConnectionErrorReason.NotAllowed, 401);
  expect(toSessionError(error, { status: 201, code: "1000", message: null })).toMatchObject({ code: "room_refused", status: 401 });
});

test("LiveAvatar's wait for its participants", () => {
  const error = new Error("Timed out waiting for required participants: heygen");
  expect(toSessionError(error, { status: 201, code: "1000", message: null })).toMatchObject({ code: "agent_missing", status: null });
});

test.each([
  [{ code: 4033, message: "no" }, "4033"],
  [{ message: "no" }, "start_failed"],
])("LiveAvatar's error class when nobody listened to the answer: %j", async (body, code) => {
  answer = async () => json(403, body);
  const vendor = new LiveAvatarSession("example-token", { apiUrl: API });
  (vendor as unknown as { sessionClient: { stopSession: () => Promise<void> } }).sessionClient.stopSession = async () => {};
  const error: unknown = await vendor.start().catch((thrown: unknown) => thrown);
  expect(toSessionError(error)).toMatchObject({ code, status: 403 });
});

test("the chat socket rejects with a bare event, and a mistake of ours is no lost network", () => {
  expect(toSessionError(new Event("error"), null)).toMatchObject({ code: "chat_socket_failed" });
  expect(toSessionError(new TypeError("x is undefined"), null)).toMatchObject({ code: "start_failed" });
  expect(toSessionError(new TypeError("Failed to fetch"))).toMatchObject({ code: "unreachable" });
});

test("the stop that a failing SDK sends does not hide why it failed, nor does anybody else's request", async () => {
  const replies = [json(403, { code: 4033 }), json(404, { code: 4040 }), json(500, { code: 1 })];
  answer = async () => replies.shift() ?? html(500);
  const answers = new Answers(API);
  await fetch(`${API}/v1/sessions/start`);
  await fetch(`${API}/v1/sessions/stop`);
  await fetch("https://other.example/v1/streaming.start");
  expect(await answers.last).toMatchObject({ status: 403, code: "4033" });
  answers.stop();
});
