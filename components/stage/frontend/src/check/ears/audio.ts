/** One audio context and one player for a check, made when first needed and let go of together. */
import type { CheckDeps } from "../deps";
import type { Ear, Note } from "./sound";
import { listen, play } from "./sound";

/** Hertz of the echo test: between the partials of mains hum and of the chime. */
export const TONE = 1250;
export const TONE_NOTES: readonly Note[] = [{ hertz: TONE, length: 1.4, loudness: 0.25 }];
export const CHIME: readonly Note[] = [523.25, 659.25, 783.99].map((hertz) => ({ hertz, length: 0.28, loudness: 0.2 }));

type Deps = Pick<CheckDeps, "audioContext" | "player" | "clock">;

export class Audio {
  readonly #deps: Deps;
  #context: AudioContext | null = null;
  #player: HTMLAudioElement | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  listen(stream: MediaStream): Ear {
    this.#context ??= this.#deps.audioContext();
    // Without a press before it, the browser keeps it waiting; the press on "Play a sound" then wakes it.
    void this.#context.resume();
    return listen(this.#context, stream);
  }

  /** False when the browser does not let the page sound. */
  play(notes: readonly Note[], speaker: string | null): Promise<boolean> {
    this.#context ??= this.#deps.audioContext();
    this.#player ??= this.#deps.player();
    return play(this.#context, this.#player, this.#deps.clock, notes, speaker);
  }

  hush(): void {
    this.#player?.pause();
  }

  close(): void {
    this.hush();
    void this.#context?.close();
    this.#context = this.#player = null;
  }
}
