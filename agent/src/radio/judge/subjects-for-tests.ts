import type { Finding } from "@probewarden/contract";
import { ListedSenders } from "../air/listed-senders.ts";
import type { Observation } from "../detectors/detector.ts";
import { managementFrame, openAir } from "../detectors/frame-for-tests.ts";
import { ManyNames } from "../detectors/many-names/detector.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { Venue } from "../venue/venue.ts";
import { Subjects } from "./subjects.ts";

/** A box, and a frame of it. */
export const BOX = 0x000c43_7e3718;
export const frame = managementFrame(FrameKind.probeResponse, { transmitter: BOX, bssid: BOX });
/** Any detector. */
export const detector = new ManyNames();

/** The judge of a sensor, and what it says. */
export function setUp(
  venue = new Venue([], []),
  listedSenders = new ListedSenders(),
): { said: Finding[]; subjects: Subjects } {
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

/** What a detector sees of one transmitter. */
export function observation(code: Observation["code"], address = BOX): Observation {
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

/** What a detector sees of a sender that hides. */
export const hidden = (against: number, targets: readonly number[]): Observation => ({
  ...observation("burst"),
  subject: { kind: "hidden", against },
  transmitters: [],
  transmitterCount: 0,
  targets,
});
