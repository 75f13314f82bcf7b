/** A screen without pictures: the test says when the first frame is there. */
import { Screen } from "../../src/media/screen";
import { FakeClock } from "./clock";

export class FakeScreen extends Screen {
  readonly log: string[] = [];
  frame: () => void = () => {};
  blockSound: (blocked: boolean) => void = () => {};

  constructor() {
    super(document.createElement("video"), new FakeClock());
  }

  override show(attach: (video: HTMLVideoElement) => void, onFrame: () => void, onSound: (blocked: boolean) => void): void {
    attach(this.video);
    this.frame = onFrame;
    this.blockSound = onSound;
  }

  override refresh(attach: (video: HTMLVideoElement) => void): void {
    this.log.push("refresh");
    attach(this.video);
  }

  override async setSpeaker(device: string | null): Promise<void> {
    if (device !== null) this.log.push(`speaker ${device}`);
  }

  override hush(): void {
    this.log.push("hush");
  }

  override speak(): void {
    this.log.push("speak");
  }

  override clear(): void {
    this.log.push("clear");
  }
}
