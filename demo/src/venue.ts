import type { Position } from "@probewarden/contract";

/** The demo's floor: 60 m by 40 m, drawn in configs/demo/plan.svg. */
export const FLOOR = { floorId: "floor-b1", name: "B1", widthMetres: 60, heightMetres: 40 } as const;

/** Where the four sensors hang. The south-east corner is left without one: the hatch there is honest. */
export const SENSORS: readonly { sensorId: string; name: string; position: Position }[] = [
  { sensorId: "sensor-door-1", name: "一号门 Door 1", position: { x: 6, y: 8 } },
  { sensorId: "sensor-door-3", name: "三号门 Door 3", position: { x: 8, y: 34 } },
  { sensorId: "sensor-atrium", name: "中庭 Atrium", position: { x: 30, y: 22 } },
  { sensorId: "sensor-food", name: "美食区 Food court", position: { x: 44, y: 14 } },
];

/** Path loss of the simulated levels: P = P1m − 10·n·log10(d), the log-distance model. Stated on screen as "levels simulated". */
export const PATH_LOSS = { powerAtOneMetreDbm: -30, pathLossExponent: 3, noiseFloorDbm: -92 } as const;

export const VENUE_ID = "venue-demo";

/** What `probewarden-collector` imports: the venue, its floor, its sensors, its own networks. */
export function venueFile(
  networks: readonly { bssid: string; ssid: string; channel: number; security: string }[],
  planFile: string,
) {
  return {
    venue: { venueId: VENUE_ID, name: "演示商场 Demo mall", timeZone: "Asia/Shanghai", floors: [FLOOR] },
    plans: [{ floorId: FLOOR.floorId, file: planFile }],
    sensors: SENSORS.map(({ sensorId, name, position }) => ({
      sensorId,
      name,
      floorId: FLOOR.floorId,
      x: position.x,
      y: position.y,
    })),
    networks: networks.map(({ bssid, ssid, channel, security }) => ({
      bssid,
      ssid: Buffer.from(ssid, "utf8").toString("hex"),
      channel,
      security,
    })),
  };
}
