import { expect, test } from "vitest";
import { ListedSenders } from "../air/listed-senders.ts";
import { openAir } from "../detectors/frame-for-tests.ts";
import { MadeAir, ordinary } from "../made-air-for-tests.ts";
import { Venue } from "../venue/venue.ts";
import { BorrowedAddresses } from "./borrowed-addresses.ts";
import { newSubject } from "./subject.ts";
import { detector, observation, setUp } from "./subjects-for-tests.ts";

const NEIGHBOUR = 0xd807b6_2fc868;
const SPELLED = "d8:07:b6:2f:c8:68";

interface Answers {
  from: number;
  age: number;
  /** Number of the first answer, and by how much each goes on. */
  sequence: (answer: number, at: number) => number;
  levelDbm: number;
}

/** An access point that is on nobody's list and has beaconed for two minutes, and from a moment on answers under its address for nine names. */
function neighbour({ from, age, sequence, levelDbm }: Answers): MadeAir {
  const air = new MadeAir();
  air.beacons(0, 240, { transmitter: NEIGHBOUR, elements: ordinary("Jade Court 3F"), sequence: 0, levelDbm: -66 });
  for (let answer = 0; from + answer / 4 < 240; answer++) {
    const at = from + answer / 4 + 0.037;
    air.answer(at, 0x262371_000000 + answer, {
      transmitter: NEIGHBOUR,
      sequence: sequence(answer, at),
      tsfSeconds: age + at,
      levelDbm,
      elements: ordinary(`Network ${(Math.floor(answer / 4) % 9) * 7_919}`),
    });
  }
  return air;
}

test("who answers for every name under a neighbour's address is told, and the neighbour is never accused", () => {
  const forged = neighbour({ from: 120, age: 700, sequence: (answer) => 2_000 + answer, levelDbm: -41 });
  const said = forged.said();
  expect(said.flatMap(({ transmitters }) => transmitters)).toEqual([]);
  expect(said.at(-1)).toMatchObject({
    suspicion: "probe-box",
    band: "strong",
    transmitters: [],
    targets: [SPELLED],
    mitigations: [{ code: "address-borrowed", weightDb: 0, bssid: SPELLED }],
  });
});

test("an access point that was one for long and begins to answer for every name itself is accused a few seconds later", () => {
  // Its own clock and counter, and its own level.
  const own = neighbour({
    from: 120,
    age: 500_000,
    sequence: (_, at) => Math.floor(at / 0.1024),
    levelDbm: -66,
  });
  const said = own.said();
  expect(said[0]).toMatchObject({ suspicion: "probe-box", transmitters: [], targets: [SPELLED] });
  expect(said.at(-1)).toMatchObject({ suspicion: "probe-box", band: "strong", transmitters: [SPELLED], targets: [] });
});

test("one that nobody knew before is accused at once, whatever its clocks are", () => {
  const air = new MadeAir();
  for (let answer = 0; answer < 240; answer++) {
    const at = answer / 4;
    const tsfSeconds = answer % 2 === 0 ? 700 + at : 90_000 + at;
    const elements = ordinary(`Network ${(Math.floor(answer / 4) % 9) * 7_919}`);
    air.answer(at, 0x262371_000000 + answer, { transmitter: NEIGHBOUR, sequence: answer, tsfSeconds, elements });
  }
  const [first] = air.said();
  expect(first).toMatchObject({ state: "opened", transmitters: [SPELLED] });
  expect(air.accused()).toMatchObject([{ transmitters: [SPELLED] }]);
});

test("after a restart the neighbour whose address was used is no more accused than before", () => {
  const forged = neighbour({ from: 120, age: 700, sequence: (answer) => 2_000 + answer, levelDbm: -41 });
  const published = forged.said().slice(-1);
  const { said, subjects } = setUp();
  subjects.resume(published, 300);
  subjects.observe(detector, observation("five-names", NEIGHBOUR), undefined, 301);
  expect(said.length).toBeGreaterThan(0);
  for (const { transmitters, targets } of said) expect([transmitters, targets]).toEqual([[], [SPELLED]]);
});

test("as many access points are followed as there is room for, and who is accused no more makes room", () => {
  const known = { ...openAir().accessPoints.get(1)!, beacons: 1_000, firstAt: 0 };
  const heard = { stations: { has: () => false }, accessPoints: { get: () => known } };
  const borrowed = new BorrowedAddresses(new ListedSenders(), heard, new Venue([], []));
  const subjects = Array.from({ length: 1_000 }, (_, address) => ({
    ...newSubject(`s${address}`, 100),
    transmitters: new Set([address]),
  }));
  for (const [address, subject] of subjects.entries()) borrowed.accuse(subject, address);
  expect(borrowed.size).toBe(64);
  for (const subject of subjects) borrowed.end(subject);
  expect(borrowed.size).toBe(0);
});

test("a neighbour that turns out to be a visitor's phone stands in no finding any more, nor as whose address was used", () => {
  const forged = neighbour({ from: 120, age: 700, sequence: (answer) => 2_000 + answer, levelDbm: -41 });
  forged.ask(200, NEIGHBOUR, "Home");
  const said = forged.said();
  const takenBack = said.findIndex((it) => it.takenBack === true);
  expect(JSON.stringify(said.slice(0, takenBack))).toContain(SPELLED);
  expect(takenBack).toBeGreaterThan(0);
  expect(JSON.stringify(said.slice(takenBack))).not.toContain(SPELLED);
});
