/** When a call reached each step of its start, for benchmarks: milliseconds since the epoch. */
export interface Timing {
  start?: number;
  line?: number;
  session?: number;
  connected?: number;
  firstFrame?: number;
}

declare global {
  var __santa_timing: Timing | undefined;
}

/** Notes a step the first time it is reached; `start` begins a new record. */
export function mark(step: keyof Timing, at: number): void {
  if (step === "start") globalThis.__santa_timing = {};
  const timing = (globalThis.__santa_timing ??= {});
  timing[step] ??= at;
}
