/** The LiveKit room inside either SDK, as far as both adapters use it: losses and returns, new tracks, picture level, microphone device. */
import type { EventBody, PictureLevel } from "../line/contract";

interface Publication {
  kind: string;
  setEnabled(on: boolean): void;
  setVideoQuality(quality: number): void;
}

/** What both bundled versions of livekit-client (2.11.3 and 2.15.7) have in common. */
export interface VendorRoom {
  state: string;
  options: { disconnectOnPageLeave?: boolean };
  on(event: string, handler: (...values: never[]) => void): unknown;
  remoteParticipants: ReadonlyMap<string, { trackPublications: ReadonlyMap<string, Publication> }>;
  switchActiveDevice(kind: "audioinput", id: string, exact: boolean): Promise<boolean>;
}

/** livekit-client's VideoQuality. */
const LAYERS: Record<Exclude<PictureLevel, "off">, number> = { low: 0, medium: 1, high: 2 };

export class RoomWatch {
  readonly #room: VendorRoom;
  readonly #sink: (event: EventBody) => void;
  readonly #onTracks: () => void;
  #level: PictureLevel | null = null;
  #away = false;
  #joined = false;

  constructor(room: VendorRoom, sink: (event: EventBody) => void, onTracks: () => void) {
    this.#room = room;
    this.#sink = sink;
    this.#onTracks = onTracks;
    // Asked whether to leave, a guest may still say no: LiveKit would have left by then, and told it as the call's own end.
    room.options.disconnectOnPageLeave = false;
    room.on("signalReconnecting", () => this.#lost());
    room.on("reconnecting", () => this.#lost());
    room.on("reconnected", () => this.#back());
    room.on("trackSubscribed", () => this.#subscribed());
  }

  get connected(): boolean {
    return this.#room.state === "connected";
  }

  setPicture(level: PictureLevel): void {
    this.#level = level;
    this.#apply();
  }

  /** Moves a published microphone to another device; one that is gone leaves the default in use. */
  async useMicrophone(device: string): Promise<void> {
    await this.#room.switchActiveDevice("audioinput", device, false).catch(() => false);
  }

  #lost(): void {
    // A resume that fails goes on as a full rejoin, with a second event for the same loss.
    if (!this.#away) this.#sink({ type: "reconnecting" });
    this.#away = true;
  }

  #back(): void {
    if (this.#away) this.#sink({ type: "reconnected" });
    this.#away = false;
    this.#joined = true;
  }

  /** After a full rejoin every track is another object, and has forgotten what was asked of it. */
  #subscribed(): void {
    this.#apply();
    if (this.#joined || this.#away) this.#onTracks();
  }

  #apply(): void {
    if (this.#level === null) return;
    for (const participant of this.#room.remoteParticipants.values()) {
      for (const publication of participant.trackPublications.values()) {
        if (publication.kind === "video") show(publication, this.#level);
      }
    }
  }
}

function show(publication: Publication, level: PictureLevel): void {
  publication.setEnabled(level !== "off");
  if (level !== "off") publication.setVideoQuality(LAYERS[level]);
}
