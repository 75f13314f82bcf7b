/** A call with every neighbour played by the test. */
import { Call } from "../../src/call/controller";
import type { CallData, EventBody, StageEvent } from "../../src/line/contract";
import { NOBODY, Wire } from "../../src/line/wire";
import type { Grant } from "../../src/media/media";
import type { StageState } from "../../src/show/state";
import { FakeClock, settle } from "./clock";
import { FakeScreen } from "./screen";
import { FakeSession } from "./session";
import { fakeNetwork } from "./socket";

export const DATA: CallData = {
  id: "call-1",
  ticket: "example-ticket",
  agent: { name: "Santa", picture: "santa.svg", description: "By the fire." },
  guest: "Emma",
  simulated: true,
  hears: "script",
  quality: "auto",
};

export interface Options {
  dialect?: "liveavatar" | "streaming";
  greeting?: string | null;
  /** The guest's answer about the microphone. */
  microphone?: Grant["state"];
  load?: () => Promise<never>;
  devices?: { microphone: string | null; speaker: string | null };
}

export class CallRig {
  readonly clock = new FakeClock();
  readonly network = fakeNetwork();
  readonly session = new FakeSession();
  readonly screen = new FakeScreen();
  readonly ended: string[] = [];
  readonly settled: string[] = [];
  taken = 0;
  readonly beacons: [string, string][] = [];
  readonly states: StageState[] = [];
  readonly loaded: string[] = [];
  released = 0;
  asked = 0;
  readonly #wire: Wire;
  readonly call: Call;
  readonly #options: Options;

  constructor(options: Options = {}) {
    this.#options = options;
    const base = "https://here.example/app/";
    this.#wire = new Wire({ clock: this.clock, random: () => 0, base, connect: this.network.connect }, NOBODY);
    this.#wire.open();
    this.socket.accept();
    this.call = new Call(DATA, this.#wire, {
      clock: this.clock,
      tab: "tab1",
      base,
      screen: this.screen,
      load: async (dialect) => {
        this.loaded.push(dialect);
        return options.load === undefined ? this.session.factory : options.load();
      },
      askMicrophone: async () => {
        this.asked += 1;
        return this.#grant;
      },
      devices: () => options.devices ?? { microphone: null, speaker: null },
      network: () => null,
      beacon: (url, body) => this.beacons.push([url, body]),
      onChange: (state) => this.states.push(state),
      onEnded: (id) => this.ended.push(id),
      onSettled: (id) => this.settled.push(id),
      onTaken: () => void (this.taken += 1),
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

  /** The call as it leaves its lobby. */
  async begin(): Promise<void> {
    this.call.begin(this.#grant, this.clock.now() - 40);
    this.socket.say({ kind: "welcome", acked: 0 });
    await settle();
  }

  /** The call as a reloaded page finds it, with these events stored. */
  async comeBack(...stored: EventBody[]): Promise<void> {
    const events = stored.map((body, i): StageEvent => ({ ...body, seq: i + 1, at: i }));
    this.call.comeBack(events.length);
    if (events.length > 0) this.socket.say({ kind: "journal", events });
    await settle();
  }

  get #grant(): Grant {
    return { state: this.#options.microphone ?? "ready", release: () => void (this.released += 1) };
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
