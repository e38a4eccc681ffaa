// A made-up air survey. Addresses are invented; names are ours.
import type { AirSurvey, SurveyRow } from "@probewarden/contract";
import { ago, hex } from "./fixture-time.ts";

const HOUR = 60;
const row = (last: number, more: Partial<SurveyRow>): SurveyRow => ({
  kind: "resident",
  transmitter: `02:00:00:5e:01:${last.toString(16).padStart(2, "0")}`,
  transmitterCount: 1,
  channelMhz: 2437,
  firstHeardAt: ago(400 * HOUR),
  lastHeardAt: ago(2),
  sensors: [{ sensorId: "sensor-door-3", levelDbm: -63 }],
  couldBe: [],
  ...more,
});

export const survey: AirSurvey = {
  venueId: "venue-demo",
  from: ago(HOUR),
  until: ago(0),
  items: [
    row(0x10, {
      kind: "suspect",
      transmitterCount: 3,
      couldBe: ["inside", "unnamed"],
      suspectId: "suspect-karma",
      suspicion: "probe-box",
      band: "strong",
    }),
    row(0x12, {
      kind: "newcomer",
      name: hex("Office-2G"),
      sensors: [
        { sensorId: "sensor-door-3", levelDbm: -51 },
        { sensorId: "sensor-food", levelDbm: -68 },
      ],
      couldBe: ["hotspot", "inside"],
      newcomerId: "n-visit",
      mark: "to-visit",
    }),
    row(0x20, { name: hex("DemoMall-Staff"), couldBe: ["maybe-ours"], channelMhz: 5180 }),
    row(0x21, { name: hex("DIRECT-9F-Printer"), couldBe: ["wifi-direct"] }),
    row(0x22, { name: hex("茶语时光"), sensors: [{ sensorId: "sensor-food", levelDbm: -82 }], couldBe: ["outside"] }),
    row(0x23, { name: hex("shop-7"), sensors: [{ sensorId: "sensor-atrium", levelDbm: -70 }] }),
  ],
  beyond: 0,
  recognised: 9,
  residentsTold: true,
  sensors: [
    {
      sensorId: "sensor-door-3",
      floorId: "floor-b1",
      state: "hearing",
      channels: [
        { channelMhz: 2412, seconds: 1200, frames: 90_000 },
        { channelMhz: 5180, seconds: 300, frames: 0 },
      ],
      phonesAMinute: 23.4,
    },
    { sensorId: "sensor-food", floorId: "floor-b1", state: "deaf", channels: [] },
  ],
  bands: [
    { band: "2.4", listened: [2412, 2437, 2462], notListened: [2417, 2422, 2427, 2432, 2442, 2447, 2452, 2457] },
    { band: "5", listened: [5180], notListened: [5500, 5520, 5540, 5560, 5745] },
    { band: "6", listened: [], notListened: [5975, 6055, 6135] },
  ],
  floorsNotListened: ["floor-f1"],
};

/** Nobody listened, so that nothing was heard. */
export const deafSurvey: AirSurvey = {
  ...survey,
  items: [],
  recognised: 0,
  residentsTold: false,
  sensors: survey.sensors.map(({ phonesAMinute: _, ...sensor }) => ({ ...sensor, channels: [] })),
  bands: survey.bands.map(({ band, listened, notListened }) => ({
    band,
    listened: [],
    notListened: [...listened, ...notListened].toSorted((a, b) => a - b),
  })),
};

/** A venue in which somebody listened and heard nobody whom it does not know. */
export const emptySurvey: AirSurvey = { ...survey, items: [], floorsNotListened: [] };
