/** What every view is given and what it may ask for. Views show state and report presses; they decide nothing. */
import type { CallData, Intent } from "../line/contract";
import type { PictureChoice } from "../media/picture-level";
import type { StageState } from "../show/state";

export interface Model {
  call: CallData;
  state: StageState;
}

export interface Actions {
  /** Resolves with false when the words were not sent and should stay in the field. */
  send(intent: Intent, text: string): Promise<boolean>;
  interrupt(): void;
  toggleMicrophone(): void;
  choosePicture(choice: PictureChoice): void;
  allowSound(): void;
  /** The next attempt, without waiting for its time. */
  retry(): void;
  /** The notice is read. */
  dismiss(): void;
  hangUp(): void;
  openCall(): void;
  /** The call that is over is put away. */
  another(): void;
  copy(text: string): Promise<boolean>;
}

export interface Part {
  element: HTMLElement;
  update(model: Model): void;
}

/** A part with a place for the one video element. */
export interface View extends Part {
  slot: HTMLElement;
}
