/** Streaming Avatar (legacy) behind our CallSession: @heygen/streaming-avatar 2.1.0. All pieces of text are increments. */
import StreamingAvatar, { StreamingEvents, TaskMode, TaskType, VoiceChatTransport } from "@heygen/streaming-avatar";
import type { StartAvatarRequest } from "@heygen/streaming-avatar";
import type { EventBody, PictureLevel, Quality } from "../line/contract";
import { SessionError } from "../call/session";
import type { CallSession, SessionOptions, Sink } from "../call/session";
import { Answers } from "./answers";
import { redirectChatSocket } from "./chat-socket";
import { toSessionError } from "./failure";
import { RoomWatch } from "./room";
import type { VendorRoom } from "./room";
import { AvatarSpeech } from "./speech";

type Room = NonNullable<StreamingAvatar["room"]>;

/** RoomEvent.LocalTrackPublished of livekit-client, which the SDK does not export. */
const LOCAL_TRACK_PUBLISHED = "localTrackPublished" as Parameters<Room["once"]>[0];

interface Detail {
  message?: string;
  duration_ms?: number;
}

export function createSession(options: SessionOptions, sink: Sink, now: () => number = Date.now): CallSession {
  return new StreamingCall(options, sink, now);
}

class StreamingCall implements CallSession {
  readonly #avatar: StreamingAvatar;
  readonly #request: StartAvatarRequest;
  readonly #apiUrl: string;
  readonly #sink: Sink;
  readonly #speech: AvatarSpeech;
  readonly #onTracks: () => void;
  #room: RoomWatch | null = null;
  #rejoined = false;
  #started: Promise<void> | null = null;
  #voice: Promise<void> | null = null;
  #created = false;
  #ended = false;
  #microphone = false;

  constructor({ token, apiUrl, avatar, onTracks }: SessionOptions, sink: Sink, now: () => number) {
    this.#sink = sink;
    this.#apiUrl = apiUrl;
    this.#onTracks = onTracks;
    this.#speech = new AvatarSpeech(sink, now);
    this.#request = { voiceChatTransport: VoiceChatTransport.LIVEKIT, ...avatar } as StartAvatarRequest;
    this.#avatar = new StreamingAvatar({ token, basePath: apiUrl });
    this.#listen();
  }

  start(): Promise<void> {
    this.#started = this.#open();
    return this.#started;
  }

  async ask(text: string): Promise<void> {
    await this.#started;
    // Sent over the room, which the SDK does not wait for.
    if (this.#room?.connected === false) throw new SessionError("disconnected", "The room is not connected.");
    await this.#speak(text, TaskType.TALK);
  }

  async say(text: string): Promise<void> {
    await this.#started;
    await this.#speak(text, TaskType.REPEAT);
  }

  async interrupt(): Promise<void> {
    this.#speech.cut();
    if (this.#created) await this.#avatar.interrupt().catch(rethrow);
  }

  async setMicrophone(on: boolean, device: string | null): Promise<void> {
    await this.#started;
    this.#microphone = on;
    if (on && this.#voice === null) {
      await this.#startVoice();
      if (device !== null) await this.#room?.useMicrophone(device);
      return;
    }
    if (on) this.#avatar.unmuteInputAudio();
    else this.#avatar.muteInputAudio();
    await this.#muteTracks(!on);
  }

  setPicture(level: PictureLevel): void {
    this.#room?.setPicture(level);
  }

  /** Side by side: with a vendor that does not answer, the room must be left all the same. */
  async end(): Promise<void> {
    this.#ended = true;
    const stopped = this.#created ? this.#avatar.stopAvatar().catch(() => {}) : null;
    await Promise.all([stopped, this.#avatar.room?.disconnect().catch(() => {})]);
  }

  async leave(): Promise<void> {
    this.#ended = true;
    await this.#avatar.room?.disconnect().catch(() => {});
  }

  attach(video: HTMLVideoElement): void {
    const { mediaStream } = this.#avatar;
    if (mediaStream === null) return;
    // A stream whose tracks all went with the old room has ended for the element; the new tracks play in a new one.
    video.srcObject = this.#rejoined ? new MediaStream(mediaStream.getTracks()) : mediaStream;
  }

  async #open(): Promise<void> {
    const answers = new Answers(this.#apiUrl);
    try {
      await this.#join();
    } catch (error) {
      throw toSessionError(error, await answers.last);
    } finally {
      answers.stop();
    }
  }

  #speak(text: string, taskType: TaskType): Promise<unknown> {
    return this.#avatar.speak({ text, taskType, taskMode: TaskMode.ASYNC }).catch(rethrow);
  }

  async #join(): Promise<void> {
    const info = (await this.#avatar.newSession(this.#request)) as { session_id?: string } | null;
    // An error code in a 200 passes for success in the SDK.
    if (!isSession(info)) throw new Error("The vendor answered without a session.");
    this.#created = true;
    this.#sink({ type: "session_created", session_id: info.session_id });
    if (this.#ended) return this.#leaveLate(info.session_id);
    const restore = redirectChatSocket(this.#apiUrl);
    try {
      const started = this.#avatar.startAvatar(this.#request, info);
      this.#watchRoom();
      await started;
    } finally {
      restore();
      if (this.#ended) await this.end();
    }
  }

  /** The SDK has made its room by the time startAvatar returns its promise. */
  #watchRoom(): void {
    const { room } = this.#avatar;
    if (room === null) return;
    // The SDK shows tracks without attach(), so that LiveKit's own saving would take the picture for unseen and refuse ours.
    room.options.adaptiveStream = false;
    this.#room = new RoomWatch(room as unknown as VendorRoom, this.#sink, () => {
      this.#rejoined = true;
      this.#onTracks();
    });
  }

  /** Ended while the session was being made: the SDK learns its id in startAvatar only, so the stop names it by hand. */
  async #leaveLate(sessionId: string): Promise<void> {
    (this.#avatar as unknown as { sessionId: string }).sessionId = sessionId;
    await this.end();
  }

  /** Resolves when the microphone is published; startVoiceChat itself then sleeps 4 s more. */
  async #startVoice(): Promise<void> {
    const published = new Promise<void>((resolve) => {
      this.#avatar.room?.once(LOCAL_TRACK_PUBLISHED, () => resolve());
    });
    this.#voice = this.#avatar.startVoiceChat({ isInputAudioMuted: false });
    try {
      await Promise.race([published, this.#voice]);
    } catch (error) {
      this.#voice = null;
      throw error;
    }
    this.#voice.then(() => this.#microphone || this.#avatar.muteInputAudio()).catch(() => {});
  }

  /** The SDK ignores mute and unmute during those 4 s; the published track does not. */
  async #muteTracks(muted: boolean): Promise<void> {
    const tracks = [...(this.#avatar.room?.localParticipant?.audioTrackPublications?.values() ?? [])];
    await Promise.all(tracks.map((publication) => (muted ? publication.mute() : publication.unmute())));
  }

  #listen(): void {
    const on = (type: StreamingEvents, handle: (detail: Detail) => void): void => {
      this.#avatar.on(type, (event: CustomEvent<Detail | null>) => handle(event.detail ?? {}));
    };
    const pass = (type: StreamingEvents, event: EventBody): void => on(type, () => this.#sink(event));
    const speech = this.#speech;
    on(StreamingEvents.AVATAR_START_TALKING, () => speech.started());
    on(StreamingEvents.AVATAR_STOP_TALKING, (detail) => speech.stopped(detail.duration_ms));
    on(StreamingEvents.AVATAR_TALKING_MESSAGE, (detail) => speech.piece(detail.message ?? "", false));
    on(StreamingEvents.AVATAR_END_MESSAGE, () => speech.finished());
    on(
      StreamingEvents.USER_TALKING_MESSAGE,
      ({ message }) => message && this.#sink({ type: "user_talking_message", text: message, cumulative: false }),
    );
    pass(StreamingEvents.USER_END_MESSAGE, { type: "user_end_message" });
    pass(StreamingEvents.USER_START, { type: "user_start" });
    pass(StreamingEvents.USER_STOP, { type: "user_stop" });
    pass(StreamingEvents.USER_SILENCE, { type: "user_silence" });
    pass(StreamingEvents.STREAM_READY, { type: "stream_ready" });
    this.#avatar.on(StreamingEvents.CONNECTION_QUALITY_CHANGED, (event: CustomEvent<Quality>) =>
      this.#sink({ type: "quality_changed", quality: event.detail }),
    );
    this.#avatar.on(StreamingEvents.STREAM_DISCONNECTED, (event: CustomEvent<number | null>) => this.#disconnected(event.detail));
  }

  #disconnected(code: number | null): void {
    const reason = this.#ended ? "CLIENT_INITIATED" : (REASONS[code ?? 0] ?? "UNKNOWN_REASON");
    this.#sink(code === null ? { type: "disconnected", reason } : { type: "disconnected", reason, code });
  }
}

function isSession(info: { session_id?: string } | null): info is Awaited<ReturnType<StreamingAvatar["newSession"]>> {
  return typeof info?.session_id === "string";
}

function rethrow(error: unknown): never {
  throw toSessionError(error);
}

/** LiveKit's numbers for the ends that a call meets; the rest is told by number alone. */
const REASONS: Record<number, string> = {
  1: "CLIENT_INITIATED",
  2: "DUPLICATE_IDENTITY",
  3: "SERVER_SHUTDOWN",
  4: "PARTICIPANT_REMOVED",
  5: "ROOM_DELETED",
};
