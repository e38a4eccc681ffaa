// Made-up entries of the work list of new transmitters. Addresses are invented; names are ours.
import type { NewcomerRow } from "@probewarden/contract";
import { ago, hex } from "./fixture-time.ts";

const HOUR = 60;
const at = (sensorId: string, levelDbm: number, hours: number): NewcomerRow["sensors"][number] => ({
  sensorId,
  levelDbm,
  spreadDb: 4,
  hoursHeard: hours,
  firstHeardAt: ago(hours * HOUR),
  lastHeardAt: ago(12),
});
const row = (newcomerId: string, more: Partial<NewcomerRow>): NewcomerRow => ({
  newcomerId,
  venueId: "venue-demo",
  transmitter: "02:00:00:5e:00:11",
  channelMhz: 2437,
  firstHeardAt: ago(30 * HOUR),
  lastHeardAt: ago(12),
  toldAt: ago(5 * HOUR),
  sensors: [at("sensor-door-3", -58, 26)],
  ...more,
});

export const newcomers: NewcomerRow[] = [
  row("n-visit", {
    transmitter: "02:00:00:5e:00:12",
    name: hex("Office-2G"),
    sensors: [at("sensor-door-3", -51, 44), at("sensor-food", -68, 40), at("sensor-atrium", -74, 31)],
    firstHeardAt: ago(48 * HOUR),
    mark: { mark: "to-visit", note: "三号门旁的弱电间，闭店后去看", by: "王敏", at: ago(3 * HOUR) },
  }),
  row("n-new", { name: hex("TP-LINK_5E0011") }),
  row("n-hidden", {
    transmitter: "02:00:00:5e:00:13",
    channelMhz: 5180,
    sensors: [at("sensor-food", -77, 19)],
    suspectId: "suspect-karma",
  }),
  row("n-known", {
    transmitter: "02:00:00:5e:00:14",
    name: hex("茶语时光"),
    mark: { mark: "known", note: "二楼奶茶店的路由器", by: "李强", at: ago(26 * HOUR) },
  }),
];
