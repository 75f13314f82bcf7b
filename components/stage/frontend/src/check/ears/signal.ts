/** Arithmetic on samples between -1 and 1: level and the strength of one tone, both in dBFS. */

/** Digital silence is shown as this: one step of 16 bits below full scale. */
export const FLOOR = -96;

/** Mean of the squares; 0 for no samples. */
export function meanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : sum / samples.length;
}

/** Level of a mean square; a full-scale sine gives -3. Never below FLOOR. */
export function dbfs(square: number): number {
  return square > 0 ? Math.max(FLOOR, 10 * Math.log10(square)) : FLOOR;
}

/** Where a level bar stands, 0 to 1: linear in dB from -60 (empty) to 0 (full). */
export function meter(level: number): number {
  return Math.min(1, Math.max(0, 1 + level / 60));
}

/**
 * Level of the tone at `frequency` in the samples (Goertzel's algorithm under a Hann window, so that speech and hum beside
 * the tone do not leak into it). A sine of amplitude a gives the same figure as dbfs(a² / 2).
 */
export function toneLevel(samples: Float32Array, rate: number, frequency: number): number {
  const n = samples.length;
  if (n === 0) return FLOOR;
  const turn = (2 * Math.PI * frequency) / rate;
  const step = 2 * Math.cos(turn);
  let [before, last] = [0, 0];
  samples.forEach((sample, i) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / n);
    [before, last] = [last, window * sample + step * last - before];
  });
  const power = last * last + before * before - step * last * before;
  // A Hann window halves the amplitude: |X| = a n / 4 for a sine of amplitude a.
  return dbfs((Math.max(0, power) * 16) / (n * n) / 2);
}

/** A pure tone rises at least this far above the frequencies beside it, dB; a voice does not. */
const STANDS_OUT = 12;

/** The tone's level where it stands out from what is a tenth below and above it, else FLOOR. */
export function standingTone(samples: Float32Array, rate: number, frequency: number): number {
  const level = toneLevel(samples, rate, frequency);
  const beside = Math.max(toneLevel(samples, rate, frequency * 0.9), toneLevel(samples, rate, frequency * 1.1));
  return level - beside >= STANDS_OUT ? level : FLOOR;
}

/** The middle of the values; FLOOR for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? FLOOR : (low + high) / 2;
}
