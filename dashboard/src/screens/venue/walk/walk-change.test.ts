import type { WalkPointRequest } from "@probewarden/contract";
import { expect, test } from "vitest";
import { ApiFailure } from "../../../api/client.ts";
import { KeptQueue, QueueFull } from "../../../api/kept-queue.ts";
import { keepPoint, MOST_CHANGES, newPointId, takeBack, walkRules } from "./walk-change.ts";

const point: WalkPointRequest = {
  kind: "carried",
  transmitter: "06:00:00:aa:bb:01",
  x: 3,
  y: 4,
  fromAt: "2026-11-24T08:00:00.000Z",
  toAt: "2026-11-24T08:01:00.000Z",
};
const away = new ApiFailure(0, { code: "unreachable", detail: "", id: "page-1" });
const refused = new ApiFailure(409, { code: "no-walk", detail: "", id: "error-1" });

function makeWalk() {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const sent: string[] = [];
  const answers: (Error | undefined)[] = [];
  const rules = walkRules(({ pointId, point: at }) => {
    const answer = answers.shift();
    if (answer !== undefined) return Promise.reject(answer);
    sent.push(`${at === undefined ? "-" : "+"}${pointId}`);
    return Promise.resolve();
  });
  const open = (account: string, floor: string) => new KeptQueue(store, `walk.${floor}`, account, rules);
  return { open, sent, answers };
}

test("changes wait through a lost connection and a closed page, are sent once in their order, and are one account's and one floor's", async () => {
  const { open, sent, answers } = makeWalk();
  const queue = open("ana", "mall ground");
  for (const change of [keepPoint("one", point), keepPoint("two", point), takeBack("one")]) queue.add(change);
  answers.push(undefined, away);
  await queue.run();
  expect([sent, queue.snapshot().held]).toEqual([["+one"], "no-connection"]);
  const opened = open("ana", "mall ground");
  expect(opened.snapshot().waiting).toHaveLength(2);
  for (const other of [open("bo", "mall ground"), open("ana", "mall upper")])
    expect(other.snapshot().waiting).toEqual([]);
  await opened.run();
  expect([sent, opened.snapshot().waiting]).toEqual([["+one", "+two", "-one"], []]);
});

test("the last refusal is told until somebody goes on, and holds up nothing", async () => {
  const { open, sent, answers } = makeWalk();
  const queue = open("ana", "mall ground");
  queue.add(keepPoint("bad", point));
  queue.add(keepPoint("good", point));
  answers.push(refused);
  await queue.run();
  expect([queue.snapshot().refused, sent]).toEqual([[{ id: "bad", code: "no-walk" }], ["+good"]]);
  queue.add(keepPoint("next", point));
  expect(queue.snapshot().refused).toEqual([]);
});

test("so many wait and no more", () => {
  const queue = makeWalk().open("ana", "mall ground");
  for (let index = 0; index < MOST_CHANGES; index++) queue.add(keepPoint(`point-${index}`, point));
  expect(() => queue.add(keepPoint("one-more", point))).toThrow(QueueFull);
});

test("a point's name is an identifier that spells no address", () => {
  expect(newPointId()).toMatch(/^point-[g-z]{10}$/);
  expect(newPointId(() => 0.999_999)).toBe("point-zzzzzzzzzz");
});
