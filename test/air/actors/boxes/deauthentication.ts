import type { Air } from "../../air.ts";
import { EVERYBODY, frameOf, reasonBody } from "../../frames.ts";
import type { BoxOfScene } from "../../scene.ts";
import type { AccessPoint } from "../access-point.ts";
import { Box } from "./box.ts";

/** Tools send a few frames, ten times a second (aireplay-ng: 64 at once). */
const BURSTS_EVERY = 0.1;
const IN_A_BURST = 4;
/** Class 3 frame received from a station that is not associated: what most tools say (9.4.1.7). */
const REASON = 7;

/** Sends everybody away from an access point, in its name, to see them come back. */
export class Deauthentication extends Box {
  readonly #victim: AccessPoint;

  constructor(air: Air, of: BoxOfScene, victim: AccessPoint) {
    super(air, of, victim.record.radio.channelMhz);
    this.#victim = victim;
    this.record.forged.add(victim.bssid);
  }

  protected begin(): void {
    this.every(BURSTS_EVERY, () => {
      for (let count = 0; count < IN_A_BURST; count++) this.air.after(count * 2e-3, () => this.#send());
    });
  }

  #send(): void {
    const sequence = this.record.radio.nextSequence();
    const parts = { receiver: EVERYBODY, transmitter: this.#victim.bssid, sequence, body: reasonBody(REASON) };
    this.air.send(this.record, "deauthentication", frameOf({ kind: "deauthentication", ...parts }));
  }
}
