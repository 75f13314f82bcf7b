/** A vendor's LiveKit room, as far as the adapters know it. */
import type { VendorRoom } from "../../src/adapters/room";

export class FakePublication {
  readonly log: string[] = [];
  constructor(readonly kind: string) {}
  setEnabled(on: boolean): void {
    this.log.push(on ? "on" : "off");
  }
  setVideoQuality(quality: number): void {
    this.log.push(`layer ${quality}`);
  }
}

export class FakeRoom implements VendorRoom {
  state = "connected";
  options = { adaptiveStream: true, disconnectOnPageLeave: true };
  readonly devices: string[] = [];
  deviceError: Error | null = null;
  remoteParticipants = new Map<string, { trackPublications: Map<string, FakePublication> }>();
  readonly #handlers = new Map<string, () => void>();

  on(event: string, handler: (...values: never[]) => void): this {
    this.#handlers.set(event, handler as () => void);
    return this;
  }

  trigger(event: string): void {
    const handler = this.#handlers.get(event);
    if (handler === undefined) throw new Error(`nobody listens to ${event}`);
    handler();
  }

  /** Both tracks of the avatar, as after a join. */
  join(): { video: FakePublication; audio: FakePublication } {
    const [video, audio] = [new FakePublication("video"), new FakePublication("audio")];
    this.remoteParticipants = new Map([
      [
        "heygen",
        {
          trackPublications: new Map([
            ["v", video],
            ["a", audio],
          ]),
        },
      ],
    ]);
    return { video, audio };
  }

  async switchActiveDevice(kind: string, id: string, exact: boolean): Promise<boolean> {
    this.devices.push(`${kind} ${id} ${exact ? "exact" : "wished"}`);
    if (this.deviceError !== null) throw this.deviceError;
    return true;
  }
}
