import { AuthenticationFlood } from "./authentication-flood/detector.ts";
import { PublicNameLure } from "./public-name-lure/detector.ts";
import { ProductFingerprint } from "./product-fingerprint/detector.ts";
import type { Detector } from "./detector.ts";
import { EvilTwin } from "./evil-twin/detector.ts";
import { Canary } from "./canary/detector.ts";
import { ForcedDisconnect } from "./forced-disconnect/detector.ts";
import { ImpossibleBeacon } from "./impossible-beacon/detector.ts";
import { ManyNames } from "./many-names/detector.ts";
import { OneRadio } from "./one-radio/detector.ts";
import { PresenceSolicitation } from "./presence-solicitation/detector.ts";

/** The detectors in force. A new one is a file beside these and a line here. `seed`: any number, secret where what is heard may be made to be hashed alike. */
export function detectorsInForce(seed = 0): Detector[] {
  return [
    new ManyNames(seed),
    new ImpossibleBeacon(seed),
    new ForcedDisconnect(seed),
    new AuthenticationFlood(seed),
    new PresenceSolicitation(seed),
    new ProductFingerprint(),
    new EvilTwin(seed),
    new OneRadio(),
    new PublicNameLure(seed),
    new Canary(seed),
  ];
}
