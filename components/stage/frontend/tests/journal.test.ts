import { expect, test } from "vitest";
import { FRAME_LIMIT, Journal } from "../src/line/journal";

const numbers = (journal: Journal): number[] => journal.batch().map((event) => event.seq);

function filled(count: number): Journal {
  const journal = new Journal();
  for (let i = 0; i < count; i += 1) journal.append({ type: "user_start" }, 1000 + i);
  return journal;
}

test("events are numbered from 1 and keep their time", () => {
  const journal = filled(2);
  expect(journal.batch()).toEqual([
    { seq: 1, at: 1000, type: "user_start" },
    { seq: 2, at: 1001, type: "user_start" },
  ]);
});

test("loss: what was not acknowledged is offered again, from the lowest number", () => {
  const journal = filled(3);
  journal.batch();
  journal.ack(1);
  journal.append({ type: "user_stop" }, 2000);
  expect(numbers(journal)).toEqual([2, 3, 4]);
});

test("duplication: an acknowledgement that comes twice or late changes nothing", () => {
  const journal = filled(3);
  journal.ack(2);
  journal.ack(2);
  journal.ack(1);
  expect(numbers(journal)).toEqual([3]);
});

test("order and size: at most the limit of a frame, in order, the rest later", () => {
  const journal = filled(FRAME_LIMIT + 5);
  expect(numbers(journal)).toEqual(Array.from({ length: FRAME_LIMIT }, (_, i) => i + 1));
  journal.ack(FRAME_LIMIT);
  expect(numbers(journal)).toEqual([201, 202, 203, 204, 205]);
  expect(journal.empty).toBe(false);
  journal.ack(205);
  expect(journal.empty).toBe(true);
});

test("a resumed line forgets what the server already holds", () => {
  const journal = filled(4);
  journal.batch();
  journal.resume(3);
  expect(numbers(journal)).toEqual([4]);
});

test("a page that came back numbers behind what the server already holds, also when it is told twice", () => {
  const journal = new Journal();
  journal.resume(57);
  journal.resume(57);
  expect(journal.append({ type: "user_start" }, 1).seq).toBe(58);
});
