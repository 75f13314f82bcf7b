/** What is said and done in a call: the guest's verbs and the server's commands, spoken while it is live, written while it is a text conversation. */
import type { Clock } from "../clock";
import { Commands } from "./commands";
import type { Connection } from "./connection";
import type { Course } from "./course";
import type { CommandFrame, EventBody, Failure, Intent, PictureQuality, ReplyFrame, StageEvent, Verb } from "../line/contract";
import { PictureControl } from "../media/picture-level";
import type { PictureChoice } from "../media/picture-level";
import { TEXT_LIMIT, failureOf } from "./session";
import { SilenceWatch } from "./silence";
import type { Notice } from "../show/state";
import { TextChat } from "./text-chat";
import { NOT_SENT, NO_REPLY, TOO_LONG } from "../show/words";

export interface TalkTarget {
  done(command: number): void;
  /** The server hangs up. */
  end(): void;
}

export class Talk {
  readonly #connection: Connection;
  readonly #course: Course;
  readonly #commands: Commands;
  readonly #picture: PictureControl;
  readonly #silence: SilenceWatch;
  readonly #text: TextChat;

  constructor(clock: Clock, quality: PictureQuality, connection: Connection, course: Course, target: TalkTarget) {
    this.#connection = connection;
    this.#course = course;
    const record = (event: EventBody): number => course.record(event);
    this.#commands = new Commands({
      say: (text) => this.#speak("say", text),
      ask: (text) => this.#speak("ask", text),
      interrupt: () => this.interrupt(),
      setMicrophone: (on) => void connection.setMicrophone(on),
      end: () => target.end(),
      done: (id) => target.done(id),
    });
    this.#picture = new PictureControl(clock, quality, (level) => {
      connection.setPicture(level);
      record({ type: "picture", level });
    });
    this.#silence = new SilenceWatch(clock, () => record({ type: "avatar_silent" }));
    this.#text = new TextChat(clock, {
      record,
      awaiting: (on) => course.dispatch({ type: "awaiting", on }),
      overdue: () => this.notify(NO_REPLY),
    });
  }

  /** Sends typed words; false when they were not sent, so that the field keeps them. */
  async send(intent: Intent, words: string): Promise<boolean> {
    const text = words.trim();
    const { phase } = this.#course.state;
    if (text === "" || (phase !== "live" && phase !== "text")) return false;
    if (text.length > TEXT_LIMIT) return this.notify(TOO_LONG);
    if (phase === "text" && !this.#text.send(text)) return false;
    if (phase === "live" && !(await this.#spoken(intent, text))) return false;
    this.dismiss();
    return true;
  }

  interrupt(): void {
    this.#commands.drop();
    this.#connection.interrupt();
  }

  toggleMicrophone(): void {
    void this.#connection.setMicrophone(this.#course.state.microphone !== "on");
  }

  choosePicture(choice: PictureChoice): void {
    if (this.#course.state.phase !== "live") return;
    this.#course.dispatch({ type: "choice", choice });
    this.#picture.choose(choice);
  }

  carryOut(command: CommandFrame): void {
    this.#commands.carryOut(command);
  }

  /** From here the call goes on in writing. */
  openText(): void {
    this.#text.open();
  }

  reply(frame: ReplyFrame): void {
    this.#text.reply(frame);
  }

  /** An event from before a reload: it counts for what was written, and starts nothing. */
  recall(event: StageEvent): void {
    this.#text.recall(event);
  }

  /** Every event of the call passes here once, after it is shown. */
  hear(event: EventBody): void {
    if (event.type === "quality_changed") this.#picture.hear(event.quality);
    this.#silence.hear(event);
  }

  /** The server answers with a notice of its own; until then ours stands, for words that wait in the field. */
  verbFailed(verb: Verb, failure: Failure): void {
    this.#course.record({ type: "verb_failed", verb, ...failure });
    if (verb === "ask" || verb === "say") this.notify(NOT_SENT);
  }

  /** Always false, for whom it tells that words were not sent. */
  notify({ what, done, fix }: Notice): false {
    this.#course.dispatch({ type: "notice", notice: { what, done, fix } });
    return false;
  }

  dismiss(): void {
    if (this.#course.state.notice !== null) this.#course.dispatch({ type: "notice", notice: null });
  }

  stop(): void {
    this.#commands.drop();
    this.#picture.stop();
    this.#text.close();
  }

  async #spoken(intent: Intent, text: string): Promise<boolean> {
    try {
      await this.#speak(intent, text);
    } catch {
      return false;
    }
    this.#course.record({ type: "typed", text, intent });
    return true;
  }

  async #speak(intent: Intent, text: string): Promise<void> {
    try {
      await this.#connection.speak(intent, text);
    } catch (error) {
      this.verbFailed(intent, failureOf(error));
      throw error;
    }
  }
}
