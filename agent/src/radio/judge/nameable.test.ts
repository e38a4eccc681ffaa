import type { Finding } from "@probewarden/contract";
import { expect, test } from "vitest";
import { AccessPoints } from "../air/access-points.ts";
import { ListedSenders } from "../air/listed-senders.ts";
import { Stations } from "../air/stations.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { Observation } from "../detectors/detector.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { ManyNames } from "../detectors/many-names/detector.ts";
import { Venue } from "../venue/venue.ts";
import { Nameable } from "./nameable.ts";
import { Subjects } from "./subjects.ts";

const BOX = 0x000c437e3718;
const detector = new ManyNames();
const frame = managementFrame(FrameKind.probeResponse, { transmitter: BOX, bssid: BOX });

/** Everybody's findings on air where the box advertises; `secret` as if it were another process. */
function setUp({ secret }: { secret?: string } = {}) {
  const said: Finding[] = [];
  const stations = new Stations();
  const accessPoints = new AccessPoints();
  for (const at of [1, 2, 3]) accessPoints.advertised(frame, at, true);
  const subjects = new Subjects({
    venue: new Venue([], []),
    listedSenders: new ListedSenders(),
    heard: { stations, accessPoints },
    venueSalt: "test",
    ...(secret === undefined ? {} : { secret }),
    endAfterSeconds: 1800,
    emit: (finding) => void said.push(finding),
  });
  return { said, stations, subjects };
}

function observation(code: Observation["code"]): Observation {
  return {
    code,
    subject: { kind: "transmitter", address: BOX },
    transmitters: [BOX],
    transmitterCount: 1,
    targets: [],
    facts: [],
    names: [],
  };
}

/** What a detector sees of somebody who hides behind the address `against`. */
const hidden = (against: number, targets: readonly number[]): Observation => ({
  ...observation("burst"),
  subject: { kind: "hidden", against },
  transmitters: [],
  transmitterCount: 0,
  targets,
});
/** A frame by which an address is a station's. */
const asks = (transmitter: number) => managementFrame(FrameKind.probeRequest, { transmitter, receiver: -1, bssid: -1 });

test("a network is a target when it was heard advertising three times, or is listed, and is no station", () => {
  const stations = new Stations();
  const accessPoints = new AccessPoints();
  const listed = new Venue([{ bssid: "00:0c:43:7e:37:18" }], []);
  const nameable = new Nameable({ stations, accessPoints }, new Venue([], []));
  const told: boolean[] = [];
  for (const at of [1, 2, 3]) {
    accessPoints.advertised(frame, at, true);
    told.push(nameable.mayBeTarget(BOX));
  }
  expect(told).toEqual([false, false, true]);
  stations.hear(asks(BOX), 4);
  expect([nameable.mayBeTarget(BOX), nameable.mayBeNamed(BOX)]).toEqual([false, false]);
  nameable.setVenue(listed);
  expect([nameable.mayBeTarget(BOX), nameable.mayBeNamed(BOX)]).toEqual([true, true]);
});

test("a forged question in a box's address clears nobody: what is held against it is told as before, without the address", () => {
  const { said, stations, subjects } = setUp();
  subjects.observe(detector, observation("five-names"), frame, 100);
  stations.hear(asks(BOX), 101);
  subjects.takeBack(BOX, 101);
  subjects.observe(detector, observation("unadvertised-names"), frame, 102);
  expect(said.map(({ state, transmitters, takenBack }) => [state, transmitters.length, takenBack])).toEqual([
    ["opened", 1, undefined],
    ["changed", 0, true],
    ["changed", 0, undefined],
  ]);
  expect(said[2]).toMatchObject({ band: "strong", transmitterCount: 1, findingId: said[0]?.findingId });
  expect(subjects.suspects()).toEqual([]);
  // The station's own frames are not the box's.
  const heardAt = said[2]?.lastHeardAt;
  for (let at = 103; at < 300; at++) subjects.hear(asks(BOX), at);
  subjects.flush(300);
  expect(said.at(-1)?.lastHeardAt).toBe(heardAt);
});

test("after a restart, which changes the secret of identifiers, a flood against a network goes on under the identifier that it had", () => {
  const before = setUp();
  before.subjects.observe(detector, hidden(BOX, [BOX]), undefined, 100);
  const after = setUp({ secret: "another" });
  after.subjects.resume(before.said, 150);
  after.subjects.observe(detector, { ...hidden(BOX, [BOX]), code: "parted-twice" }, undefined, 200);
  expect(after.said.map(({ suspectId }) => suspectId)).toEqual(before.said.map(({ suspectId }) => suspectId));
});

test("an identifier is hashed with a secret where it is of an address: who knows the venue cannot try which address it is", () => {
  const idWith = (secret: string): string | undefined => {
    const { said, subjects } = setUp({ secret });
    subjects.observe(detector, observation("five-names"), frame, 100);
    return said[0]?.suspectId;
  };
  expect(idWith("one")).not.toBe(idWith("other"));
});

test("what showed a line is kept without stations, as whoever is accused is", () => {
  const stations = new Stations();
  const accessPoints = new AccessPoints();
  const nameable = new Nameable({ stations, accessPoints }, new Venue([], []));
  const [phone, other] = [0x02_0c43_111111, 0x02_0c43_222222];
  stations.hear(asks(phone), 1);
  const seen = { ...observation("throw-away-bssids"), shownBy: [BOX, phone, other] };
  expect(nameable.withoutStations(seen).shownBy).toEqual([BOX, other]);
});
