/** Runs the check: opens and closes the microphone, follows its level, plays and measures. Decides what the view shows. */
import { stopTracks } from "../media/media";
import { readChoice, writeChoice } from "./choice";
import type { CheckDeps } from "./deps";
import { Audio, CHIME, TONE_NOTES } from "./ears/audio";
import { Listener, ROOM_LOOKS, TONE_LOOKS } from "./ears/listener";
import { listDevices, openMicrophone } from "./ears/microphone";
import type { Note } from "./ears/sound";
import type { CheckState, Choice } from "./state";
import { CLOSED, UNHEARD } from "./state";
import { echoVerdict, hearing } from "./verdict";
import { CHECK } from "./words";

export class Controller {
  state: CheckState;
  readonly #deps: CheckDeps;
  readonly #onChange: () => void;
  readonly #audio: Audio;
  readonly #listener: Listener;
  /** Raised whenever what was begun no longer counts. */
  #round = 0;

  constructor(deps: CheckDeps, onChange: () => void) {
    this.#deps = deps;
    this.#onChange = onChange;
    this.#audio = new Audio(deps);
    this.#listener = new Listener(deps.clock, this.#audio);
    this.state = { ...CLOSED, choice: readChoice(deps.storage), silentSwitch: deps.silentSwitch };
  }

  async open(): Promise<void> {
    this.#letGo();
    const round = this.#round;
    this.#set({ ...UNHEARD, open: true, microphone: "asking" });
    this.#deps.mediaDevices?.addEventListener("devicechange", this.#list);
    const opened = await openMicrophone(this.#deps, this.state.choice.microphone);
    if (typeof opened === "string") return round === this.#round ? this.#set({ microphone: opened }) : undefined;
    if (round !== this.#round) return stopTracks(opened);
    this.#listener.start(
      opened,
      (level) => this.#hear(level),
      () => this.#lose(),
    );
    this.#set({ microphone: "open" });
    await this.#list();
  }

  /** Lets go of everything; the last result stays to be read. */
  close(): void {
    if (!this.state.open) return;
    this.#letGo();
    this.#audio.close();
    this.#set({ open: false, microphone: this.state.microphone === "asking" ? "closed" : this.state.microphone });
  }

  async choose(change: Partial<Choice>): Promise<void> {
    const choice = { ...this.state.choice, ...change };
    writeChoice(this.#deps.storage, choice);
    this.#set({ choice, speaker: "untested", echo: "untested" });
    if (change.microphone !== undefined) await this.open();
  }

  async chime(): Promise<void> {
    this.#set({ speaker: "playing" });
    const played = await this.#play(CHIME);
    if (played !== null) this.#set({ speaker: played ? "asked" : "blocked" });
  }

  /** The person's answer to "Did you hear it?". */
  answer(heard: boolean): void {
    const echo = this.state.echo === "unclear" ? (heard ? "none" : "silent") : this.state.echo;
    this.#set({ speaker: heard ? "heard" : "unheard", echo });
  }

  async testEcho(): Promise<void> {
    this.#set({ echo: "measuring" });
    const before = this.#listener.tone(ROOM_LOOKS);
    const played = await this.#play(TONE_NOTES);
    const during = this.#listener.tone(TONE_LOOKS);
    if (played === null) return;
    if (!played) return this.#set({ echo: "untested", speaker: "blocked" });
    const { speaker } = this.state;
    const heard = speaker === "heard" ? true : speaker === "unheard" ? false : null;
    this.#set({ echo: echoVerdict(before, during, heard) });
  }

  /** Null when the check was closed or begun anew meanwhile. */
  async #play(notes: readonly Note[]): Promise<boolean | null> {
    const round = this.#round;
    const played = await this.#audio.play(notes, this.state.choice.speaker);
    return round === this.#round ? played : null;
  }

  #hear(level: number): void {
    const now = hearing(level);
    // What the speaker plays must not pass for the person's voice.
    const sounding = this.state.speaker === "playing" || this.state.echo === "measuring";
    this.#set({ level, hearing: now, heard: this.state.heard || (now === "speech" && !sounding) });
  }

  readonly #list = async (): Promise<void> => {
    const microphones = await listDevices(this.#deps, "audioinput", CHECK.microphone);
    const speakers = this.#deps.canChooseSpeaker ? await listDevices(this.#deps, "audiooutput", CHECK.speaker) : null;
    this.#set({ microphones, speakers });
  };

  #lose(): void {
    this.#letGo();
    this.#set({ microphone: "missing" });
  }

  #letGo(): void {
    this.#round += 1;
    this.#listener.stop();
    this.#audio.hush();
    this.#deps.mediaDevices?.removeEventListener("devicechange", this.#list);
  }

  #set(change: Partial<CheckState>): void {
    this.state = { ...this.state, ...change };
    this.#onChange();
  }
}
