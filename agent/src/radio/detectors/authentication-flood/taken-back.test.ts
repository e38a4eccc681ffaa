import { expect, test } from "vitest";
import { Entrance } from "./air-for-tests.ts";

const station = (index: number): number => 0x262371_000000 + index * 4_099;

/** Two hundred equal devices ask within ten seconds while nothing else of them is heard; `later` is what is heard then. */
function crowd(later: (air: Entrance, index: number, rssiDbm: number) => void): Entrance {
  const air = new Entrance();
  const levels = Array.from({ length: 200 }, () => air.somewhere());
  for (const [index, rssiDbm] of levels.entries()) air.ask(100 + index / 20, station(index), { rssiDbm });
  for (const [index, rssiDbm] of levels.entries()) later(air, index, rssiDbm);
  for (let at = 111; at < 130; at++) air.probe(at, 1);
  air.play();
  return air;
}

test("who was told as a flood and goes on to send data was a crowd: what was told is taken back", () => {
  for (const heardAt of [(rssiDbm: number) => rssiDbm, () => Number.NaN]) {
    const air = crowd((it, index, rssiDbm) => it.data(115 + index / 100, station(index), heardAt(rssiDbm)));
    expect(air.context.codes).toContain("applicant-burst");
    expect(air.context.withdrawn).toEqual([
      "lone-applicants: stations-after-all",
      "applicant-burst: stations-after-all",
    ]);
  }
});

test("data of all of them at one level are one radio's, which explains nothing by what it sends", () => {
  const air = crowd((it, index) => it.data(115 + index / 100, station(index), -60 + (index % 5)));
  expect(air.context.codes).toContain("applicant-burst");
  expect(air.context.withdrawn).toEqual([]);
});

test("another crowd that comes later takes nothing back, and neither do the same addresses that ask again", () => {
  for (const later of [
    (it: Entrance, index: number) => it.joins(115 + index / 100, station(5_000 + index), -60),
    (it: Entrance, index: number) => it.ask(115 + index / 100, station(index)),
    (it: Entrance, index: number, rssiDbm: number) =>
      index % 2 === 0 ? it.data(115 + index / 100, station(index), rssiDbm) : undefined,
  ])
    expect(crowd(later).context.withdrawn).toEqual([]);
});
