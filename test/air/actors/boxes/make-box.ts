import type { Air } from "../../air.ts";
import type { BoxOfScene } from "../../scene.ts";
import type { AccessPoint } from "../access-point.ts";
import type { Box } from "./box.ts";
import { Deauthentication } from "./deauthentication.ts";
import { EvilTwin, Karma, KnownBeacons, ManaLoud } from "./false-networks.ts";
import { Solicitation } from "./solicitation.ts";

/** A box of a scene. `points` are all access points: some boxes have a victim among them, the venue's own first. */
export function makeBox(air: Air, of: BoxOfScene, points: readonly AccessPoint[]): Box {
  const victim = points.find(({ venue, security }) => venue && security !== "open") ?? points[0];
  switch (of.kind) {
    case "karma":
      return new Karma(air, of);
    case "mana-loud":
      return new ManaLoud(air, of);
    case "known-beacons":
      return new KnownBeacons(air, of);
    case "presence-rts":
      return new Solicitation(air, of, "rts");
    case "presence-null":
      return new Solicitation(air, of, "null");
    case "presence-gas":
      return new Solicitation(air, of, "gas");
    case "deauthentication":
      if (victim === undefined) throw new RangeError("a scene with a victim has an access point");
      return new Deauthentication(air, of, victim);
    case "evil-twin":
      return new EvilTwin(air, of, victim?.networks[0]?.parts.ssid ?? "");
  }
}
