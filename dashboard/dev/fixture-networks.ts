// A made-up list of a venue's own access points, and what is heard beside it. Addresses are invented; names are ours.
import type { HeardNetwork, VenueNetworks } from "@probewarden/contract";
import { ago, hex } from "./fixture-time.ts";

const HOUR = 60;
const address = (last: number): string => `02:00:00:5e:01:${last.toString(16).padStart(2, "0")}`;
const heard = (last: number, more: Partial<HeardNetwork>): HeardNetwork => ({
  bssid: address(last),
  channelMhz: 2437,
  firstHeardAt: ago(400 * HOUR),
  lastHeardAt: ago(2),
  sensors: [{ sensorId: "sensor-door-3", levelDbm: -63 }],
  ...more,
});
const MALL = hex("DemoMall");
const STAFF = hex("DemoMall-Staff");

export const networks: VenueNetworks = {
  venueId: "venue-demo",
  revision: "a".repeat(64),
  networks: [
    { bssid: address(1), ssid: MALL, security: "wpa2" },
    { bssid: address(2), ssid: MALL },
    { bssid: address(9), ssid: STAFF, channel: 36, security: "enterprise" },
    { bssid: address(8), ssid: hex("DemoMall-Camera"), security: "wpa2", licensed: true },
  ],
  heard: [
    heard(1, { name: MALL, sensors: [{ sensorId: "sensor-food", levelDbm: -41 }] }),
    heard(2, {
      name: MALL,
      channelMhz: 5180,
      sensors: [
        { sensorId: "sensor-door-3", levelDbm: -52 },
        { sensorId: "sensor-food", levelDbm: -70 },
        { sensorId: "sensor-atrium", levelDbm: -77 },
      ],
    }),
    heard(8, { name: hex("DemoMall-Till") }),
    heard(0x10, {
      name: MALL,
      suspectId: "suspect-karma",
      suspicion: "impostor",
      band: "strong",
      firstHeardAt: ago(3 * HOUR),
      sensors: [{ sensorId: "sensor-door-3", levelDbm: -48 }],
    }),
    heard(3, { name: MALL, channelMhz: 2462 }),
    heard(4, { name: MALL, channelMhz: 5500, sensors: [{ sensorId: "sensor-atrium", levelDbm: -59 }] }),
    heard(0x12, {
      name: hex("Office-2G"),
      newcomerId: "n-visit",
      mark: "to-visit",
      firstHeardAt: ago(30 * HOUR),
      sensors: [{ sensorId: "sensor-door-3", levelDbm: -51 }],
    }),
    heard(0x22, { name: hex("茶语时光"), sensors: [{ sensorId: "sensor-food", levelDbm: -82 }] }),
    // What somebody transmits to be taken for something else: marks that turn writing round, markup, no UTF-8, 32 octets.
    heard(0x30, { name: hex("\u202elaM-omeD<b>&amp;"), sensors: [{ sensorId: "sensor-food", levelDbm: -84 }] }),
    heard(0x31, { name: "fffe0a0d00".padEnd(64, "80"), sensors: [{ sensorId: "sensor-food", levelDbm: -85 }] }),
    heard(0x32, { name: hex("W".repeat(32)), sensors: [{ sensorId: "sensor-food", levelDbm: -86 }] }),
    heard(0x33, { sensors: [{ sensorId: "sensor-food", levelDbm: -87 }] }),
  ],
  beyond: 0,
  residentsTold: true,
  sensors: [
    { sensorId: "sensor-door-3", state: "hearing", list: "this" },
    { sensorId: "sensor-food", state: "hearing", list: "another" },
    { sensorId: "sensor-atrium", state: "offline", list: "another" },
    { sensorId: "sensor-door-1", state: "hearing", list: "does-not-say" },
  ],
};

/** A venue of which nobody has said anything, and in which nothing was heard yet. */
export const emptyNetworks: VenueNetworks = {
  ...networks,
  networks: [],
  heard: [],
  residentsTold: false,
  sensors: networks.sensors.map((sensor) => ({ ...sensor, list: "none" })),
};

/** As many as an answer holds, and more behind them. */
export const manyNetworks: VenueNetworks = {
  ...networks,
  heard: Array.from({ length: 2_000 }, (_, at) => ({
    ...heard(0, { name: hex(`flood-${at % 700}`) }),
    bssid: `02:00:01:5e:${(at >> 8).toString(16).padStart(2, "0")}:${(at & 255).toString(16).padStart(2, "0")}`,
  })),
  beyond: 31_000,
  sensors: networks.sensors.map((sensor) => ({ ...sensor, list: "this" })),
};
