import type { Finding } from "@probewarden/contract";
import { expect, test } from "vitest";
import { BROADCAST } from "../dot11/address.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { Frame } from "../dot11/frame.ts";
import { ListedSenders } from "../air/listed-senders.ts";
import { AuthenticationFlood } from "../detectors/authentication-flood/detector.ts";
import { ForcedDisconnect } from "../detectors/forced-disconnect/detector.ts";
import type { Detector } from "../detectors/detector.ts";
import { managementFrame, openAir, TestContext } from "../detectors/frame-for-tests.ts";
import { Subjects } from "./subjects.ts";

const AP = 0x000c43_99afe1;

/** What detectors say of the same frames, weighed as in the pipeline: the latest finding. */
function judged(detectors: readonly Detector[]): Finding {
  const context = new TestContext();
  const said: Finding[] = [];
  const subjects = new Subjects({
    venue: context.venue,
    listedSenders: new ListedSenders(),
    heard: openAir(),
    venueSalt: "test",
    endAfterSeconds: 1800,
    emit: (finding) => void said.push(finding),
  });
  context.observe = (detector, observation, frame) => {
    if (detector !== undefined) subjects.observe(detector, observation, frame, context.atSeconds);
  };
  const hear = (frame: Frame): void => {
    context.newStation = context.stations.hear(frame, context.atSeconds);
    for (const detector of detectors) if (detector.hears.includes(frame.kind)) detector.onFrame(frame, context);
  };
  for (let index = 0; index < 10; index++)
    context.accessPoints.advertised(managementFrame(FrameKind.beacon, { transmitter: AP, bssid: AP }), 990, true);
  // One radio: a good-bye, and an invented applicant, in turn, all with the numbers that its counter gives.
  for (let index = 0; index < 200; index++) {
    context.atSeconds += 0.02;
    hear(
      managementFrame(FrameKind.deauthentication, {
        transmitter: AP,
        bssid: AP,
        receiver: BROADCAST,
        sequence: 0,
        reasonCode: 7,
        rssiDbm: -54,
      }),
    );
    hear(
      managementFrame(FrameKind.authentication, {
        transmitter: 0x02_0000_000000 + index * 7_919,
        receiver: AP,
        bssid: AP,
        sequence: index,
        rssiDbm: -54,
      }),
    );
  }
  const last = said.at(-1);
  if (last === undefined) throw new Error("nothing was said");
  return last;
}

test("the counter of one radio, seen by two detectors, counts once", () => {
  const one = judged([new ForcedDisconnect()]);
  const both = judged([new ForcedDisconnect(), new AuthenticationFlood()]);
  const ofCounter = both.evidence.filter(({ family }) => family === "attribution");
  expect(new Set(ofCounter.map(({ detector }) => detector))).toEqual(
    new Set(["forced-disconnect", "authentication-flood"]),
  );
  const heaviest = new Map<string, number>();
  for (const { family, weightDb } of both.evidence) heaviest.set(family, Math.max(heaviest.get(family) ?? 0, weightDb));
  const sum = [...heaviest.values()].reduce((total, it) => total + it, both.priorDb);
  expect(both.scoreDb).toBe(sum);
  const without = both.evidence.filter(
    ({ detector, family }) => detector !== "forced-disconnect" || family !== "attribution",
  );
  expect(without.length).toBeLessThan(both.evidence.length);
  expect(both.scoreDb).toBeLessThan(both.priorDb + both.evidence.reduce((total, { weightDb }) => total + weightDb, 0));
  // What the second detector adds is what it sees of its own, the masses of applicants, and not the counter again.
  const flooding = Math.max(
    ...both.evidence.filter(({ family }) => family === "flooding").map(({ weightDb }) => weightDb),
  );
  const counter = (finding: Finding): number =>
    Math.max(0, ...finding.evidence.filter(({ family }) => family === "attribution").map(({ weightDb }) => weightDb));
  expect(both.scoreDb - one.scoreDb).toBe(flooding + counter(both) - counter(one));
});
