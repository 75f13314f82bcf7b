/** The last looks at the microphone: its level, and how much of the test tone is in it. */
import { dbfs, meanSquare, median, standingTone } from "./signal";

/** Looks that make up a level: half a second. */
const LOOKS = 5;
const KEPT = 50;

export class Levels {
  #squares: number[] = [];
  #tones: number[] = [];

  /** Takes a look in; gives the level over the last ones, dBFS. */
  add(samples: Float32Array, rate: number, frequency: number): number {
    this.#squares = [...this.#squares, meanSquare(samples)].slice(-LOOKS);
    this.#tones = [...this.#tones, standingTone(samples, rate, frequency)].slice(-KEPT);
    return dbfs(this.#squares.reduce((sum, square) => sum + square, 0) / this.#squares.length);
  }

  /** The tone's usual level over so many looks, dBFS. */
  tone(looks: number): number {
    return median(this.#tones.slice(-looks));
  }

  clear(): void {
    [this.#squares, this.#tones] = [[], []];
  }
}
