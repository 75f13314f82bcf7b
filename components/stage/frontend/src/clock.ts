/** Time as an argument, so that a minute of a call can be tested at once. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once after `ms`; returns how to cancel it. */
  after(ms: number, task: () => void): () => void;
  /** Runs `task` every `ms`; returns how to stop it. */
  every(ms: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const id = setTimeout(task, ms);
    return () => clearTimeout(id);
  },
  every(ms, task) {
    const id = setInterval(task, ms);
    return () => clearInterval(id);
  },
};

/** Resolves with the promise, or with `fallback` when it takes longer than `ms`. */
export function within<T>(clock: Clock, ms: number, promise: Promise<T>, fallback: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(fallback));
    promise.then(resolve, reject).finally(cancel);
  });
}
