import { describe, expect, test } from "vitest";
import { captureName, labelledCaptures } from "../../agent/src/evaluate/labelled-capture.ts";
import { ROOT } from "../road/sandbox.ts";
import { labelledAir } from "./labelled-air.ts";
import { faultsOf } from "./retold-air.ts";
import { RETELLINGS } from "./retellings.ts";

/** Those that differ most from what was recorded; all of them are told by `npm run evaluate:retold`. */
const TOLD = [
  "switched on in the middle of it",
  "without headers of the radio",
  "one second in five, 2",
  "the attackers' addresses are a maker's",
  "all of it at once",
] as const;
/** After its middle it has sent all that it sends. */
const OVER = "deauth_aireplay.pcap, switched on in the middle of it";

const captures = await labelledCaptures(`${ROOT}test/fixtures/lab`);

describe.each(captures.map((it) => [captureName(it), it] as const))("%s", (name, capture) => {
  test("is the same told otherwise: found where it is an attack, and nobody else is suspected", async () => {
    const air = await labelledAir(capture);
    for (const how of TOLD) {
      const told = RETELLINGS[how]?.(air);
      if (told === undefined || `${name}, ${how}` === OVER) continue;
      expect(faultsOf(told, how.startsWith("one second")), how).toEqual({ isMissed: false, wrong: [] });
    }
  });
});

test.each(["presence_ping_rts.pcap", "presence_ping_null.pcap", "gas_ping.pcap"])(
  "%s is found in each of the five seconds that a radio which hops may hear",
  async (name) => {
    const capture = captures.find((it) => captureName(it) === name);
    const air = capture && (await labelledAir(capture));
    for (const phase of [0, 1, 2, 3, 4]) {
      const told = air && RETELLINGS[`one second in five, ${phase}`]?.(air);
      expect(told && faultsOf(told), `${phase}`).toEqual({ isMissed: false, wrong: [] });
    }
  },
);
