/** What a browser remembers of its running call, so that a reloaded page finds it, and which of its tabs runs it. */
import type { CallKey } from "../line/contract";

/** One key: a browser has one call at a time that is worth coming back to. */
export const KEPT = "talk-to-santa.call";
/** Longer than any call and its ticket live, milliseconds: what is older is not asked for. */
const LIFE = 2 * 3_600_000;

export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export interface KeepingDeps {
  /** Null where the browser forbids it: then a reload loses the call, and nothing else is different. */
  storage: Store | null;
  /** Absent on pages that are neither https nor localhost: then every call counts as free. */
  locks: LockManager | undefined;
  now: () => number;
}

export class Keeping {
  readonly #deps: KeepingDeps;
  #letGo = () => {};

  constructor(deps: KeepingDeps) {
    this.#deps = deps;
  }

  keep({ call, ticket }: CallKey): void {
    this.#try((storage) => storage.setItem(KEPT, JSON.stringify({ call, ticket, at: this.#deps.now() })));
  }

  found(): CallKey | null {
    const kept = this.#try((storage) => JSON.parse(storage.getItem(KEPT) ?? "null") as unknown);
    if (typeof kept !== "object" || kept === null) return null;
    const { call, ticket, at } = kept as Record<string, unknown>;
    if (typeof call !== "string" || typeof ticket !== "string" || typeof at !== "number") return null;
    return this.#deps.now() - at < LIFE ? { call, ticket } : null;
  }

  /** Forgets this call; another one that is kept meanwhile stays. */
  forget(call: string): void {
    if (this.found()?.call === call) this.#try((storage) => storage.removeItem(KEPT));
  }

  /**
   * Whether this tab is the one that runs the call from now on; false when another one does. With `wait` it becomes so as
   * soon as the other one lets go, which it does when the server has taken its line away.
   */
  hold(call: string, { wait }: { wait: boolean }): Promise<boolean> {
    this.release();
    const { locks } = this.#deps;
    if (locks === undefined) return Promise.resolve(true);
    let open = true;
    let free = (): void => {};
    this.#letGo = () => {
      open = false;
      free();
    };
    return new Promise((resolve) => {
      const granted = (lock: Lock | null): Promise<void> | undefined => {
        resolve(lock !== null);
        return lock !== null && open ? new Promise<void>((done) => (free = done)) : undefined;
      };
      // A browser that refuses the question (an opaque origin) has no other tab to ask for either.
      locks.request(`${KEPT}.${call}`, { ifAvailable: !wait }, granted).catch(() => resolve(true));
    });
  }

  release(): void {
    this.#letGo();
    this.#letGo = () => {};
  }

  #try<T>(use: (storage: Store) => T): T | null {
    try {
      return this.#deps.storage === null ? null : use(this.#deps.storage);
    } catch {
      return null;
    }
  }
}
