/** A call with every neighbour played by the test. */
import { Call } from "../../src/call/controller";
import type { CallData, EventBody } from "../../src/line/contract";
import type { Grant } from "../../src/media/media";
import type { StageState } from "../../src/show/state";
import { FakeClock, settle } from "./clock";
import { FakeScreen } from "./screen";
import { FakeSession } from "./session";
import { fakeNetwork } from "./socket";

export const DATA: CallData = {
  id: "call-1",
  ticket: "example-ticket",
  start: true,
  agent: { name: "Santa", picture: "santa.svg", description: "By the fire." },
  guest: "Emma",
  simulated: true,
  hears: "script",
  quality: "auto",
};

export interface Options {
  dialect?: "liveavatar" | "streaming";
  greeting?: string | null;
  ask?: () => Promise<Grant>;
  load?: () => Promise<never>;
  devices?: { microphone: string | null; speaker: string | null };
}

export class CallRig {
  readonly clock = new FakeClock();
  readonly network = fakeNetwork();
  readonly session = new FakeSession();
  readonly screen = new FakeScreen();
  readonly ended: string[] = [];
  readonly beacons: [string, string][] = [];
  readonly states: StageState[] = [];
  readonly loaded: string[] = [];
  released = 0;
  readonly call: Call;
  readonly #options: Options;

  constructor(options: Options = {}) {
    this.#options = options;
    const ready = async (): Promise<Grant> => ({ state: "ready", release: () => void (this.released += 1) });
    this.call = new Call(DATA, {
      clock: this.clock,
      random: () => 0,
      tab: "tab1",
      base: "https://here.example/app/",
      screen: this.screen,
      connect: this.network.connect,
      load: async (dialect) => {
        this.loaded.push(dialect);
        return options.load === undefined ? this.session.factory : options.load();
      },
      askMicrophone: options.ask ?? ready,
      devices: () => options.devices ?? { microphone: null, speaker: null },
      network: () => null,
      beacon: (url, body) => this.beacons.push([url, body]),
      onChange: (state) => this.states.push(state),
      onEnded: (id) => this.ended.push(id),
    });
  }

  get socket(): ReturnType<typeof this.network.last> {
    return this.network.last();
  }

  get types(): string[] {
    const seen = new Map(
      this.network.sockets.flatMap((socket) => socket.events()).map((event) => [event.seq, event as unknown as EventBody]),
    );
    return [...seen.values()].map((event) => (event.type === "phase" ? event.phase : event.type));
  }

  /** Journal events of one type that have been sent. */
  events(type: EventBody["type"]): EventBody[] {
    const seen = new Map(
      this.network.sockets
        .flatMap((socket) => socket.events())
        .map((event) => [event.seq, event as unknown as EventBody & { seq?: number; at?: number }]),
    );
    return [...seen.values()].filter((event) => event.type === type).map(({ seq: _, at: __, ...body }) => body as EventBody);
  }

  /** Acknowledges whatever has arrived, until nothing more comes. */
  async store(): Promise<void> {
    await settle();
    for (let before = -1, now = 0; now !== before; ) {
      before = now;
      now = this.socket.events().at(-1)?.seq ?? 0;
      this.socket.say({ kind: "ack", seq: now });
      await settle();
      now = this.socket.events().at(-1)?.seq ?? 0;
    }
  }

  async begin(): Promise<void> {
    this.call.begin();
    this.socket.accept();
    this.socket.say({ kind: "welcome", acked: 0 });
    await settle();
  }

  async giveSession(attempt = 1): Promise<void> {
    const { dialect = "liveavatar", greeting = null } = this.#options;
    this.socket.say({ kind: "session", attempt, dialect, api_url: "sim/vendor/", token: "example-token", greeting });
    await settle();
  }

  /** A second connection to the server, welcomed. */
  async reconnect(acked: number): Promise<void> {
    this.socket.drop(1006);
    await this.clock.advance(250);
    this.socket.accept();
    this.socket.say({ kind: "welcome", acked });
    await settle();
  }

  async live(): Promise<void> {
    await this.begin();
    await this.giveSession();
    this.session.emit({ type: "stream_ready" });
    this.session.connected();
    await settle();
    this.screen.frame();
    await this.store();
  }
}
