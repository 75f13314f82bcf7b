/** Carries out the server's commands: each id once, spoken ones in order, an interrupt before everything that waits. */
import type { CommandFrame } from "../line/contract";

export interface CommandTarget {
  say(text: string): Promise<void>;
  ask(text: string): Promise<void>;
  interrupt(): void;
  setMicrophone(on: boolean): void;
  end(): void;
  done(id: number): void;
}

export class Commands {
  readonly #target: CommandTarget;
  readonly #seen = new Set<number>();
  readonly #finished = new Set<number>();
  #speech: Promise<void> = Promise.resolve();
  #generation = 0;

  constructor(target: CommandTarget) {
    this.#target = target;
  }

  carryOut(command: CommandFrame): void {
    if (this.#seen.has(command.id)) {
      if (this.#finished.has(command.id)) this.#target.done(command.id);
      return;
    }
    this.#seen.add(command.id);
    if (command.op === "say" || command.op === "ask") return this.#queue(command, command.op);
    if (command.op === "interrupt") this.drop();
    this.#now(command.op);
    this.#finish(command.id);
  }

  /** Spoken commands that still wait belong to an answer that is no longer wanted. */
  drop(): void {
    this.#generation += 1;
  }

  #now(op: "interrupt" | "mute" | "unmute" | "end"): void {
    switch (op) {
      case "interrupt":
        return this.#target.interrupt();
      case "mute":
        return this.#target.setMicrophone(false);
      case "unmute":
        return this.#target.setMicrophone(true);
      case "end":
        return this.#target.end();
    }
  }

  #queue(command: CommandFrame, op: "say" | "ask"): void {
    const generation = this.#generation;
    this.#speech = this.#speech
      .then(() => (generation === this.#generation ? this.#target[op](command.text ?? "") : undefined))
      // A sentence that could not be sent must not hold back the next one; the server sees that nothing was spoken.
      .catch(() => {})
      .then(() => this.#finish(command.id));
  }

  #finish(id: number): void {
    this.#finished.add(id);
    this.#target.done(id);
  }
}
