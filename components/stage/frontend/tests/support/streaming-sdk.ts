/** A double of @heygen/streaming-avatar as far as the adapter knows it: handles to trigger its events and to hold its steps. */
import { FakeRoom } from "./room";

export class StreamingAvatar {
  static last: StreamingAvatar;
  static room: FakeRoom;
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
    StreamingAvatar.room = Object.assign(new FakeRoom(), {
      disconnect: async () => void this.log.push("room left"),
      once: (_name: string, handler: () => void) => (this.published = handler),
      localParticipant: { audioTrackPublications: new Map([["1", this.track]]) },
    });
    this.room = StreamingAvatar.room;
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
export const StreamingEvents = upper([
  "avatar_start_talking",
  "avatar_stop_talking",
  "avatar_talking_message",
  "avatar_end_message",
  "user_talking_message",
  "user_end_message",
  "user_start",
  "user_stop",
  "user_silence",
  "stream_ready",
  "stream_disconnected",
  "connection_quality_changed",
]);

export const TaskType = { TALK: "talk", REPEAT: "repeat" };
export const TaskMode = { SYNC: "sync", ASYNC: "async" };
export const VoiceChatTransport = { LIVEKIT: "livekit", WEBSOCKET: "websocket" };
export default StreamingAvatar;
