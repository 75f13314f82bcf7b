/** From the guest's name to an opened call: one click, one question about the microphone, one line that is warm already. */
import type { CallData, LobbyData } from "../line/contract";
import { Door } from "../line/door";
import type { Wire, WireDeps } from "../line/wire";
import { askPatiently } from "../media/media";
import type { Grant } from "../media/media";
import { startQuality } from "../media/network";
import type { NetworkHints } from "../media/network";
import { NAME_LIMIT } from "../show/lobby";
import type { LobbyState } from "../show/lobby";
import type { Notice } from "../show/state";
import { NAME, failureWords, shutWords } from "../show/words";
import { mark } from "../timing";
import type { Store } from "../tab/keeping";

/** Longest wait for the server's answer to a start, milliseconds. */
export const LINE_WAIT = 20_000;
const KEY = "talk-to-santa.guest";

export interface LobbyDeps extends WireDeps {
  tab: string;
  /** Forgets the name with the tab; null where the browser forbids it. */
  tabStorage: Store | null;
  askMicrophone: () => Promise<Grant>;
  network: () => NetworkHints | null;
}

/** A call that the server has just opened. */
export interface Opened {
  data: CallData;
  wire: Wire;
  grant: Grant | null;
  /** When the guest pressed start. */
  at: number;
}

export class Lobby {
  readonly #deps: LobbyDeps;
  readonly #changed: () => void;
  readonly #door: Door;
  readonly #opened: (call: Opened) => void;
  #state: LobbyState;
  #data: LobbyData | null = null;
  #began: { data: LobbyData; guest: string; at: number; grant: Grant | null } | null = null;
  #cancel = () => {};

  constructor(deps: LobbyDeps, changed: () => void, opened: (call: Opened) => void) {
    this.#deps = deps;
    this.#changed = changed;
    this.#opened = opened;
    this.#state = { guest: this.#remembered(), fault: null, faults: 0, trouble: null, step: "waiting" };
    this.#door = new Door(deps, deps.tab, {
      opened: (key, wire) => this.#open(key, wire),
      refusedName: ({ what, fix }) => this.#refuse(`${what} ${fix}`),
      refused: (trouble) => this.#fail(trouble),
      shut: (code) => this.#fail(shutWords(code)),
    });
  }

  get state(): LobbyState {
    return this.#state;
  }

  /** It is looked at; newer data brings newer wishes, and with another pass another line. */
  enter(data: LobbyData): void {
    this.#data = data;
    if (this.#state.step === "waiting") this.#door.knock(data.pass);
  }

  /** A start that is under way goes on. */
  leave(): void {
    this.#data = null;
    if (this.#state.step === "waiting") this.#door.leave();
  }

  hurry(): void {
    this.#door.hurry();
  }

  type(guest: string): void {
    this.#remember(guest);
    this.#set({ guest, fault: null });
  }

  async start(): Promise<void> {
    const data = this.#data;
    if (data === null || this.#state.step !== "waiting") return;
    const guest = this.#state.guest.trim();
    if (guest === "") return this.#refuse(NAME.missing);
    if (guest.length > NAME_LIMIT) return this.#refuse(NAME.long);
    const { clock, askMicrophone, network } = this.#deps;
    const at = clock.now();
    mark("start", at);
    this.#set({ step: "asking", fault: null, trouble: null });
    const grant = await askPatiently(clock, askMicrophone);
    this.#began = { data, guest, at, grant };
    this.#set({ step: "opening" });
    this.#cancel = clock.after(LINE_WAIT, () => {
      this.#door.withdraw();
      this.#fail(failureWords("line_unreachable"));
    });
    this.#door.open(guest, startQuality(data.quality, network()));
  }

  #open({ call, ticket }: { call: string; ticket: string }, wire: Wire): void {
    const began = this.#began;
    if (began === null) return wire.close();
    const { data, guest, at, grant } = began;
    this.#began = null;
    const { pass: _, ...setting } = data;
    this.#opened({ data: { ...setting, id: call, ticket, guest }, wire, grant, at });
    this.#rest({});
  }

  #refuse(fault: string): void {
    this.#rest({ fault, faults: this.#state.faults + 1 });
  }

  #fail(trouble: Notice): void {
    this.#rest({ trouble });
  }

  /** The start is over, one way or the other. */
  #rest(change: Partial<LobbyState>): void {
    this.#cancel();
    this.#began?.grant?.release();
    this.#began = null;
    this.#set({ step: "waiting", ...change });
    // Who went away while the start was under way has left only now.
    if (this.#data === null) this.#door.leave();
  }

  #set(change: Partial<LobbyState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed();
  }

  #remembered(): string {
    try {
      return this.#deps.tabStorage?.getItem(KEY) ?? "";
    } catch {
      return "";
    }
  }

  #remember(guest: string): void {
    try {
      this.#deps.tabStorage?.setItem(KEY, guest);
    } catch {
      return;
    }
  }
}
