/** Hears through an analyser and plays notes through a media element. One audio context for both. */
import type { Clock } from "../../clock";
import { stopTracks } from "../../media/media";

/** Samples per look: 85 ms at 48 kHz, enough to tell the tone from its neighbours. */
const LOOK = 4096;
const FADE = 0.02;

export interface Note {
  hertz: number;
  /** Seconds. */
  length: number;
  /** Amplitude, 0 to 1. */
  loudness: number;
}

export interface Ear {
  rate: number;
  samples(): Float32Array;
  close(): void;
}

export function listen(context: AudioContext, stream: MediaStream): Ear {
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = LOOK;
  source.connect(analyser);
  const samples = new Float32Array(LOOK);
  return {
    rate: context.sampleRate,
    samples() {
      analyser.getFloatTimeDomainData(samples);
      return samples;
    },
    close() {
      source.disconnect();
      stopTracks(stream);
    },
  };
}

/** Plays notes one after the other and resolves after the last; false when the browser does not let a page sound. */
export async function play(
  context: AudioContext,
  player: HTMLAudioElement,
  clock: Clock,
  notes: readonly Note[],
  sink: string | null,
): Promise<boolean> {
  const out = context.createMediaStreamDestination();
  player.srcObject = out.stream;
  try {
    await context.resume();
    await toSpeaker(player, sink);
    await player.play();
  } catch {
    player.srcObject = null;
    return false;
  }
  let at = context.currentTime + FADE;
  for (const note of notes) {
    at = strike(context, out, note, at);
  }
  const length = notes.reduce((sum, note) => sum + note.length, 0);
  await new Promise<void>((resolve) => void clock.after((length + 4 * FADE) * 1000, resolve));
  player.pause();
  player.srcObject = null;
  return true;
}

/** One note with soft edges, so that no click is heard; returns where the next may begin. */
function strike(context: AudioContext, out: AudioNode, { hertz, length, loudness }: Note, at: number): number {
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + FADE);
  gain.gain.setValueAtTime(loudness, at + length - FADE);
  gain.gain.linearRampToValueAtTime(0, at + length);
  tone.connect(gain).connect(out);
  tone.start(at);
  tone.stop(at + length);
  return at + length;
}

/** A remembered speaker that is gone leaves the sound where the system puts it. */
async function toSpeaker(player: HTMLAudioElement, sink: string | null): Promise<void> {
  const element = player as Partial<Pick<HTMLAudioElement, "setSinkId">>;
  if (element.setSinkId === undefined) return;
  try {
    await player.setSinkId(sink ?? "");
  } catch (error) {
    if ((error as { name?: string }).name !== "NotFoundError") throw error;
    await player.setSinkId("");
  }
}
