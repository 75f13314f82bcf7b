/** Which call this tab has: begun in its lobby, come back to after a reload, brought here from another tab, or lost to one. */
import { Call } from "../call/controller";
import type { CallDeps } from "../call/controller";
import { LINE_WAIT } from "../call/lobby";
import type { Opened } from "../call/lobby";
import { CLOSE } from "../line/contract";
import type { CallData, CallKey } from "../line/contract";
import { Return } from "../line/return";
import type { Wire, WireDeps } from "../line/wire";
import type { Elsewhere } from "../show/elsewhere";
import { Keeping } from "./keeping";
import type { KeepingDeps } from "./keeping";

export type TabDeps = Omit<CallDeps, "onChange" | "onEnded" | "onSettled" | "onTaken"> & WireDeps & Omit<KeepingDeps, "now">;

export interface TabTarget {
  changed(): void;
  /** Told once of each call. */
  ended(call: string): void;
}

export class TabCalls {
  readonly #deps: TabDeps;
  readonly #target: TabTarget;
  readonly #keeping: Keeping;
  #call: Call | null = null;
  #away: { key: CallKey; what: Elsewhere } | null = null;
  #return: Return | null = null;
  #cancel = () => {};

  constructor(deps: TabDeps, target: TabTarget) {
    this.#deps = deps;
    this.#target = target;
    this.#keeping = new Keeping({ storage: deps.storage, locks: deps.locks, now: () => deps.clock.now() });
  }

  get call(): Call | null {
    return this.#call;
  }

  get elsewhere(): Elsewhere | null {
    return this.#away?.what ?? null;
  }

  /** The page is loaded: a call of this browser that no tab runs is gone on with. */
  async look(): Promise<void> {
    const key = this.#keeping.found();
    if (key === null) return;
    this.#show(key, "returning");
    const free = await this.#keeping.hold(key.call, { wait: false });
    if (free) this.#comeBack(key);
    else this.#show(key, "running");
  }

  begin({ data, wire, grant, at }: Opened): void {
    const call = this.#take(data, wire);
    this.#keeping.keep(call.key);
    void this.#keeping.hold(call.data.id, { wait: false });
    call.begin(grant, at);
  }

  /** The guest wants the call of another tab here. */
  bring(): void {
    if (this.#away !== null) this.#comeBack(this.#away.key);
  }

  /** Makes room for a new call: what is over, or runs elsewhere, is put away. False while one runs here. */
  clear(): boolean {
    if (this.#call?.running === true) return false;
    this.#stopReturn();
    this.#call = this.#away = null;
    this.#target.changed();
    return true;
  }

  /** Out of the browser's back/forward cache: the server has taken the page for gone, as after a reload. */
  async wake(): Promise<void> {
    const call = this.#call;
    if (call?.running !== true) return;
    await this.#desert(call, "returning");
    this.#comeBack(call.key);
  }

  /** Another tab has written down or put away its call. */
  overheard(): void {
    if (this.#away === null || this.#return !== null || this.#keeping.found() !== null) return;
    this.clear();
  }

  #comeBack(key: CallKey): void {
    this.#stopReturn();
    this.#show(key, "returning");
    this.#cancel = this.#deps.clock.after(LINE_WAIT, () => this.#giveUp(key));
    this.#return = new Return(this.#deps, this.#deps.tab, key, {
      welcomed: ({ acked, call }, wire) => {
        this.#cancel();
        this.#return = null;
        const back = this.#take({ ...call, id: key.call, ticket: key.ticket, quality: "auto" }, wire);
        void this.#keeping.hold(key.call, { wait: true });
        back.comeBack(acked);
      },
      shut: (code) => (code === CLOSE.ticket ? this.#forget(key) : this.#giveUp(key)),
    });
  }

  #take(data: CallData, wire: Wire): Call {
    const call: Call = new Call(data, wire, {
      ...this.#deps,
      onChange: () => this.#call === call && this.#changed(call),
      onEnded: (id) => this.#target.ended(id),
      onSettled: (id) => this.#keeping.forget(id),
      onTaken: () => void this.#desert(call, "taken"),
    });
    this.#call = call;
    this.#away = null;
    return call;
  }

  #changed(call: Call): void {
    if (call.state.phase === "ended") this.#keeping.release();
    this.#target.changed();
  }

  async #desert(call: Call, what: Elsewhere): Promise<void> {
    const left = call.desert();
    if (this.#call === call) this.#call = null;
    this.#keeping.release();
    this.#show(call.key, what);
    // The next call shows its picture in the same element.
    await left;
  }

  #giveUp(key: CallKey): void {
    this.#stopReturn();
    this.#show(key, "running");
  }

  #forget(key: CallKey): void {
    this.#keeping.forget(key.call);
    this.clear();
  }

  #stopReturn(): void {
    this.#cancel();
    this.#return?.stop();
    this.#return = null;
  }

  #show(key: CallKey, what: Elsewhere): void {
    this.#away = { key, what };
    this.#target.changed();
  }
}
