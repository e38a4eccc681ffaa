import type { WalkPointRequest } from "@probewarden/contract";
import { expect, test } from "vitest";
import { MOST_WAITING, newPointId, standsUntil, WalkQueue, type Sent, type WalkChange } from "./walk-queue.ts";

const storage = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};
const point: WalkPointRequest = {
  kind: "carried",
  transmitter: "06:00:00:aa:bb:01",
  x: 3,
  y: 4,
  fromAt: "2026-11-24T08:00:00.000Z",
  toAt: "2026-11-24T08:01:00.000Z",
};
const put = (pointId: string): WalkChange => ({ pointId, point });

test("changes wait through a lost connection and a closed page, and are sent once, in their order", async () => {
  const at = storage();
  const queue = new WalkQueue(at, "mall ground");
  queue.add(put("point-one"));
  queue.add(put("point-two"));
  queue.add({ pointId: "point-one", point: undefined });
  const taken: string[] = [];
  const answers: Sent[] = ["taken", "away"];
  const send = (change: WalkChange): Promise<Sent> => {
    const answer = answers.shift() ?? "taken";
    if (answer === "taken") taken.push(`${change.point === undefined ? "-" : "+"}${change.pointId}`);
    return Promise.resolve(answer);
  };
  await queue.send(send);
  expect(taken).toEqual(["+point-one"]);
  // The page was closed, and opened again.
  const opened = new WalkQueue(at, "mall ground");
  expect(opened.waiting).toHaveLength(2);
  await opened.send(send);
  expect(taken).toEqual(["+point-one", "+point-two", "-point-one"]);
  expect(opened.waiting).toEqual([]);
  expect(new WalkQueue(at, "mall upper").waiting).toEqual([]);
});

test("what is refused is told and not sent again; what is added while something is under way is sent behind it, by one sender", async () => {
  const queue = new WalkQueue(storage(), "mall ground");
  queue.add(put("point-bad"));
  let sent = 0;
  const refused = await queue.send(async (change) => {
    sent++;
    if (change.pointId !== "point-bad") return "taken";
    queue.add(put("point-good"));
    // A second round begins while the first waits.
    expect(await queue.send(() => Promise.resolve("taken"))).toEqual([]);
    return "refused";
  });
  expect([refused.map(({ pointId }) => pointId), sent, queue.waiting]).toEqual([["point-bad"], 2, []]);
});

test("so many wait and no more, and what somebody else wrote in its place is nothing", () => {
  const at = storage();
  const queue = new WalkQueue(at, "mall ground");
  for (let index = 0; index < MOST_WAITING; index++) expect(queue.add(put(`point-${index}`))).toBe(true);
  expect(queue.add(put("point-more"))).toBe(false);
  expect(queue.waiting).toHaveLength(MOST_WAITING);
  for (const other of ["{", "7", '[{"x":1}]']) {
    at.setItem("probewarden.walk.mall ground", other);
    expect(queue.waiting).toEqual([]);
  }
});

test("a person stands until the end of the first minute of which three quarters are spent there", () => {
  const minute = 60_000;
  expect(standsUntil(10 * minute)).toBe(11 * minute);
  expect(standsUntil(10 * minute + 15_000)).toBe(11 * minute);
  expect(standsUntil(10 * minute + 15_001)).toBe(12 * minute);
  expect(standsUntil(10 * minute + 59_000)).toBe(12 * minute);
});

test("a point's name is an identifier that spells no address", () => {
  expect(newPointId()).toMatch(/^point-[g-z]{10}$/);
  expect(newPointId(() => 0.999_999)).toBe("point-zzzzzzzzzz");
});
