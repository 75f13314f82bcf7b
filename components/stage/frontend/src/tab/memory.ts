/** What outlives a rerun, a page switch and an unmount: the call of this tab, its lobby, and where they are shown. */
import { copyText } from "../browser";
import type { BrowserDeps } from "../browser";
import { Lobby } from "../call/lobby";
import type { Call } from "../call/controller";
import type { LobbyData, StageData, StageValues } from "../line/contract";
import { createElsewhere } from "../views/elsewhere";
import { createFull } from "../views/full";
import { handleKey } from "../views/keyboard";
import { createLobby } from "../views/lobby";
import { createMini } from "../views/mini";
import type { Actions, View } from "../views/view";
import { TabCalls } from "./calls";
import { KEPT } from "./keeping";

/** The two ways to speak to Python that Streamlit gives a component. */
export interface Port {
  setStateValue<Name extends "ended" | "on_call">(name: Name, value: StageValues[Name]): void;
  setTriggerValue(name: "open_call", value: boolean): void;
}

/** Until the first frame nobody tells Python: its rerun would take the machine from the start. */
const EARLY: ReadonlySet<string> = new Set(["idle", "asking", "connecting"]);

export class StageMemory {
  readonly #deps: BrowserDeps;
  readonly #calls: TabCalls;
  readonly #lobby: Lobby;
  readonly #views: ReturnType<StageMemory["makeViews"]>;
  #data: StageData = { view: "hidden", prepare: null, lobby: null, call: null };
  /** The last one given: its pass is good until there is another. */
  #lobbyData: LobbyData | null = null;
  #port: Port | null = null;
  #place: HTMLElement | null = null;
  #shown: HTMLElement | null = null;
  #told: string | null = null;
  #run = 0;

  constructor(deps: BrowserDeps) {
    this.#deps = deps;
    this.#calls = new TabCalls(deps, {
      changed: () => this.#render(),
      ended: (call) => this.#port?.setStateValue("ended", { call }),
    });
    this.#lobby = new Lobby(
      deps,
      () => this.#render(),
      (opened) => this.#calls.begin(opened),
    );
    this.#views = this.makeViews();
    this.#listen();
    void this.#calls.look();
  }

  /** New data from Python, and the element to show it in; gives a number for park(). The same data again changes nothing. */
  receive(data: StageData, port: Port, place: HTMLElement): number {
    this.#data = data;
    this.#lobbyData = data.lobby ?? this.#lobbyData;
    this.#port = port;
    this.#place = place;
    // Only warms the cache: a failure shows when the call needs it.
    if (data.prepare !== null) void this.#deps.load(data.prepare).catch(() => {});
    this.#render();
    return ++this.#run;
  }

  /**
   * The component is taken from the page: the video waits in the document, and the call goes on. Streamlit also cleans up
   * after data that newer data has overtaken while our bundle was loading; the stage is then still in use.
   */
  park(run: number): void {
    if (run !== this.#run) return;
    this.#place = this.#port = this.#shown = null;
    this.#leaveLobby();
    if (this.#calls.call?.running !== true) return;
    const { video } = this.#deps.screen;
    video.hidden = true;
    document.body.append(video);
    void this.#deps.screen.play();
  }

  makeViews() {
    const actions = this.#actions();
    const { element: check } = this.#deps.check;
    return {
      actions,
      full: createFull(actions),
      mini: createMini(actions),
      lobby: createLobby({ type: (guest) => this.#lobby.type(guest), start: () => void this.#lobby.start() }, check),
      elsewhere: createElsewhere({ bring: () => this.#calls.bring(), another: () => actions.another() }),
    };
  }

  #actions(): Actions {
    const call = (): Call | null => this.#calls.call;
    return {
      send: (intent, text) => call()?.talk.send(intent, text) ?? Promise.resolve(false),
      interrupt: () => call()?.talk.interrupt(),
      toggleMicrophone: () => call()?.talk.toggleMicrophone(),
      choosePicture: (choice) => call()?.talk.choosePicture(choice),
      allowSound: () => call()?.allowSound(),
      retry: () => call()?.retry(),
      dismiss: () => call()?.talk.dismiss(),
      hangUp: () => void call()?.end("guest"),
      openCall: () => this.#port?.setTriggerValue("open_call", true),
      another: () => this.#calls.clear() && this.#tell(null),
      copy: copyText,
    };
  }

  #listen(): void {
    const calls = this.#calls;
    addEventListener("beforeunload", (event) => calls.call?.running === true && event.preventDefault());
    addEventListener("pagehide", () => calls.call?.leavePage());
    addEventListener("pageshow", (event) => event.persisted && void calls.wake());
    addEventListener("storage", (event) => event.key === KEPT && calls.overheard());
    addEventListener("online", () => {
      calls.call?.hurry();
      this.#lobby.hurry();
    });
    document.addEventListener("keydown", (event) => {
      if (this.#shown === this.#views.full.element && calls.call?.state.phase === "live") handleKey(event, this.#views.actions);
    });
  }

  #render(): void {
    const { call, elsewhere } = this.#calls;
    if (call !== null && !EARLY.has(call.state.phase)) this.#tell(call);
    if (this.#place === null) return;
    const onCallPage = this.#data.view === "full" || this.#data.view === "lobby";
    if (call?.running === true || (call !== null && onCallPage))
      return this.#showCall(call, onCallPage ? this.#views.full : this.#views.mini);
    if (call === null && elsewhere !== null && (onCallPage || elsewhere === "taken")) {
      this.#views.elsewhere.update(elsewhere, !onCallPage);
      return this.#show(this.#views.elsewhere.element);
    }
    if (call === null && onCallPage && this.#lobbyData !== null) return this.#showLobby(this.#lobbyData);
    this.#show(null);
  }

  #showCall(call: Call, view: View): void {
    this.#show(view.element);
    view.update({ call: call.data, state: call.state });
    const { screen } = this.#deps;
    if (screen.video.parentNode === view.slot) return;
    screen.video.hidden = false;
    view.slot.append(screen.video);
    void screen.play();
  }

  #showLobby(data: LobbyData): void {
    this.#show(this.#views.lobby.element);
    this.#lobby.enter(data);
    this.#views.lobby.update({ data, state: this.#lobby.state });
  }

  /** What is shown stays in its place: put there a second time it would lose the keyboard's focus. */
  #show(element: HTMLElement | null): void {
    if (element !== this.#views.lobby.element) this.#leaveLobby();
    if (element === this.#shown && element?.parentNode === (element === null ? undefined : this.#place)) return;
    this.#shown?.remove();
    this.#shown = element;
    if (element !== null) this.#place?.append(element);
  }

  #leaveLobby(): void {
    this.#lobby.leave();
    this.#deps.check.close();
  }

  /** Python learns which call this page is in, once for each; null when it is put away. */
  #tell(call: Call | null): void {
    const id = call?.data.id ?? null;
    if (this.#port === null || id === this.#told) return;
    this.#told = id;
    this.#port.setStateValue("on_call", call?.key ?? null);
  }
}
