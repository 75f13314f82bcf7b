/** What outlives a rerun and a page switch: the document of this tab, its editors, and what Python does not have yet. */
import type { EditorData, EditorValues } from "./contract";
import type { Draft, Drafts } from "./drafts";
import { reduce } from "./reducer";
import type { Action } from "./reducer";
import { INITIAL, unsafe } from "./state";
import type { State } from "./state";
import { View } from "./views/view";

/** How long the keys rest before the text is sent. */
export const PAUSE_MS = 350;

export interface Port {
  setStateValue(name: "typed", value: EditorValues["typed"]): void;
}

export interface Deps {
  drafts: Drafts;
  now(): number;
}

export class EditorMemory {
  readonly #deps: Deps;
  #state: State = INITIAL;
  #view: View | null = null;
  #shape = "";
  #port: Port | null = null;
  #place: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #kept = false;
  #run = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    addEventListener("pagehide", () => this.#keep());
  }

  /** New data from Python, and the element to show it in; gives a number for park(). */
  receive(data: EditorData, port: Port, place: HTMLElement): number {
    const mounted = place !== this.#place;
    this.#port = port;
    this.#place = place;
    this.#dispatch({ type: "data", data, draft: this.#draftFor(data), mounted });
    return ++this.#run;
  }

  /** The component is taken from the page. Streamlit also cleans up after data that newer data has overtaken, which is none. */
  park(run: number): void {
    if (run !== this.#run) return;
    this.#port = this.#place = null;
    this.#dispatch({ type: "commit" });
    this.#view?.element.remove();
  }

  /** What the server may not have of the document that it shows: typed here just now, or kept here before. */
  #draftFor({ document, revision, checked, status }: EditorData): Draft | null {
    const { data, values, waiting, seq } = this.#state;
    if (data?.document === document) {
      const unread = waiting || seq > Math.max(checked, this.#state.checked);
      return unread && data.revision !== revision ? { revision: data.revision, at: this.#deps.now(), values } : null;
    }
    // What is new of the document before goes its own way first.
    this.#dispatch({ type: "commit" });
    const draft = this.#deps.drafts.read(document);
    this.#kept = draft !== null && status.kind !== "readonly";
    return draft;
  }

  #dispatch = (action: Action): void => {
    const before = this.#state;
    this.#state = reduce(before, action);
    const { typed } = this.#state;
    if (typed !== null && typed !== before.typed) this.#port?.setStateValue("typed", typed);
    if (action.type === "edited") this.#wait();
    else this.#keep();
    this.#render();
  };

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#dispatch({ type: "commit" }), PAUSE_MS);
  }

  /** Writes what would be lost with this page, an open offer before all, and takes it away when nothing would. */
  #keep(): void {
    const { data, values, offer } = this.#state;
    if (data === null) return;
    if (offer !== null || unsafe(this.#state)) {
      this.#deps.drafts.write(data.document, offer ?? { revision: data.revision, at: this.#deps.now(), values });
      this.#kept = true;
    } else if (this.#kept) {
      this.#deps.drafts.drop(data.document);
      this.#kept = false;
    }
  }

  #render(): void {
    const [place, { data }] = [this.#place, this.#state];
    if (place === null || data === null) return;
    const root = place.getRootNode() as Document | ShadowRoot;
    const shape = JSON.stringify([data.document, data.fields]);
    if (this.#view === null || shape !== this.#shape) {
      this.#view?.destroy();
      this.#view = new View(data, this.#state, root, {
        edited: (field, text, edit) => this.#dispatch({ type: "edited", field, text, edit }),
        commit: () => this.#dispatch({ type: "commit" }),
        bringBack: () => this.#dispatch({ type: "brought back" }),
        drop: () => this.#dispatch({ type: "dropped" }),
        variables: () => this.#state.data?.variables ?? [],
        now: this.#deps.now,
      });
      this.#shape = shape;
    }
    if (this.#view.element.parentNode !== place) {
      place.append(this.#view.element);
      this.#view.setRoot(root);
    }
    this.#view.update(this.#state);
  }
}
