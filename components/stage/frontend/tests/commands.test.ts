import { beforeEach, expect, test } from "vitest";
import { Commands } from "../src/call/commands";
import { settle } from "./support/clock";

let log: string[];
let release: () => void;
let commands: Commands;

beforeEach(() => {
  log = [];
  const speak = (op: string) => (text: string) => {
    log.push(`${op} ${text}`);
    if (text === "fails") return Promise.reject(new Error("not sent"));
    return text === "slow" ? new Promise<void>((resolve) => (release = resolve)) : Promise.resolve();
  };
  commands = new Commands({
    say: speak("say"),
    ask: speak("ask"),
    interrupt: () => log.push("interrupt"),
    setMicrophone: (on) => log.push(`microphone ${on}`),
    end: () => log.push("end"),
    done: (id) => log.push(`done ${id}`),
  });
});

test("each id is carried out once and answered as often as it is sent", async () => {
  commands.carryOut({ kind: "command", id: 1, op: "mute" });
  commands.carryOut({ kind: "command", id: 1, op: "mute" });
  commands.carryOut({ kind: "command", id: 2, op: "unmute" });
  expect(log).toEqual(["microphone false", "done 1", "done 1", "microphone true", "done 2"]);
});

test("a copy of a command that is still being carried out waits with it", async () => {
  commands.carryOut({ kind: "command", id: 1, op: "say", text: "slow" });
  await settle();
  commands.carryOut({ kind: "command", id: 1, op: "say", text: "slow" });
  expect(log).toEqual(["say slow"]);
  release();
  await settle();
  expect(log).toEqual(["say slow", "done 1"]);
});

test("sentences keep their order, and one that fails does not hold back the next", async () => {
  commands.carryOut({ kind: "command", id: 1, op: "say", text: "slow" });
  commands.carryOut({ kind: "command", id: 2, op: "say", text: "fails" });
  commands.carryOut({ kind: "command", id: 3, op: "ask", text: "third" });
  await settle();
  expect(log).toEqual(["say slow"]);
  release();
  await settle();
  expect(log).toEqual(["say slow", "done 1", "say fails", "done 2", "ask third", "done 3"]);
});

test("an interrupt overtakes and drops what waits, not what comes later", async () => {
  commands.carryOut({ kind: "command", id: 1, op: "say", text: "slow" });
  commands.carryOut({ kind: "command", id: 2, op: "say", text: "unwanted" });
  await settle();
  commands.carryOut({ kind: "command", id: 3, op: "interrupt" });
  commands.carryOut({ kind: "command", id: 4, op: "say", text: "new" });
  release();
  await settle();
  expect(log).toEqual(["say slow", "interrupt", "done 3", "done 1", "done 2", "say new", "done 4"]);
});
