import { expect, test } from "vitest";
import { detectorsInForce } from "./detectors.ts";
import { managementFrame, TestContext } from "./frame-for-tests.ts";
import { EVIDENCE_CODES, WEIGHTS } from "./weights.ts";

const QOS_DATA = 40;
const STATION = 0x262371_06e6ef;

test("each detector's memories stay bounded in a flood of addresses", () => {
  const context = new TestContext();
  const detectors = detectorsInForce();
  for (let index = 0; index < 30_000; index++) {
    context.atSeconds += 0.001;
    const address = 0x020000000000 + index;
    for (const detector of detectors)
      // Of the sixteen kinds of data, one says what all would.
      for (const kind of detector.hears.filter((it) => it < 32 || it === QOS_DATA))
        detector.onFrame(
          managementFrame(
            kind,
            { transmitter: address, bssid: address, receiver: STATION, elementCount: 1, sequence: index & 4095 },
            "x",
          ),
          context,
        );
  }
  const forgotten = Object.assign({}, ...detectors.map((it) => it.forgotten())) as Record<string, number>;
  for (const memory of ["many-names-bssids", "impossible-beacon-bssids", "forced-disconnect-networks"])
    expect(forgotten[memory]).toBeGreaterThan(0);
});

test("every observation of a detector has a weight with its argument", () => {
  for (const detector of detectorsInForce())
    for (const { weights } of detector.evidence) expect(weights.length).toBeGreaterThan(0);
  expect(WEIGHTS.every(({ code, argument }) => EVIDENCE_CODES.includes(code) && argument.length > 20)).toBe(true);
});
