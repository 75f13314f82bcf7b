/** LiveAvatar behind our CallSession: @heygen/liveavatar-web-sdk 0.0.18. User pieces are cumulative, avatar pieces are increments. */
import { AgentEventsEnum, ConnectionQuality, LiveAvatarSession, SessionEvent, SessionState } from "@heygen/liveavatar-web-sdk";
import type { Quality } from "../contract";
import type { CallSession, SessionOptions, Sink } from "../session";
import { toSessionError } from "./failure";
import { AvatarSpeech } from "./speech";

/** What has no public name in the SDK and is needed to leave before the session is connected. */
interface Inside {
  room?: { disconnect(): Promise<void> };
  sessionClient?: { stopSession(): Promise<unknown> };
}

export function createSession(options: SessionOptions, sink: Sink, now: () => number = Date.now): CallSession {
  return new LiveAvatarCall(options, sink, now);
}

class LiveAvatarCall implements CallSession {
  readonly #session: LiveAvatarSession;
  readonly #sink: Sink;
  readonly #speech: AvatarSpeech;
  #started: Promise<void> | null = null;
  #voice: Promise<void> | null = null;
  #ready = false;
  #created = false;
  #ended = false;

  constructor({ token, apiUrl }: SessionOptions, sink: Sink, now: () => number) {
    this.#sink = sink;
    this.#speech = new AvatarSpeech(sink, now);
    // The microphone follows after start(): asking for it inside would hold the video back.
    this.#session = new LiveAvatarSession(token, { apiUrl, voiceChat: false });
    this.#quietStop();
    this.#listen();
  }

  start(): Promise<void> {
    this.#started = this.#session.start().then(
      () => this.#announce(),
      (error: unknown) => {
        this.#announce();
        throw toSessionError(error);
      },
    );
    return this.#started;
  }

  async ask(text: string): Promise<void> {
    await this.#started;
    this.#session.message(text);
  }

  async say(text: string): Promise<void> {
    await this.#started;
    this.#session.repeat(text);
  }

  interrupt(): boolean {
    if (this.#session.state === SessionState.CONNECTED) this.#session.interrupt();
    return this.#speech.cut();
  }

  async setMicrophone(on: boolean): Promise<void> {
    await this.#started;
    const { voiceChat } = this.#session;
    if (on && this.#voice === null) return this.#startVoice();
    // Mute and unmute are ignored by the SDK while voice chat is still starting.
    await this.#voice;
    await (on ? voiceChat.unmute() : voiceChat.mute());
  }

  async end(): Promise<void> {
    this.#ended = true;
    if (this.#session.state === SessionState.CONNECTED) await this.#session.stop();
    // stop() does nothing before CONNECTED, and a start under way would still join the room.
    this.#started?.then(() => this.#session.stop()).catch(() => {});
    await this.#leave();
  }

  attach(video: HTMLVideoElement): void {
    if (this.#ready) this.#session.attach(video);
  }

  async #startVoice(): Promise<void> {
    this.#voice = this.#session.voiceChat.start();
    try {
      await this.#voice;
    } catch (error) {
      this.#voice = null;
      throw error;
    }
    if (this.#ended) this.#session.voiceChat.stop();
  }

  #listen(): void {
    const session = this.#session;
    const speech = this.#speech;
    session.on(SessionEvent.SESSION_STREAM_READY, () => this.#streamReady());
    session.on(SessionEvent.SESSION_CONNECTION_QUALITY_CHANGED, (quality) => this.#sink({ type: "quality_changed", quality: QUALITY[quality] }));
    session.on(SessionEvent.SESSION_DISCONNECTED, (reason) => this.#sink({ type: "disconnected", reason: String(reason) }));
    session.on(AgentEventsEnum.AVATAR_SPEAK_STARTED, () => speech.started());
    session.on(AgentEventsEnum.AVATAR_SPEAK_ENDED, () => speech.stopped());
    session.on(AgentEventsEnum.AVATAR_TRANSCRIPTION_CHUNK, ({ text }) => speech.piece(text, false));
    session.on(AgentEventsEnum.AVATAR_TRANSCRIPTION, ({ text }) => speech.finished(text));
    session.on(AgentEventsEnum.USER_SPEAK_STARTED, () => this.#sink({ type: "user_start" }));
    session.on(AgentEventsEnum.USER_SPEAK_ENDED, () => this.#sink({ type: "user_stop" }));
    session.on(AgentEventsEnum.USER_TRANSCRIPTION_CHUNK, ({ text }) => this.#sink({ type: "user_talking_message", text, cumulative: true }));
    session.on(AgentEventsEnum.USER_TRANSCRIPTION, ({ text }) => this.#sink(text ? { type: "user_end_message", text } : { type: "user_end_message" }));
  }

  #streamReady(): void {
    this.#announce();
    if (this.#ended) return void this.#leave();
    const first = !this.#ready;
    this.#ready = true;
    if (first) this.#sink({ type: "stream_ready" });
  }

  #announce(): void {
    const id = this.#session.sessionId;
    if (this.#created || id === null) return;
    this.#created = true;
    this.#sink({ type: "session_created", session_id: id });
  }

  async #leave(): Promise<void> {
    await this.#inside.room?.disconnect().catch(() => {});
  }

  get #inside(): Inside {
    return this.#session as unknown as Inside;
  }

  /** The SDK does not wait for its stop request; when our server was quicker, its 404 would be an unhandled rejection. */
  #quietStop(): void {
    const client = this.#inside.sessionClient;
    if (client === undefined) return;
    const stop = client.stopSession.bind(client);
    client.stopSession = () => stop().catch(() => undefined);
  }
}

const QUALITY: Record<ConnectionQuality, Quality> = {
  [ConnectionQuality.UNKNOWN]: "UNKNOWN",
  [ConnectionQuality.GOOD]: "GOOD",
  [ConnectionQuality.BAD]: "BAD",
};
