/** LiveAvatar behind our CallSession: @heygen/liveavatar-web-sdk 0.0.18. User pieces are cumulative, avatar pieces are increments. */
import { AgentEventsEnum, ConnectionQuality, LiveAvatarSession, SessionEvent, SessionState } from "@heygen/liveavatar-web-sdk";
import type { PictureLevel, Quality } from "../line/contract";
import { SessionError } from "../call/session";
import type { CallSession, SessionOptions, Sink } from "../call/session";
import { Answers } from "./answers";
import { toSessionError } from "./failure";
import { RoomWatch } from "./room";
import type { VendorRoom } from "./room";
import { AvatarSpeech } from "./speech";

/** What has no public name in the SDK: its room, and the request it does not wait for. */
interface Inside {
  room: VendorRoom & { disconnect(): Promise<void> };
  sessionClient?: { stopSession(): Promise<unknown> };
}

export function createSession(options: SessionOptions, sink: Sink, now: () => number = Date.now): CallSession {
  return new LiveAvatarCall(options, sink, now);
}

class LiveAvatarCall implements CallSession {
  readonly #session: LiveAvatarSession;
  readonly #sink: Sink;
  readonly #speech: AvatarSpeech;
  readonly #room: RoomWatch;
  readonly #apiUrl: string;
  readonly #onTracks: () => void;
  #started: Promise<void> | null = null;
  #voice: Promise<void> | null = null;
  #streaming = false;
  #created = false;
  #ended = false;

  constructor({ token, apiUrl, onTracks }: SessionOptions, sink: Sink, now: () => number) {
    this.#sink = sink;
    this.#apiUrl = apiUrl;
    this.#onTracks = onTracks;
    this.#speech = new AvatarSpeech(sink, now);
    // The microphone follows after start(): asking for it inside would hold the video back.
    this.#session = new LiveAvatarSession(token, { apiUrl, voiceChat: false });
    // The SDK says itself when both tracks are there again.
    this.#room = new RoomWatch(this.#inside.room, sink, () => {});
    this.#quietStop();
    this.#listen();
  }

  start(): Promise<void> {
    this.#started = this.#join();
    return this.#started;
  }

  async ask(text: string): Promise<void> {
    await this.#ready();
    this.#session.message(text);
  }

  async say(text: string): Promise<void> {
    await this.#ready();
    this.#session.repeat(text);
  }

  async interrupt(): Promise<void> {
    this.#speech.cut();
    if (this.#session.state === SessionState.CONNECTED) this.#session.interrupt();
  }

  async setMicrophone(on: boolean, device: string | null): Promise<void> {
    await this.#started;
    const { voiceChat } = this.#session;
    if (on && this.#voice === null) return this.#startVoice(device);
    // Mute and unmute are ignored by the SDK while voice chat is still starting.
    await this.#voice;
    await (on ? voiceChat.unmute() : voiceChat.mute());
  }

  setPicture(level: PictureLevel): void {
    this.#room.setPicture(level);
  }

  async end(): Promise<void> {
    this.#ended = true;
    if (this.#session.state === SessionState.CONNECTED) await this.#session.stop().catch(() => {});
    // stop() does nothing before CONNECTED, and a start under way would still join the room.
    this.#started?.then(() => this.#session.stop()).catch(() => {});
    await this.#leave();
  }

  async leave(): Promise<void> {
    this.#ended = true;
    await this.#leave();
  }

  attach(video: HTMLVideoElement): void {
    if (this.#streaming) this.#session.attach(video);
  }

  async #join(): Promise<void> {
    const answers = new Answers(this.#apiUrl);
    try {
      await this.#session.start();
    } catch (error) {
      throw toSessionError(error, await answers.last);
    } finally {
      answers.stop();
      this.#announce();
    }
  }

  /** The SDK drops words without a sound while its room is away. */
  async #ready(): Promise<void> {
    await this.#started;
    if (!this.#room.connected) throw new SessionError("disconnected", "The room is not connected.");
  }

  async #startVoice(device: string | null): Promise<void> {
    // A plain id is a wish: a device that is gone gives way to the default.
    this.#voice = this.#session.voiceChat.start(device === null ? {} : { deviceId: device });
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
    session.on(SessionEvent.SESSION_CONNECTION_QUALITY_CHANGED, (quality) =>
      this.#sink({ type: "quality_changed", quality: QUALITY[quality] }),
    );
    session.on(SessionEvent.SESSION_DISCONNECTED, (reason) => this.#sink({ type: "disconnected", reason: String(reason) }));
    session.on(AgentEventsEnum.AVATAR_SPEAK_STARTED, () => speech.started());
    session.on(AgentEventsEnum.AVATAR_SPEAK_ENDED, () => speech.stopped());
    session.on(AgentEventsEnum.AVATAR_TRANSCRIPTION_CHUNK, ({ text }) => speech.piece(text, false));
    session.on(AgentEventsEnum.AVATAR_TRANSCRIPTION, ({ text }) => speech.finished(text));
    session.on(AgentEventsEnum.USER_SPEAK_STARTED, () => this.#sink({ type: "user_start" }));
    session.on(AgentEventsEnum.USER_SPEAK_ENDED, () => this.#sink({ type: "user_stop" }));
    session.on(AgentEventsEnum.USER_TRANSCRIPTION_CHUNK, ({ text }) =>
      this.#sink({ type: "user_talking_message", text, cumulative: true }),
    );
    session.on(AgentEventsEnum.USER_TRANSCRIPTION, ({ text }) =>
      this.#sink(text ? { type: "user_end_message", text } : { type: "user_end_message" }),
    );
  }

  #streamReady(): void {
    this.#announce();
    if (this.#ended) return void this.#leave();
    const first = !this.#streaming;
    this.#streaming = true;
    if (first) this.#sink({ type: "stream_ready" });
    else this.#onTracks();
  }

  #announce(): void {
    const id = this.#session.sessionId;
    if (this.#created || id === null) return;
    this.#created = true;
    this.#sink({ type: "session_created", session_id: id });
  }

  async #leave(): Promise<void> {
    await this.#inside.room.disconnect().catch(() => {});
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
