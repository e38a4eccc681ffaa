import { expect, test } from "vitest";
import { ListedSenders } from "../air/listed-senders.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { Venue } from "../venue/venue.ts";
import { BOX, detector, frame, observation, setUp } from "./subjects-for-tests.ts";

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
