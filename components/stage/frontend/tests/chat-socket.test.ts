import { expect, test } from "vitest";
import { redirectChatSocket, redirected } from "../src/adapters/chat-socket";

const CHAT = "wss://127.0.0.1/v1/ws/streaming.chat?session_id=s&session_token=a=b+c";

test.each([
  ["http://127.0.0.1:8501/sim/streaming", "ws://127.0.0.1:8501/sim/streaming/v1/ws/streaming.chat?session_id=s&session_token=a=b+c"],
  ["https://127.0.0.1:8443", "wss://127.0.0.1:8443/v1/ws/streaming.chat?session_id=s&session_token=a=b+c"],
])("under %s the chat socket goes to %s", (apiUrl, address) => {
  expect(redirected(CHAT, apiUrl)).toBe(address);
});

test.each(["wss://127.0.0.1/rtc?access_token=x", "wss://elsewhere.example/v1/ws/streaming.chat", "ws://127.0.0.1:8501/line"])(
  "%s is left alone",
  (url) => {
    expect(redirected(url, "http://127.0.0.1:8501/sim")).toBeNull();
  },
);

function scope(): { WebSocket: typeof WebSocket; urls: unknown[] } {
  const urls: unknown[] = [];
  class Recorder {
    static readonly OPEN = 1;
    constructor(...given: unknown[]) {
      urls.push(...given.filter((one) => one !== undefined));
    }
  }
  return { WebSocket: Recorder as unknown as typeof WebSocket, urls };
}

test("wrapped, other sockets, protocols and constants work as before; afterwards the original is back", () => {
  const place = scope();
  const original = place.WebSocket;
  const restore = redirectChatSocket("http://127.0.0.1:8501/sim", place);
  expect(new place.WebSocket(CHAT)).toBeInstanceOf(original);
  new place.WebSocket("wss://room.example/rtc", "p1");
  expect(place.WebSocket.OPEN).toBe(1);
  expect(place.urls).toEqual([redirected(CHAT, "http://127.0.0.1:8501/sim"), "wss://room.example/rtc", "p1"]);
  restore();
  expect(place.WebSocket).toBe(original);
});

test("at the vendor's own address nothing is touched", () => {
  const place = scope();
  const original = place.WebSocket;
  redirectChatSocket("https://api.heygen.com", place);
  expect(place.WebSocket).toBe(original);
});

test("somebody else's wrapper, put on later, is not torn off", () => {
  const place = scope();
  const restore = redirectChatSocket("http://127.0.0.1:8501", place);
  const other = scope().WebSocket;
  place.WebSocket = other;
  restore();
  expect(place.WebSocket).toBe(other);
});
