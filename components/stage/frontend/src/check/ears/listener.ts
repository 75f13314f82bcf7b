/** An open microphone, looked at ten times a second: its level, the test tone in it, and its end. */
import type { Clock } from "../../clock";
import type { Audio } from "./audio";
import { TONE } from "./audio";
import { Levels } from "./levels";
import type { Ear } from "./sound";

/** Milliseconds between two looks. */
export const LOOK_MS = 100;
/** Looks at the room before the tone, and while it sounds: most of them hear it, however late the sound comes back. */
export const [ROOM_LOOKS, TONE_LOOKS] = [5, 14];

export class Listener {
  readonly #clock: Clock;
  readonly #audio: Audio;
  readonly #levels = new Levels();
  #ear: Ear | null = null;
  #stopLooking = (): void => {};

  constructor(clock: Clock, audio: Audio) {
    this.#clock = clock;
    this.#audio = audio;
  }

  /** `onLevel` gets dBFS; `onLost` is called when the device is pulled out, not after stop(). */
  start(stream: MediaStream, onLevel: (level: number) => void, onLost: () => void): void {
    const ear = this.#audio.listen(stream);
    this.#ear = ear;
    stream.getAudioTracks()[0]?.addEventListener("ended", () => this.#ear === ear && onLost());
    this.#stopLooking = this.#clock.every(LOOK_MS, () => onLevel(this.#levels.add(ear.samples(), ear.rate, TONE)));
  }

  /** The tone's usual level over the last looks, dBFS. */
  tone(looks: number): number {
    return this.#levels.tone(looks);
  }

  stop(): void {
    this.#stopLooking();
    this.#ear?.close();
    this.#ear = null;
    this.#levels.clear();
  }
}
