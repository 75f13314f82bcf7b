/** The one video element of a call: playing, first frame, silence at once on interrupt, sound blocked by the browser. */
import type { Clock } from "../clock";

/** Silence after an interrupt ends at the avatar's next words or after this long, milliseconds. */
export const HUSH = 1500;
/** A video that plays without reporting a frame (hidden tab, older browser) counts as seen after this long, milliseconds. */
const FRAME_GRACE = 1000;

export class Screen {
  readonly video: HTMLVideoElement;
  readonly #clock: Clock;
  #onSound: (blocked: boolean) => void = () => {};
  #blocked = false;
  #cancelHush = () => {};

  constructor(video: HTMLVideoElement, clock: Clock) {
    this.video = video;
    this.#clock = clock;
    video.autoplay = true;
    video.playsInline = true;
  }

  /** Shows a session's stream; `onFrame` is called once, when the first frame of it is on screen. */
  show(attach: (video: HTMLVideoElement) => void, onFrame: () => void, onSound: (blocked: boolean) => void): void {
    this.#onSound = onSound;
    this.#firstFrame(onFrame);
    attach(this.video);
    void this.play();
  }

  /** The session's tracks have come anew: the same call goes on in the same element. */
  refresh(attach: (video: HTMLVideoElement) => void): void {
    attach(this.video);
    void this.play();
  }

  /** Sound comes out of this device; one that is gone, or a browser that cannot choose, leaves the default. */
  async setSpeaker(device: string | null): Promise<void> {
    const video: { setSinkId?: (id: string) => Promise<void> } = this.video;
    if (device !== null) await video.setSinkId?.(device).catch(() => {});
  }

  /** Needed after every move in the document, which pauses a video. */
  async play(): Promise<void> {
    if (this.video.srcObject === null) return;
    try {
      await this.video.play();
    } catch (error) {
      if ((error as { name?: string }).name !== "NotAllowedError" || this.#blocked) return;
      this.#setBlocked(true);
      this.video.muted = true;
      await this.play();
    }
  }

  /** Called from a tap, which is what the browser waits for. */
  allowSound(): void {
    this.#setBlocked(false);
    this.video.muted = false;
    void this.play();
  }

  hush(): void {
    this.#cancelHush();
    this.video.muted = true;
    this.#cancelHush = this.#clock.after(HUSH, () => this.speak());
  }

  speak(): void {
    this.#cancelHush();
    if (!this.#blocked) this.video.muted = false;
  }

  clear(): void {
    this.#cancelHush();
    this.#blocked = false;
    this.video.srcObject = null;
    this.video.muted = false;
  }

  #setBlocked(blocked: boolean): void {
    this.#blocked = blocked;
    this.#onSound(blocked);
  }

  #firstFrame(onFrame: () => void): void {
    const { video } = this;
    let seen = false;
    const once = (): void => {
      if (!seen) onFrame();
      seen = true;
    };
    if ("requestVideoFrameCallback" in video) {
      video.requestVideoFrameCallback(once);
      video.addEventListener("playing", () => void this.#clock.after(FRAME_GRACE, once), { once: true });
    } else {
      (video as HTMLVideoElement).addEventListener("playing", once, { once: true });
    }
  }
}
