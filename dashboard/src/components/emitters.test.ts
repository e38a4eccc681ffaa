import type { Suspect } from "@probewarden/contract";
import { expect, test } from "vitest";
import { emittersOf, othersOf } from "./emitters.ts";

const suspect = (suspectId: string, transmitters: string[], more: Partial<Suspect> = {}): Suspect => ({
  suspectId,
  venueId: "mall",
  suspicion: "probe-box",
  band: "suspected",
  scoreDb: 12,
  highestDb: 12,
  state: "active",
  firstHeardAt: "2026-01-01T00:00:00.000Z",
  lastHeardAt: "2026-01-01T00:10:00.000Z",
  transmitters,
  transmitterCount: transmitters.length,
  targets: [],
  sensors: [],
  heardBy: { ever: 1, now: 1 },
  ...more,
});
const BOX = "00:0c:43:5a:10:42";
const FORGED = "06:3a:f2:42:22:fb";
const OTHER = "00:0c:43:7e:37:18";
const told = (suspects: Suspect[]) => emittersOf(suspects).map((one) => one.suspects.map(({ suspectId }) => suspectId));

test("what is suspected of one address is one transmitter, led by what needs a person most", () => {
  const suspects = [
    suspect("a-impostor", [BOX], { suspicion: "impostor", band: "watch" }),
    suspect("b-box", [BOX, FORGED], { band: "strong" }),
    suspect("c-other", [OTHER], { band: "suspected" }),
    suspect("d-disruption", [FORGED], { suspicion: "disruption" }),
  ];
  expect(told(suspects)).toEqual([["b-box", "d-disruption", "a-impostor"], ["c-other"]]);
});

test("two that share no address are one when a third shares one with each, whatever the order", () => {
  const left = suspect("left", [BOX]);
  const right = suspect("right", [OTHER]);
  const both = suspect("both", [OTHER, BOX], { band: "watch" });
  for (const order of [
    [left, right, both],
    [both, right, left],
    [right, both, left],
  ])
    expect(told(order)).toHaveLength(1);
});

test("the same address in another venue is another transmitter; who has no address stands alone", () => {
  expect(
    told([
      suspect("here", [BOX]),
      suspect("there", [BOX], { venueId: "hotel" }),
      suspect("hidden-1", [], { suspicion: "disruption" }),
      suspect("hidden-2", [], { suspicion: "disruption" }),
    ]),
  ).toHaveLength(4);
});

test("what a person settled leads nothing that waits, and the name of the group stays when another leads", () => {
  const box = suspect("box", [BOX], { band: "strong", firstHeardAt: "2026-01-01T00:00:00.000Z" });
  const impostor = suspect("impostor", [BOX], { suspicion: "impostor", firstHeardAt: "2026-01-01T00:05:00.000Z" });
  const settled: Suspect = {
    ...box,
    decision: { decision: "dismissed", reason: "ours", by: "li", at: "2026-01-01T00:10:00.000Z" },
  };
  const [before] = emittersOf([box, impostor]);
  const [after] = emittersOf([settled, impostor]);
  expect([before?.lead.suspectId, after?.lead.suspectId]).toEqual(["box", "impostor"]);
  expect(after?.id).toBe(before?.id);
});

test("of two suspicions of one weight class the higher score leads, whichever was heard last", () => {
  const box = suspect("box", [BOX], { scoreDb: 16 });
  const impostor = suspect("impostor", [BOX], { suspicion: "impostor", lastHeardAt: "2026-01-01T00:11:00.000Z" });
  expect(told([impostor, box])).toEqual([["box", "impostor"]]);
});

test("the others of a suspect are those of its transmitter, without itself", () => {
  const all = [suspect("box", [BOX]), suspect("impostor", [BOX], { suspicion: "impostor" }), suspect("other", [OTHER])];
  expect(all.map((one) => othersOf(one, all).map(({ suspectId }) => suspectId))).toEqual([["impostor"], ["box"], []]);
});

test("two thousand suspects of 64 addresses each, a chain of them, are joined without going deep", () => {
  const chain = Array.from({ length: 2_000 }, (_, at) =>
    suspect(
      `s-${at}`,
      Array.from({ length: 64 }, (_, more) => `address-${at * 63 + more}`),
    ),
  );
  expect(emittersOf(chain.toReversed())).toHaveLength(1);
});
