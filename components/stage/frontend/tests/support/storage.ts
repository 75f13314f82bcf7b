/** Storage of a browser, and its locks, shared by the tabs that a test plays. */
export class FakeStorage {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

type Granted = (lock: Lock | null) => unknown;

export class FakeLocks {
  readonly #holders = new Map<string, Granted[]>();

  /** Names that somebody holds. */
  get held(): string[] {
    return [...this.#holders].filter(([, queue]) => queue.length > 0).map(([name]) => name);
  }

  readonly manager = {
    request: async (name: string, { ifAvailable = false }: LockOptions, granted: Granted) => {
      const queue = this.#holders.get(name) ?? [];
      this.#holders.set(name, queue);
      if (ifAvailable && queue.length > 0) return granted(null);
      queue.push(granted);
      if (queue[0] === granted) void this.#grant(name);
      return undefined;
    },
  } as unknown as LockManager;

  async #grant(name: string): Promise<void> {
    const queue = this.#holders.get(name) ?? [];
    while (queue[0] !== undefined) {
      await queue[0]({ name, mode: "exclusive" });
      queue.shift();
    }
  }
}
