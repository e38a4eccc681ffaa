import type { Finding } from "@probewarden/contract";
import { expect, test } from "vitest";
import type { Observation } from "../detectors/detector.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { managementFrame, openAir } from "../detectors/frame-for-tests.ts";
import { ListedSenders } from "../air/listed-senders.ts";
import { ManyNames } from "../detectors/many-names/detector.ts";
import type { Frame } from "../dot11/frame.ts";
import { Subjects } from "./subjects.ts";
import { Venue } from "../venue/venue.ts";

const BOX = 0x000c437e3718;
const detector = new ManyNames();
const frame = managementFrame(FrameKind.probeResponse, { transmitter: BOX, bssid: BOX });

function setUp(venue = new Venue([], []), listedSenders = new ListedSenders()) {
  const said: Finding[] = [];
  const subjects = new Subjects({
    venue,
    listedSenders,
    heard: openAir(),
    venueSalt: "test",
    endAfterSeconds: 1800,
    emit: (finding) => void said.push(finding),
  });
  return { said, subjects };
}

function observation(code: Observation["code"], address = BOX): Observation {
  return {
    code,
    subject: { kind: "transmitter", address },
    transmitters: [address],
    transmitterCount: 1,
    targets: [],
    facts: [],
    names: [],
  };
}

test("a finding opens, changes, is heard once a minute and ends after half an hour of listening, under one id", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, observation("three-names"), frame, 100);
  subjects.observe(detector, observation("three-names"), frame, 101);
  subjects.observe(detector, observation("five-names"), frame, 102);
  for (let at = 103; at < 300; at++) {
    subjects.hear(frame, at);
    subjects.tick(at, at);
  }
  subjects.tick(90_000, 2_000);
  subjects.tick(90_001, 2_101);
  expect(said.map(({ state }) => state)).toEqual(["opened", "changed", "heard", "heard", "heard", "heard", "ended"]);
  expect(new Set(said.map(({ findingId }) => findingId)).size).toBe(1);
  expect(said.at(-1)?.highestDb).toBe(16);
});

test("a deaf day ends nothing: silence is counted in seconds of listening", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, observation("five-names"), frame, 100);
  subjects.tick(100_000, 1_000);
  expect(said.map(({ state }) => state)).toEqual(["opened"]);
});

/** Beacons of an access point of the venue, ten a second from second 90 on, by a clock that runs since `startedAt`. */
function listen(senders: ListedSenders, startedAt: number, firstSequence: number, from = 90, frames = 100): void {
  for (let step = 0; step < frames; step++) {
    const at = from + step * 0.1;
    const tsf = Math.round((at - startedAt) * 1e6);
    const fields = {
      transmitter: BOX,
      bssid: BOX,
      sequence: (firstSequence + step) & 0xfff,
      hasTsf: true,
      tsfLow: (tsf % 2 ** 32) | 0,
      tsfHigh: Math.floor(tsf / 2 ** 32),
    };
    senders.hear(managementFrame(FrameKind.beacon, fields), at);
  }
}

/** An address that one sender uses, and one that two use by turns. */
function ownSender(): ListedSenders {
  const senders = new ListedSenders();
  listen(senders, -5_000, 17);
  return senders;
}
function twoSenders(): ListedSenders {
  const senders = new ListedSenders();
  for (let step = 0; step < 50; step++) {
    listen(senders, -5_000, 17 + step, 90 + step * 0.2, 1);
    listen(senders, -70, 3_000 + step, 90.1 + step * 0.2, 1);
  }
  return senders;
}

test.each([true, false])(
  "an access point of the venue (licensed: %s) that answers for many names itself is accused",
  (licensed) => {
    const { said, subjects } = setUp(new Venue([{ bssid: "00:0c:43:7e:37:18", licensed }], []), ownSender());
    subjects.observe(detector, observation("five-names"), frame, 100);
    expect(said).toMatchObject([
      { state: "opened", scoreDb: 16, transmitters: ["00:0c:43:7e:37:18"], targets: [], mitigations: [] },
    ]);
  },
);

test.each([true, false])(
  "whoever wears the address of the venue's device (licensed: %s) is not cleared, and the device not accused",
  (licensed) => {
    const { said, subjects } = setUp(new Venue([{ bssid: "00:0c:43:7e:37:18", licensed }], []), twoSenders());
    subjects.observe(detector, observation("five-names"), frame, 100);
    expect(said).toMatchObject([
      {
        state: "opened",
        scoreDb: 16,
        transmitters: [],
        targets: ["00:0c:43:7e:37:18"],
        mitigations: [{ code: "address-borrowed", weightDb: 0, bssid: "00:0c:43:7e:37:18" }],
      },
    ]);
  },
);

test("while nobody can tell whose the frames are, the venue's device is a target, and the finding says so", () => {
  const { said, subjects } = setUp(new Venue([{ bssid: "00:0c:43:7e:37:18" }], []));
  subjects.observe(detector, observation("five-names"), frame, 100);
  expect(said).toMatchObject([
    { scoreDb: 16, transmitters: [], targets: ["00:0c:43:7e:37:18"], mitigations: [{ code: "sender-undecided" }] },
  ]);
});

test("an access point of the venue that seemed to be one sender and turns out to be two is accused no more", () => {
  const senders = ownSender();
  const { said, subjects } = setUp(new Venue([{ bssid: "00:0c:43:7e:37:18" }], []), senders);
  subjects.observe(detector, observation("five-names"), frame, 100);
  expect(subjects.isSuspect(BOX)).toBe(true);
  for (let step = 0; step < 50; step++) {
    listen(senders, -5_000, 117 + step, 100 + step * 0.2, 1);
    listen(senders, -70, 3_000 + step, 100.1 + step * 0.2, 1);
  }
  subjects.hear(frame, 160);
  subjects.tick(170, 70);
  expect(said.at(-1)).toMatchObject({ transmitters: [], targets: ["00:0c:43:7e:37:18"] });
  expect(subjects.isSuspect(BOX)).toBe(false);
});

test("being hit exonerates nobody: a licensed target takes nothing off", () => {
  const { said, subjects } = setUp(new Venue([{ bssid: "00:0c:43:7e:37:18", licensed: true }], []), ownSender());
  subjects.observe(detector, { ...observation("five-names", BOX + 1), targets: [BOX] }, frame, 100);
  expect(said).toMatchObject([{ scoreDb: 16, mitigations: [], targets: ["00:0c:43:7e:37:18"] }]);
});

test("after a restart a finding goes on under its id", () => {
  const before = setUp();
  before.subjects.observe(detector, observation("five-names"), frame, 100);
  const after = setUp();
  after.subjects.resume(before.said, 150);
  after.subjects.observe(detector, observation("unadvertised-names"), frame, 200);
  expect(after.said[0]).toMatchObject({
    state: "changed",
    findingId: before.said[0]?.findingId,
    suspectId: before.said[0]?.suspectId,
  });
});

test("subjects are bounded: one that was never told makes room, and nobody hears that it ended", () => {
  const { said, subjects } = setUp();
  const faint = { ...observation("unadvertised-names"), facts: [] };
  for (let index = 0; index < 600; index++)
    subjects.observe(
      detector,
      { ...faint, subject: { kind: "transmitter", address: index }, transmitters: [index] },
      undefined,
      100 + index,
    );
  expect(subjects.size).toBe(512);
  expect(subjects.forgotten).toBe(88);
  expect(said).toEqual([]);
});

test("what was told is never pushed out: with no room left whoever begins is one of a crowd, and no finding ends", () => {
  const { said, subjects } = setUp();
  for (let index = 0; index < 1_000; index++)
    subjects.observe(
      detector,
      observation("five-names", BOX + index),
      at(-30 - (index % 60), 2_412 + 5 * (index % 11)),
      100 + index * 61,
    );
  expect(subjects.size).toBe(513);
  const opened = said.filter(({ state }) => state === "opened").length;
  expect(said.filter(({ state }) => state === "ended")).toEqual([]);
  expect(opened).toBe(513);
  subjects.flush(100_000);
  expect(Math.max(...said.map((it) => it.transmitterCount))).toBe(488);
  for (let index = 0; index < 512; index++) expect(subjects.isSuspect(BOX + index)).toBe(true);
});

/** A frame at some level and channel. */
const at = (rssiDbm: number, channelMhz: number): Frame =>
  managementFrame(FrameKind.probeResponse, { transmitter: BOX, bssid: BOX, rssiDbm, channelMhz });

test("many addresses of one antenna that begin within a minute are one suspect with a count", () => {
  const { said, subjects } = setUp();
  for (let index = 0; index < 4_096; index++)
    subjects.observe(detector, observation("five-names", BOX + index), at(-50 - (index % 5), 2_437), 100 + index / 300);
  expect(subjects.size).toBe(1);
  subjects.flush(200);
  const open = said.at(-1);
  expect(open).toMatchObject({ state: "heard", transmitterCount: 4_096 });
  expect(open?.transmitters).toHaveLength(16);
  expect(said.filter(({ state }) => state === "opened")).toHaveLength(3);
  expect(said.filter(({ state }) => state === "ended")).toHaveLength(2);
  // Round again: all are known, and nothing begins.
  for (let index = 0; index < 4_096; index++)
    subjects.observe(detector, observation("echoed-names", BOX + index), at(-50, 2_437), 201 + index / 300);
  expect(subjects.size).toBe(1);
  expect(said.filter(({ state }) => state === "opened")).toHaveLength(3);
});

test("boxes in different shops, at their own levels and channels, stay as many as they are", () => {
  const { said, subjects } = setUp();
  const shops = [at(-40, 2_437), at(-75, 2_437), at(-45, 2_412), at(-50, 2_462), at(-58, 5_180)];
  for (const [index, shop] of shops.entries())
    subjects.observe(detector, observation("five-names", BOX + index), shop, 100 + index);
  expect(subjects.size).toBe(5);
  expect(said.map(({ state }) => state)).toEqual(["opened", "opened", "opened", "opened", "opened"]);
});

test("three addresses of one antenna are not yet a crowd, and a box that was known before one stays by itself", () => {
  const { subjects } = setUp();
  subjects.observe(detector, observation("five-names", BOX + 9_000), at(-50, 2_437), 10);
  for (let index = 0; index < 3; index++)
    subjects.observe(detector, observation("five-names", BOX + index), at(-50, 2_437), 100);
  expect(subjects.size).toBe(4);
  for (let index = 3; index < 50; index++)
    subjects.observe(detector, observation("five-names", BOX + index), at(-50, 2_437), 101);
  expect(subjects.size).toBe(2);
});

test("whoever changes level and channel with each address is one suspect too, once there are more than any venue has", () => {
  const { said, subjects } = setUp();
  for (let index = 0; index < 2_000; index++)
    subjects.observe(
      detector,
      observation("five-names", BOX + index),
      at(-25 - ((index * 13) % 60), 2_412 + 5 * ((index * 7) % 11)),
      100 + index / 50,
    );
  subjects.flush(200);
  expect(subjects.size).toBe(1);
  expect(said.at(-1)?.transmitterCount).toBe(2_000);
  expect(said.filter(({ state }) => state === "opened").length).toBeLessThan(16);
});

test("a flood of good-byes against ever other networks is one suspect", () => {
  const { said, subjects } = setUp();
  for (let index = 0; index < 500; index++)
    subjects.observe(detector, hidden(BOX + index, [BOX + index]), at(-50, 2_437), 100 + index / 50);
  subjects.flush(200);
  expect(subjects.size).toBe(1);
  expect(said.at(-1)).toMatchObject({ transmitters: [], transmitterCount: 0 });
  expect(said.at(-1)?.targets).toHaveLength(16);
});

test("a crowd that was not heard for a while takes nobody in: who begins then is judged by itself", () => {
  const { subjects } = setUp();
  for (let index = 0; index < 10; index++)
    subjects.observe(detector, observation("five-names", BOX + index), at(-50, 2_437), 100);
  subjects.observe(detector, observation("five-names", BOX + 500), at(-50, 2_437), 800);
  expect(subjects.size).toBe(2);
});

test("no identifier holds an address", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, observation("five-names"), frame, 100);
  expect(said[0]?.suspectId).toMatch(/^s-[g-v]{20}$/);
  expect(said[0]?.findingId).toMatch(/^f-[g-v]{20}$/);
});

/** What a detector sees of somebody who hides behind the address `against`. */
const hidden = (against: number, targets: readonly number[]): Observation => ({
  ...observation("burst"),
  subject: { kind: "hidden", against },
  transmitters: [],
  transmitterCount: 0,
  targets,
});

test("a network that may not be named is not named by the identifier either: whoever knows the venue could try all addresses", () => {
  const PHONE = 0x262371_06e6ef;
  const idAgainst = (address: number, at: number, targets: readonly number[]): string | undefined => {
    const { said, subjects } = setUp();
    subjects.observe(detector, hidden(address, targets), undefined, at);
    return said[0]?.suspectId;
  };
  expect(idAgainst(PHONE, 100, [])).toBe(idAgainst(PHONE + 1, 100, []));
  expect(idAgainst(PHONE, 100, [])).not.toBe(idAgainst(PHONE, 101, []));
  // An access point's stays the same, at every sensor of the venue.
  expect(idAgainst(BOX, 100, [BOX])).toBe(idAgainst(BOX, 200, [BOX]));
});

test("a network that may not be named yet is one subject, each its own, and keeps its identifier when it is heard advertising", () => {
  const { said, subjects } = setUp();
  for (const at of [100, 101]) {
    subjects.observe(detector, hidden(1, []), undefined, at);
    subjects.observe(detector, hidden(2, []), undefined, at);
  }
  expect(subjects.size).toBe(2);
  expect(new Set(said.map(({ suspectId }) => suspectId)).size).toBe(2);
  subjects.observe(detector, { ...hidden(1, [1]), code: "parted-twice" }, undefined, 102);
  expect(subjects.size).toBe(2);
  expect(said.at(-1)).toMatchObject({ suspectId: said[0]?.suspectId, targets: ["00:00:00:00:00:01"] });
  expect(subjects.isSubject(1)).toBe(false);
});

test("a clock that is set back holds up no word: a finding is still heard once a minute", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, observation("five-names"), frame, 90_000);
  for (let at = 100; at < 221; at++) {
    subjects.hear(frame, at);
    subjects.tick(at, at);
  }
  expect(said.map(({ state }) => state)).toEqual(["opened", "heard", "heard", "heard"]);
});

test("of two findings about one thing, one told before a restart and one since, the older ends", () => {
  const before = setUp();
  before.subjects.observe(detector, observation("five-names"), frame, 100);
  const after = setUp();
  after.subjects.observe(detector, observation("five-names"), frame, 200);
  after.subjects.resume(before.said, 201);
  expect(after.said.map(({ findingId, state }) => [findingId === before.said[0]?.findingId, state])).toEqual([
    [false, "opened"],
    [true, "ended"],
  ]);
  after.subjects.observe(detector, observation("unadvertised-names"), frame, 202);
  expect(after.said.at(-1)).toMatchObject({ state: "changed", findingId: after.said[0]?.findingId });
});

test("a flood against ever other addresses, none of which may be named, does not fill the list: a few say it, the rest is counted", () => {
  const { said, subjects } = setUp();
  for (let address = 1; address <= 100; address++)
    subjects.observe(detector, hidden(address, []), undefined, 100 + address);
  expect(subjects.size).toBe(8);
  expect(said.map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => "opened"));
  expect(subjects.forgotten).toBe(92);
  subjects.tick(10_000, 2_000);
  subjects.observe(detector, hidden(101, []), undefined, 10_001);
  expect(said.at(-1)?.state).toBe("opened");
});
