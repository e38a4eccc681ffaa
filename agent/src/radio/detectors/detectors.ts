import { AuthenticationFlood } from "./authentication-flood/detector.ts";
import { ProductFingerprint } from "./product-fingerprint/detector.ts";
import type { Detector } from "./detector.ts";
import { ForcedDisconnect } from "./forced-disconnect/detector.ts";
import { ImpossibleBeacon } from "./impossible-beacon/detector.ts";
import { ManyNames } from "./many-names/detector.ts";
import { PresenceSolicitation } from "./presence-solicitation/detector.ts";

/** The detectors in force. A new one is a file beside these and a line here. */
export function detectorsInForce(): Detector[] {
  return [
    new ManyNames(),
    new ImpossibleBeacon(),
    new ForcedDisconnect(),
    new AuthenticationFlood(),
    new PresenceSolicitation(),
    new ProductFingerprint(),
  ];
}
