/** What outlives a rerun, a page switch and an unmount: the call of this tab, and where it is shown. */
import { copyText } from "../browser";
import type { BrowserDeps } from "../browser";
import type { CallData, StageData, StageValues, View as ViewName } from "../line/contract";
import { Call } from "./controller";
import { INITIAL } from "../show/state";
import { createFull } from "../views/full";
import { handleKey } from "../views/keyboard";
import { createMini } from "../views/mini";
import type { Actions, Model, View } from "../views/view";

/** The two ways to speak to Python that Streamlit gives a component. */
export interface Port {
  setStateValue(name: "ended", value: StageValues["ended"]): void;
  setTriggerValue(name: "open_call", value: boolean): void;
}

type Shown = Exclude<ViewName, "hidden" | "lobby">;

export class StageMemory {
  readonly #deps: BrowserDeps;
  readonly #views: Record<Shown, View>;
  readonly #started = new Set<string>();
  #call: Call | null = null;
  #data: StageData = { view: "hidden", prepare: null, call: null };
  #port: Port | null = null;
  #place: HTMLElement | null = null;
  #shown: View | null = null;
  #run = 0;

  constructor(deps: BrowserDeps) {
    this.#deps = deps;
    const actions: Actions = {
      send: (intent, text) => this.#call?.talk.send(intent, text) ?? Promise.resolve(false),
      interrupt: () => this.#call?.talk.interrupt(),
      toggleMicrophone: () => this.#call?.talk.toggleMicrophone(),
      choosePicture: (choice) => this.#call?.talk.choosePicture(choice),
      allowSound: () => this.#call?.allowSound(),
      retry: () => this.#call?.retry(),
      dismiss: () => this.#call?.talk.dismiss(),
      hangUp: () => void this.#call?.end("guest"),
      openCall: () => this.#port?.setTriggerValue("open_call", true),
      copy: copyText,
    };
    this.#views = { full: createFull(actions), mini: createMini(actions) };
    addEventListener("pagehide", () => this.#call?.leavePage());
    addEventListener("pageshow", (event) => event.persisted && this.#call?.comeBack());
    addEventListener("online", () => this.#call?.hurry());
    document.addEventListener("keydown", (event) => {
      if (this.#shown === this.#views.full && this.#call?.state.phase === "live") handleKey(event, actions);
    });
  }

  /** New data from Python, and the element to show it in; gives a number for park(). The same data again changes nothing. */
  receive(data: StageData, port: Port, place: HTMLElement): number {
    this.#data = data;
    this.#port = port;
    this.#place = place;
    // Only warms the cache: a failure shows when the call needs it.
    if (data.prepare !== null) void this.#deps.load(data.prepare).catch(() => {});
    if (data.call?.start === true) this.#start(data.call);
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
    if (this.#call?.running !== true) return;
    const { video } = this.#deps.screen;
    video.hidden = true;
    document.body.append(video);
    void this.#deps.screen.play();
  }

  #start(data: CallData): void {
    if (this.#started.has(data.id)) return;
    this.#started.add(data.id);
    // Both calls share the video element: the new one begins when the old one has let go of it.
    const free = this.#call?.end("guest") ?? Promise.resolve();
    const call = new Call(data, {
      ...this.#deps,
      onChange: () => this.#call === call && this.#render(),
      onEnded: (id) => this.#port?.setStateValue("ended", { call: id }),
    });
    this.#call = call;
    void free.then(() => call.begin());
  }

  #render(): void {
    if (this.#place === null) return;
    const model = this.#model();
    if (model === null && this.#data.view === "lobby") this.#enterLobby(this.#place);
    else this.#leaveLobby();
    const view = model === null ? null : this.#views[this.#shape(model)];
    if (view !== this.#shown || view?.element.parentNode !== (view === null ? undefined : this.#place)) this.#swap(view);
    if (view !== null && model !== null) view.update(model);
  }

  /** The device check; appended once, because a second time would take the keyboard's focus out of it. */
  #enterLobby(place: HTMLElement): void {
    const { element } = this.#deps.check;
    if (element.parentNode !== place) place.append(element);
  }

  #leaveLobby(): void {
    this.#deps.check.element.remove();
    this.#deps.check.close();
  }

  /** A running call is always shown, whatever Python remembers of it. */
  #model(): Model | null {
    const call = this.#call;
    if (call?.running === true) return { call: call.data, state: call.state };
    if (this.#data.view !== "full" || this.#data.call === null) return null;
    const known = call !== null && call.data.id === this.#data.call.id;
    return { call: this.#data.call, state: known ? call.state : INITIAL };
  }

  #shape(model: Model): Shown {
    return this.#data.view === "full" || model.state.phase === "idle" ? "full" : "mini";
  }

  #swap(view: View | null): void {
    this.#shown?.element.remove();
    this.#shown = view;
    if (view === null) return;
    this.#place?.append(view.element);
    const { screen } = this.#deps;
    screen.video.hidden = false;
    view.slot.append(screen.video);
    void screen.play();
  }
}
