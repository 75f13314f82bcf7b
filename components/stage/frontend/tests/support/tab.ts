/** One tab of a browser: the stage in its page, with every neighbour played by the test. */
import { vi } from "vitest";
import type { ClientFrame, Dialect, EventBody, LobbyData, ServerFrame, StageData } from "../../src/line/contract";
import { h } from "shared/dom";
import { StageMemory } from "../../src/tab/memory";
import type { Port } from "../../src/tab/memory";
import { FakeClock, settle } from "./clock";
import { FakeScreen } from "./screen";
import { FakeSession } from "./session";
import { fakeNetwork } from "./socket";
import type { FakeLocks } from "./storage";
import { FakeStorage } from "./storage";

export const LOBBY: LobbyData = {
  pass: "pass-1",
  agent: { name: "Santa", picture: "santa.svg", description: "By the fire." },
  simulated: true,
  hears: "script",
  quality: "auto",
};
const SHOWN = { agent: LOBBY.agent, guest: "Emma", hears: "script", simulated: true } as const;

export function data(view: StageData["view"], call: string | null = null): StageData {
  return { view, prepare: null, lobby: view === "lobby" ? LOBBY : null, call: call === null ? null : { id: call } };
}

let open: (() => void)[] = [];

/** Throws away the pages of all tabs: none of them listens to its window any more. */
export function closeTabs(): void {
  for (const close of open) close();
  open = [];
  document.body.replaceChildren();
}

export class Tab {
  readonly clock = new FakeClock();
  readonly network = fakeNetwork();
  readonly session = new FakeSession();
  readonly screen = new FakeScreen();
  readonly check = { element: h("div", { class: "check" }), close: vi.fn() };
  readonly beacons: string[] = [];
  readonly load = vi.fn(async (_: Dialect) => this.session.factory);
  readonly port: { [K in keyof Port]: ReturnType<typeof vi.fn<Port[K]>> } = {
    setStateValue: vi.fn<Port["setStateValue"]>(),
    setTriggerValue: vi.fn<Port["setTriggerValue"]>(),
  };
  readonly place = document.body.appendChild(document.createElement("div"));
  readonly memory: StageMemory;

  /** `storage` and `locks` are the browser's, shared by its tabs; null where it forbids or lacks them. */
  constructor(
    readonly storage: FakeStorage | null,
    readonly locks: FakeLocks | null,
  ) {
    const listening = vi.spyOn(globalThis, "addEventListener");
    this.memory = new StageMemory({
      ...{
        clock: this.clock,
        random: () => 0,
        base: "https://here.example/",
        screen: this.screen,
        connect: this.network.connect,
        load: this.load,
      },
      tab: "tab1",
      storage,
      tabStorage: new FakeStorage(),
      locks: locks?.manager,
      askMicrophone: async () => ({ state: "ready", release: () => {} }),
      devices: () => ({ microphone: null, speaker: null }),
      check: this.check,
      network: () => null,
      beacon: (_, body) => this.beacons.push(body),
    });
    const listeners = listening.mock.calls;
    open.push(() => {
      for (const [type, listener] of listeners) removeEventListener(type, listener);
    });
    listening.mockRestore();
  }

  async receive(given: StageData, where = this.place): Promise<number> {
    const run = this.memory.receive(given, this.port, where);
    await settle();
    return run;
  }

  get shown(): string {
    return this.place.firstElementChild?.className ?? "";
  }

  find<T extends HTMLElement>(selector: string): T {
    const element = this.place.querySelector<T>(selector);
    if (element === null) throw new Error(`no ${selector}`);
    return element;
  }

  async press(selector: string): Promise<void> {
    this.find(selector).click();
    await settle();
  }

  say(...frames: ServerFrame[]): Promise<void> {
    for (const frame of frames) this.network.last().say(frame);
    return settle();
  }

  sent(kind: ClientFrame["kind"]): ClientFrame[] {
    return this.network.sockets.flatMap((socket) => socket.sent).filter((frame) => frame.kind === kind);
  }

  /** What Python was told under this name. */
  told(name: "on_call" | "ended"): unknown[] {
    return this.port.setStateValue.mock.calls.filter(([one]) => (one as string) === name).map(([, value]) => value);
  }

  /** From the lobby to a call that the server has opened. */
  async start(call = "call-1"): Promise<void> {
    await this.receive(data("lobby"));
    this.network.last().accept();
    const field = this.find<HTMLInputElement>("#guest");
    field.value = "Emma";
    field.dispatchEvent(new Event("input"));
    this.find("form").dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    await this.say({ kind: "opened", call, ticket: `ticket-${call}` }, { kind: "welcome", acked: 0 });
  }

  async joinRoom(attempt = 1): Promise<void> {
    await this.say({ kind: "session", attempt, dialect: "liveavatar", api_url: "sim", token: "t", greeting: null });
    this.session.emit({ type: "stream_ready" });
    this.session.connected();
    await settle();
    this.screen.frame();
    await settle();
  }

  async live(call = "call-1"): Promise<void> {
    await this.start(call);
    await this.joinRoom();
  }

  /** The server lets a page back into its call. */
  async welcomeBack(...stored: EventBody[]): Promise<void> {
    this.network.last().accept();
    const events = stored.map((body, i) => ({ ...body, seq: i + 1, at: i }));
    await this.say({ kind: "welcome", acked: events.length, call: SHOWN }, { kind: "journal", events });
  }

  async over(): Promise<void> {
    await this.say({
      kind: "summary",
      seconds: 1,
      guest_turns: 0,
      avatar_turns: 0,
      credits: "0",
      reason: "r",
      reason_text: "t",
      trouble: null,
    });
  }
}
