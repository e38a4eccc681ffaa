import { type Excerpt, Excerpt as ExcerptSchema } from "@probewarden/contract";
import { Compile } from "typebox/compile";
import { expect, test } from "vitest";
import { withoutAddress } from "../without-address.ts";
import { spellAddress } from "../dot11/address.ts";
import { Excerpts } from "./excerpts.ts";
import { EXCERPTS } from "./figures.ts";
import { air, BOX, element, findingOf, PHONE, read, stationsAre, subjectOf } from "./frames-for-tests.ts";

const START = 1_795_000_000;
const check = Compile(ExcerptSchema);
const HOUR = EXCERPTS.againAfterSeconds;
const line = (code: string) => ({ code, names: [] as string[] }) as never;

interface Bench {
  excerpts: Excerpts;
  sent: Excerpt[];
}

function setUp(reached: readonly string[] = []): Bench {
  const sent: Excerpt[] = [];
  const excerpts = new Excerpts({
    maySay: () => stationsAre(PHONE),
    *judge() {
      yield;
      return new Set(reached);
    },
    emit: (excerpt) => {
      expect([...check.Errors(excerpt)]).toEqual([]);
      sent.push(excerpt);
    },
  });
  return { excerpts, sent };
}

/** A suspect that is heard once, and told with these lines. */
function suspect({ excerpts }: Bench, index: number, atSeconds: number, codes: readonly string[] = []): void {
  const [suspectId, address] = [`s-${index}x`, BOX + index];
  const frame = read(air.response(address, PHONE, element(0, "Mall")), atSeconds);
  excerpts.accuse(subjectOf(suspectId, [address]), frame, index + 1, atSeconds);
  const evidence = codes.map(line);
  excerpts.told(findingOf(suspectId, { transmitters: [spellAddress(address)], evidence }), atSeconds);
}

test("frames leave unasked, some time after somebody is suspected, and not of who is only watched", () => {
  const bench = setUp(["five-names", "beside"]);
  suspect(bench, 0, START, ["five-names", "echoed-names"]);
  bench.excerpts.turn(START + EXCERPTS.firstAfterSeconds - 1);
  expect(bench.sent).toEqual([]);
  bench.excerpts.turn(START + EXCERPTS.firstAfterSeconds);
  expect(bench.sent).toMatchObject([
    {
      suspectId: "s-0x",
      findingIds: ["f-s-0x"],
      frames: 1,
      reproduced: ["five-names"],
      notReproduced: ["echoed-names"],
      beyond: ["beside"],
    },
  ]);
  const watched = setUp();
  watched.excerpts.accuse(subjectOf("s-box", [BOX]), read(air.beacon(BOX, "")), 1, START);
  watched.excerpts.told(findingOf("s-box", { scoreDb: 9, band: "watch" }), START);
  watched.excerpts.turn(START + 10_000);
  watched.excerpts.flush(START + 10_000);
  expect(watched.sent).toEqual([]);
});

test("they leave again only with another line, an hour later, and three times in all", () => {
  const bench = setUp();
  suspect(bench, 0, START, ["a-line"]);
  const turn = (seconds: number): number => {
    bench.excerpts.turn(START + seconds);
    return bench.sent.length;
  };
  expect(turn(EXCERPTS.firstAfterSeconds)).toBe(1);
  expect(turn(EXCERPTS.firstAfterSeconds + HOUR)).toBe(1);
  for (let times = 2; times <= 6; times++) {
    const at = EXCERPTS.firstAfterSeconds + times * HOUR;
    suspect(
      bench,
      0,
      START + at,
      Array.from({ length: times }, (_, index) => `line-${index}`),
    );
    expect(turn(at)).toBe(Math.min(times, EXCERPTS.ofOne));
    expect(turn(at + 1)).toBe(Math.min(times, EXCERPTS.ofOne));
  }
});

test("a sensor sends so many in a day, one a minute, and counts what it held back", () => {
  const bench = setUp();
  const most = EXCERPTS.ofDay + 4;
  for (let index = 0; index < most; index++) suspect(bench, index, START);
  const at: number[] = [];
  for (let second = 0; second < 3_000; second++) {
    const before = bench.sent.length;
    bench.excerpts.turn(START + second);
    if (bench.sent.length > before) at.push(second);
  }
  expect(bench.sent.length).toBe(EXCERPTS.ofDay);
  expect(at.every((it, index) => index === 0 || it - (at[index - 1] ?? 0) >= EXCERPTS.apartSeconds)).toBe(true);
  expect(bench.excerpts.forgotten()).toEqual({ "excerpt-suspects": 0, "excerpts-held-back": 4 });
});

test("and so many octets", () => {
  const bench = setUp();
  const long = element(0, "Mall") + element(221, Buffer.alloc(240, 1)) + element(221, Buffer.alloc(180, 1));
  let order = 0;
  for (let index = 0; index < EXCERPTS.ofDay; index++) {
    suspect(bench, index, START);
    for (let count = 0; count < 200; count++) {
      bench.excerpts.hear(read(air.response(BOX + index, PHONE + count, long), START), 100 + ++order, START);
      bench.excerpts.hear(read(air.beacon(BOX + index, element(0, `${count}`) + long), START), 100 + ++order, START);
    }
  }
  for (let second = 0; second < 3_000; second += 30) bench.excerpts.turn(START + second);
  const octets = bench.sent.reduce((sum, { capture }) => sum + Buffer.from(capture, "base64").length, 0);
  expect(octets).toBeLessThanOrEqual(EXCERPTS.dayOctets);
  expect(bench.excerpts.forgotten()["excerpts-held-back"]).toBeGreaterThan(0);
});

test("who ends, or a process that stops, leaves what was never sent", () => {
  const bench = setUp();
  suspect(bench, 0, START);
  suspect(bench, 1, START);
  bench.excerpts.told(findingOf("s-0x", { state: "ended" }), START + 1);
  expect(bench.sent.map(({ suspectId }) => suspectId)).toEqual(["s-0x"]);
  bench.excerpts.flush(START + 2);
  bench.excerpts.flush(START + 3);
  expect(bench.sent.map(({ suspectId }) => suspectId)).toEqual(["s-0x", "s-1x"]);
});

test("one that waits for the supervisor is not sent when what it names is taken back", () => {
  const bench = setUp();
  suspect(bench, 0, START);
  bench.excerpts.flush(START);
  const [body] = bench.sent;
  if (body === undefined) throw new Error("no excerpt");
  const report = { type: "excerpt" as const, at: "2026-11-18T10:00:00.000Z", body };
  expect(withoutAddress(report, spellAddress(BOX))).toBeUndefined();
  expect(withoutAddress(report, spellAddress(PHONE))).toBe(report);
});
