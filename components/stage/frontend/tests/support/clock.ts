/** A clock that moves only when told. */
import type { Clock } from "../../src/clock";

interface Task {
  at: number;
  every: number | null;
  run: () => void;
}

export class FakeClock implements Clock {
  #now: number;
  #tasks = new Set<Task>();

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    return this.#add({ at: this.#now + ms, every: null, run });
  }

  every(ms: number, run: () => void): () => void {
    return this.#add({ at: this.#now + ms, every: ms, run });
  }

  /** Moves time on, runs what falls due in order, and lets promises settle after each. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#due(end); next !== null; next = this.#due(end)) {
      this.#now = next.at;
      if (next.every === null) this.#tasks.delete(next);
      else next.at += next.every;
      next.run();
      await settle();
    }
    this.#now = end;
  }

  #add(task: Task): () => void {
    this.#tasks.add(task);
    return () => this.#tasks.delete(task);
  }

  #due(end: number): Task | null {
    const due = [...this.#tasks].filter((task) => task.at <= end);
    return due.sort((a, b) => a.at - b.at)[0] ?? null;
  }
}

/** Lets every promise that can settle without time do so. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}
