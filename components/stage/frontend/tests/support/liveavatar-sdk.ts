import { FakeRoom } from "./room";

/** @heygen/liveavatar-web-sdk as far as the adapter knows it, with handles to trigger its events. */
class VoiceChat {
  log: string[] = [];
  opened: Promise<void> = Promise.resolve();
  start(config: { deviceId?: string } = {}): Promise<void> {
    this.log.push(config.deviceId === undefined ? "start" : `start ${config.deviceId}`);
    return this.opened;
  }
  stop(): void {
    this.log.push("stop");
  }
  async mute(): Promise<void> {
    this.log.push("mute");
  }
  async unmute(): Promise<void> {
    this.log.push("unmute");
  }
}
export class LiveAvatarSession {
  static last: LiveAvatarSession;
  state = "INACTIVE";
  sessionId: string | null = null;
  voiceChat = new VoiceChat();
  log: string[] = [];
  room = Object.assign(new FakeRoom(), { disconnect: async () => void this.log.push("room left") });
  sessionClient = { stopSession: () => Promise.reject(new Error("404")) };
  resolve = () => {};
  reject: (error: unknown) => void = () => {};
  handlers = new Map<string, (value: unknown) => void>();
  constructor(
    readonly token: string,
    readonly config: unknown,
  ) {
    LiveAvatarSession.last = this;
  }
  on(type: string, handler: (value: unknown) => void): void {
    this.handlers.set(type, handler);
  }
  trigger(type: string, value?: unknown): void {
    const handler = this.handlers.get(type);
    if (handler === undefined) throw new Error(`nobody listens to ${type}`);
    handler(value);
  }
  start(): Promise<void> {
    this.state = "CONNECTING";
    return new Promise((resolve, reject) => {
      this.resolve = () => {
        this.state = "CONNECTED";
        resolve();
      };
      this.reject = reject;
    });
  }
  async stop(): Promise<void> {
    if (this.state === "CONNECTED") this.log.push("stopped");
    this.state = "DISCONNECTED";
  }
  message(text: string): void {
    this.log.push(`message ${text}`);
  }
  repeat(text: string): void {
    this.log.push(`repeat ${text}`);
  }
  interrupt(): void {
    this.log.push("interrupt");
  }
  attach(): void {
    this.log.push("attach");
  }
}

export const SessionState = { CONNECTED: "CONNECTED" };
export const ConnectionQuality = { UNKNOWN: "UNKNOWN", GOOD: "GOOD", BAD: "BAD" };
export const SessionEvent = {
  SESSION_STREAM_READY: "session.stream_ready",
  SESSION_CONNECTION_QUALITY_CHANGED: "session.connection_quality_changed",
  SESSION_DISCONNECTED: "session.disconnected",
};
export const AgentEventsEnum = {
  AVATAR_SPEAK_STARTED: "avatar.speak_started",
  AVATAR_SPEAK_ENDED: "avatar.speak_ended",
  AVATAR_TRANSCRIPTION_CHUNK: "avatar.transcription.chunk",
  AVATAR_TRANSCRIPTION: "avatar.transcription",
  USER_SPEAK_STARTED: "user.speak_started",
  USER_SPEAK_ENDED: "user.speak_ended",
  USER_TRANSCRIPTION_CHUNK: "user.transcription.chunk",
  USER_TRANSCRIPTION: "user.transcription",
};
