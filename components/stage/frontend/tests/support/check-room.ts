/** A microphone, a speaker and a room between them, without a browser. */
import { vi } from "vitest";

const RATE = 48_000;

/** What the speaker plays comes back into the microphone by `leak`, beside what is said. */
export class Room {
  said = { hertz: 400, amplitude: 0 };
  leak = 0;
  playing = new Set<number>();
  stopped = 0;
  closed = 0;
  failure: string | null = null;
  blocked = false;
  asked: MediaTrackConstraints[] = [];
  sinks: string[] = [];
  onEnded: () => void = () => {};
  pending: (() => void) | null = null;
  hold = false;

  fill(samples: Float32Array): void {
    const parts = [this.said, ...[...this.playing].map((hertz) => ({ hertz, amplitude: this.leak }))];
    samples.forEach((_, i) => {
      samples[i] = parts.reduce((sum, { hertz, amplitude }) => sum + amplitude * Math.sin((2 * Math.PI * hertz * i) / RATE), 0);
    });
  }

  stream(): MediaStream {
    const track = { stop: () => (this.stopped += 1), addEventListener: (_: string, heard: () => void) => (this.onEnded = heard) };
    return { getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream;
  }

  context(): AudioContext {
    const param = () => ({ value: 0, setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn() });
    const node = { connect: <T>(to: T): T => to, disconnect: () => {} };
    const oscillator = () => {
      const frequency = param();
      return { ...node, frequency, start: () => this.playing.add(frequency.value), stop: () => {} };
    };
    return {
      sampleRate: RATE,
      currentTime: 0,
      resume: async () => {},
      close: async () => void (this.closed += 1),
      createMediaStreamSource: () => node,
      createAnalyser: () => ({ ...node, fftSize: 0, getFloatTimeDomainData: (samples: Float32Array) => this.fill(samples) }),
      createMediaStreamDestination: () => ({ ...node, stream: {} }),
      createOscillator: oscillator,
      createGain: () => ({ ...node, gain: param() }),
    } as unknown as AudioContext;
  }

  player(): HTMLAudioElement {
    return {
      srcObject: null,
      play: async () => {
        if (this.blocked) throw new DOMException("", "NotAllowedError");
      },
      pause: () => this.playing.clear(),
      setSinkId: async (id: string) => void this.sinks.push(id),
    } as unknown as HTMLAudioElement;
  }

  async open(constraints?: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(constraints?.audio as MediaTrackConstraints);
    if (this.hold) await new Promise<void>((resolve) => (this.pending = resolve));
    if (this.failure !== null) throw new DOMException("", this.failure);
    return this.stream();
  }
}
