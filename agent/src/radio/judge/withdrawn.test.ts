import { Finding } from "@probewarden/contract";
import { Check } from "typebox/value";
import { expect, test } from "vitest";
import { ListedSenders } from "../air/listed-senders.ts";
import type { Observation } from "../detectors/detector.ts";
import { ManyNames } from "../detectors/many-names/detector.ts";
import { managementFrame, openAir } from "../detectors/frame-for-tests.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { Venue } from "../venue/venue.ts";
import { Subjects } from "./subjects.ts";

const BOX = 0x000c437e3718;
const detector = new ManyNames();

function setUp() {
  const said: Finding[] = [];
  const subjects = new Subjects({
    venue: new Venue([], []),
    listedSenders: new ListedSenders(),
    heard: openAir(),
    venueSalt: "test",
    endAfterSeconds: 1800,
    emit: (finding) => void said.push(finding),
  });
  return { said, subjects };
}

function seen(code: Observation["code"], address = BOX, together = [address]): Observation {
  return {
    code,
    subject: { kind: "transmitter", address },
    transmitters: together,
    transmitterCount: together.length,
    targets: [],
    facts: [],
    names: [],
  };
}

test("a line that is explained falls out of the score, and the finding says what was taken back, when and why", () => {
  const { said, subjects } = setUp();
  const frame = managementFrame(FrameKind.probeResponse, { transmitter: BOX, bssid: BOX });
  subjects.observe(detector, seen("five-names"), frame, 100);
  subjects.observe(detector, seen("addresses-who-asked"), frame, 101);
  expect(said.at(-1)).toMatchObject({ band: "strong", scoreDb: 58 });
  subjects.withdraw(seen("addresses-who-asked"), "listed", 110);
  expect(said.at(-1)).toMatchObject({ state: "changed", band: "suspected", scoreDb: 16, highestDb: 58 });
  expect(said.at(-1)?.evidence.map(({ code }) => code)).toEqual(["five-names"]);
  expect(said.at(-1)?.withdrawn).toMatchObject([
    { detector: "many-names", code: "addresses-who-asked", why: "listed", weightDb: 42 },
  ]);
  expect(said.every((finding) => Check(Finding, finding))).toBe(true);
});

test("who has nothing left against it is a suspect no more, and its finding ends at the lowest band", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, seen("five-names"), undefined, 100);
  subjects.withdraw(seen("five-names"), "bait-withdrawn", 110);
  expect(said.at(-1)).toMatchObject({ state: "ended", band: "watch", scoreDb: -30, evidence: [] });
  expect(said.at(-1)?.withdrawn).toHaveLength(1);
  expect(subjects.isSubject(BOX)).toBe(false);
  subjects.withdraw(seen("five-names"), "bait-withdrawn", 111);
  expect(said).toHaveLength(2);
});

test("what comes again is held again, and is no more among what was taken back", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, seen("five-names"), undefined, 100);
  subjects.observe(detector, seen("several-names"), undefined, 100);
  subjects.withdraw(seen("five-names"), "bait-withdrawn", 110);
  expect(said.at(-1)).toMatchObject({ state: "changed", band: "watch" });
  subjects.observe(detector, seen("five-names"), undefined, 120);
  expect(said.at(-1)).toMatchObject({ state: "changed", band: "suspected" });
  expect(said.at(-1)?.withdrawn).toBeUndefined();
});

test("what two identities of one radio showed stays until both are explained", () => {
  const { said, subjects } = setUp();
  const both = [BOX, BOX + 1];
  subjects.observe(detector, seen("five-names", BOX, both), undefined, 100);
  subjects.observe(detector, seen("five-names", BOX + 1, both), undefined, 101);
  subjects.withdraw(seen("five-names", BOX), "listed", 110);
  expect(said.at(-1)?.state).not.toBe("ended");
  subjects.withdraw(seen("five-names", BOX + 1), "listed", 111);
  expect(said.at(-1)?.state).toBe("ended");
});

test("more identities than are told apart are not cleared one by one", () => {
  const { said, subjects } = setUp();
  for (let index = 0; index < 40; index++)
    subjects.observe(detector, seen("five-names", BOX + index), undefined, 100 + index / 100);
  for (let index = 0; index < 40; index++) subjects.withdraw(seen("five-names", BOX + index), "listed", 110);
  expect(said.filter(({ state }) => state === "ended").every(({ withdrawn }) => withdrawn === undefined)).toBe(true);
});

test("after a restart a finding still tells what had been taken back, and its lines can be", () => {
  const first = setUp();
  first.subjects.observe(detector, seen("five-names"), undefined, 100);
  first.subjects.observe(detector, seen("addresses-who-asked"), undefined, 100);
  first.subjects.withdraw(seen("addresses-who-asked"), "listed", 110);
  const { said, subjects } = setUp();
  subjects.resume([first.said.at(-1)!], 200);
  subjects.observe(detector, seen("unadvertised-names"), undefined, 201);
  expect(said.at(-1)?.withdrawn).toEqual(first.said.at(-1)?.withdrawn);
  subjects.withdraw(seen("five-names"), "bait-withdrawn", 202);
  expect(said.at(-1)?.withdrawn).toHaveLength(2);
});

test("a finding without lines that were taken back, as older sensors send it, is read as before", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, seen("five-names"), undefined, 100);
  expect(said[0]).not.toHaveProperty("withdrawn");
  expect(Check(Finding, said[0])).toBe(true);
});
