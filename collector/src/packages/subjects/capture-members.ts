import { isUtf8 } from "node:buffer";
import { printable } from "@probewarden/cli";
import type { KeptExcerpt } from "../../excerpts/read-excerpts.ts";
import type { PackageMember } from "../package-member.ts";

/** Captures that a package holds, the latest: 3 MiB of them. */
export const MOST_CAPTURES = 32;

/** A network's name as text, its controls escaped; null where it is no UTF-8. */
function textOfName(hex: string): string | null {
  const octets = Buffer.from(hex, "hex");
  return isUtf8(octets) ? printable(octets.toString()) : null;
}

/** The file of an excerpt. */
export const captureNameOf = ({ excerptId, sensorId }: KeptExcerpt): string =>
  `captures/${sensorId}.${excerptId}.pcapng`;

/** What sensors heard of the suspect, as captures that anybody can open. */
export const captureMembers = (excerpts: readonly KeptExcerpt[]): PackageMember[] =>
  excerpts.map((excerpt) => ({
    name: captureNameOf(excerpt),
    type: "application/x-pcapng",
    holds: `frames of the suspect as ${excerpt.sensorId} heard them, and some beacons of one other access point; everybody but the suspect has a pseudonym of this file`,
    data: excerpt.octets,
  }));

/**
 * What the manifest says of each capture: what it can show and what not, and what was done to it.
 * @param decidedAt when the decision was made from which the package was asked for
 */
export const captureFacts = (excerpts: readonly KeptExcerpt[], decidedAt: number | undefined): object[] =>
  excerpts.map((excerpt) => {
    const { sensorId, receivedAt, clockOffsetMs, facts } = excerpt;
    const { transmitters, targets, names, addressesReplaced, namesReplaced, passed, withheld } = facts;
    const { reproduced, notReproduced, beyond } = facts;
    return {
      file: captureNameOf(excerpt),
      sensorId,
      findingIds: facts.findingIds,
      receivedAt: new Date(receivedAt).toISOString(),
      ...(decidedAt === undefined ? {} : { whenDecided: receivedAt <= decidedAt ? "known" : "later" }),
      frames: facts.frames,
      firstAt: facts.firstAt,
      lastAt: facts.lastAt,
      clock: {
        reference: "the sensor's own clock, in microseconds",
        offsetSeconds: clockOffsetMs / 1000,
        source: "the sensor's clock minus the collector's when the capture came",
      },
      header:
        "radiotap as far as the radio said it: TSFT, rate, channel, level; of stations no level, but of a flood of applicants, where all are moved by one amount",
      checkSequences:
        "interface 0: it was right at the sensor, and is computed anew over what stands here; interface 1: the sensor could not tell",
      standsAsItIs: { transmitters, targets, names, namesAsText: names.map(textOfName) },
      removed: {
        addressesReplaced,
        namesReplaced,
        framesWithheld: withheld,
        framesPassed: passed,
        what: "Addresses and names of everybody else are pseudonyms drawn for this file; bodies of data frames; of a station's frames all but the name that it asked for; of an access point's elements what no detector reads, as zeros; of the other access point's beacons all behind the TIM; sequence numbers of others are moved by one amount each, those of a flood of applicants by one for all.",
      },
      replay: {
        command: `probewarden-agent replay ${captureNameOf(excerpt)} --jsonl`,
        judgedBy: "the sensor, from this file alone, when it made it",
        reproduces: reproduced,
        doesNotReproduce: notReproduced,
        alsoComesTo: beyond,
        why: "Beside each line of evidence.jsonl stands under inCaptures which captures give it again, and why none does. What comes out besides would have been explained by what is not in the file.",
      },
    };
  });
