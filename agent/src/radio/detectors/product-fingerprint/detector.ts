import { hasFittingElements } from "../../dot11/element-form.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import type { Frame } from "../../dot11/frame.ts";
import { spellName } from "../../venue/network-name.ts";
import type { Detector, DetectorContext } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { PRODUCT_FINGERPRINT_EVIDENCE } from "./evidence.ts";
import { PRODUCT_FINGERPRINT } from "./figures.ts";
import { FINGERPRINTS, matchFingerprint, type Fingerprint, type Match } from "./fingerprints.ts";

/** Access points of products that are known to collect what phones say, by how they name themselves. */
export class ProductFingerprint implements Detector {
  readonly id = "product-fingerprint";
  readonly version = 2;
  readonly looksFor = "The access point of a product that is sold to collect what phones say.";
  readonly innocentCauses = [
    "A device that is licensed to observe: list it as licensed.",
    "Somebody chose such a name for his own network.",
    "A counter of customers that uses a camera or a light beam.",
  ];
  readonly evidence = PRODUCT_FINGERPRINT_EVIDENCE;
  readonly hears = [FrameKind.beacon, FrameKind.probeResponse];
  readonly #rules: readonly Fingerprint[];

  constructor(rules: readonly Fingerprint[] = FINGERPRINTS) {
    this.#rules = rules;
  }

  onFrame(frame: Frame, context: DetectorContext): void {
    if (frame.transmitter !== frame.bssid) return;
    const known = context.accessPoints.get(frame.bssid);
    // A flood of addresses that are heard once each costs nothing here, and neither does an access point that stays what it is.
    if (known === undefined || known.advertisements % PRODUCT_FINGERPRINT.again !== PRODUCT_FINGERPRINT.advertisements)
      return;
    if (known.nameLength === 0 || (frame.mayBeDamaged && !hasFittingElements(frame))) return;
    const octets = known.nameOctets;
    const name = Buffer.from(octets).toString("utf8");
    const match = matchFingerprint(this.#rules, name, frame.bssid);
    if (match === undefined) return;
    context.observe(
      this,
      {
        code: codeOf(match),
        subject: { kind: "transmitter", address: frame.bssid },
        transmitters: [frame.bssid],
        transmitterCount: 1,
        targets: [],
        facts: [{ name: "octets-of-the-address-in-the-name", value: match.octets }],
        // A name that is made of the address is nobody's secret, unless a visitor asked for it.
        names: match.octets === 0 || context.askedNames.mayHaveBeenAsked(known.name) ? [] : [spellName(octets)],
      },
      frame,
    );
  }

  onTick(): void {
    // It remembers nothing.
  }

  forgotten(): Record<string, number> {
    return {};
  }
}

function codeOf({ rule, octets }: Match): EvidenceCode {
  if (octets === 0) return "product-name";
  return rule.confidence === "documented" ? "product-bound-name" : "product-bound-wording";
}
