// Made-up rows for looking at the screens, and for tests of them. Addresses are invented; names are ours.
import type { Health, Resident, Sensor, Suspect, Venue } from "@probewarden/contract";
import { ago, hex } from "./fixture-time.ts";

const health = (more: Partial<Health> = {}): Health => ({
  intervalSeconds: 30,
  version: "0.1.0",
  contractVersion: "1.0.0",
  captureMethod: "recording",
  simulatedLevels: true,
  listening: [
    { channelMhz: 2412, seconds: 12.4 },
    { channelMhz: 2437, seconds: 9.8 },
    { channelMhz: 2462, seconds: 6.1 },
    { channelMhz: 5180, seconds: 1.2 },
  ],
  frames: 18342,
  lastFrameSecondsAgo: 0.2,
  skipped: { "bad-fcs": 12 },
  dropped: {},
  forgotten: {},
  outbox: { messages: 0, bytes: 0, oldestSeconds: null },
  parts: [
    { part: "radio", state: "running", restarts: 0 },
    { part: "cameras", state: "running", restarts: 1 },
  ],
  temperatureCelsius: 52.6,
  problems: [],
  ...more,
});

/** The edge of a region as cells make it: a rectangle in metres, one corner of it cut off in steps. */
const stepped = (x1: number, y1: number, x2: number, y2: number): [number, number][] => [
  [x1, y1],
  [x2 - 2, y1],
  [x2 - 2, y1 + 1],
  [x2, y1 + 1],
  [x2, y2],
  [x1, y2],
];

const sensor = (sensorId: string, name: string, x: number, y: number, more: Partial<Sensor> = {}): Sensor => ({
  sensorId,
  venueId: "venue-demo",
  floorId: "floor-b1",
  name,
  position: { x, y },
  hearingRadiusMetres: 16,
  state: "hearing",
  reasons: [],
  lastHeardAt: ago(0.2),
  clockOffsetSeconds: 0.1,
  clockWrong: false,
  simulatedLevels: true,
  contractVersion: "1.0.0",
  contractMismatch: false,
  health: health(),
  ...more,
});

export const venues: Venue[] = [
  {
    venueId: "venue-demo",
    name: "演示商场 Demo mall",
    timeZone: "Asia/Shanghai",
    floors: [
      {
        floorId: "floor-b1",
        name: "B1",
        widthMetres: 60,
        heightMetres: 40,
        planUrl: "/api/venues/venue-demo/floors/floor-b1/plan",
      },
      {
        floorId: "floor-f1",
        name: "1F",
        widthMetres: 60,
        heightMetres: 40,
        calibration: {
          state: "in-use",
          calibratedAt: "2026-11-20T03:10:00.000Z",
          error: { medianMetres: 4.6, p90Metres: 11.2, count: 14 },
        },
      },
    ],
  },
];

export const sensors: Sensor[] = [
  sensor("sensor-door-1", "一号门 Door 1", 6, 8),
  sensor("sensor-door-3", "三号门 Door 3", 8, 34, {
    state: "deaf",
    reasons: ["interface-gone"],
    clockOffsetSeconds: 84,
    clockWrong: true,
    health: health({
      frames: 0,
      lastFrameSecondsAgo: 412,
      listening: [],
      captureMethod: "none",
      problems: [
        {
          code: "interface-gone",
          text: "wlan1 is gone: plug the adapter in again, or restart the sensor",
          facts: { interface: "wlan1" },
        },
      ],
      outbox: { messages: 312, bytes: 481_220, oldestSeconds: 640 },
      dropped: { "outbox-census": 40 },
    }),
  }),
  sensor("sensor-atrium", "中庭 Atrium", 30, 22),
  sensor("sensor-food", "美食区 Food court", 44, 14, {
    reasons: ["over-limits", "sends-unreadable"],
    refused: [
      { reason: "over-messages", count: 18_204, since: ago(200), lastAt: ago(1) },
      { reason: "schema", count: 3, since: ago(31), lastAt: ago(9) },
      { reason: "unheard-of-code", count: 1, since: ago(12), lastAt: ago(12) },
    ],
  }),
  sensor("sensor-park", "停车场入口", 52, 34, {
    state: "offline",
    reasons: ["no-message"],
    lastHeardAt: ago(74),
    offlineSince: ago(74),
  }),
  sensor("sensor-storage", "仓库 Storage", 22, 6, {
    state: "stopped",
    reasons: [],
    lastHeardAt: ago(190),
    offlineSince: ago(190),
  }),
];

const suspect = (
  suspectId: string,
  suspicion: Suspect["suspicion"],
  band: Suspect["band"],
  scoreDb: number,
  more: Partial<Suspect> = {},
): Suspect => ({
  suspectId,
  venueId: "venue-demo",
  suspicion,
  band,
  scoreDb,
  highestDb: scoreDb,
  state: "active",
  firstHeardAt: ago(38),
  lastHeardAt: ago(0.4),
  transmitters: ["02:13:37:a5:0c:9e"],
  transmitterCount: 1,
  targets: [],
  heardBy: { now: 3, ever: 3 },
  sensors: [
    { sensorId: "sensor-food", levelDbm: -47, levelAt: ago(1), scoreDb, band, lastHeardAt: ago(0.4) },
    { sensorId: "sensor-atrium", levelDbm: -63, levelAt: ago(1), lastHeardAt: ago(1) },
    { sensorId: "sensor-door-1", levelDbm: -81, levelAt: ago(1), scoreDb: -4, band: "watch", lastHeardAt: ago(1) },
  ],
  place: {
    floorId: "floor-b1",
    position: { x: 41.5, y: 17 },
    radiusMetres: 5.5,
    method: "grid",
    nearestSensorId: "sensor-food",
    floorProbability: 0.97,
    regions: [
      { share: 0.5, areaMetres2: 74, rings: [stepped(38, 13, 45, 21)] },
      // Two islands: the other one is behind a wall, where the levels fit as well.
      { share: 0.95, areaMetres2: 262, rings: [stepped(34, 9, 48, 25), stepped(52, 26, 57, 32)] },
    ],
  },
  ...more,
});

/** As one of which nobody can say where it is. */
function withoutPlace({ place: _, ...suspect }: Suspect): Suspect {
  return suspect;
}

export const suspects: Suspect[] = [
  suspect("suspect-karma", "probe-box", "strong", 22),
  // The same transmitter, suspected of something else.
  suspect("suspect-karma-impostor", "impostor", "suspected", 12, {
    targets: ["0a:44:91:20:be:01"],
    firstHeardAt: ago(30),
  }),
  suspect("suspect-flood", "disruption", "suspected", 16, {
    transmitters: [],
    transmitterCount: 0,
    targets: ["0a:44:91:20:be:01"],
    firstHeardAt: ago(12),
    heardBy: { now: 1, ever: 1 },
    sensors: [
      {
        sensorId: "sensor-door-1",
        levelDbm: -55,
        levelAt: ago(2),
        scoreDb: 16,
        band: "suspected",
        lastHeardAt: ago(2),
      },
    ],
    place: {
      floorId: "floor-b1",
      position: { x: 6, y: 8 },
      radiusMetres: 16,
      method: "nearest-sensor",
      nearestSensorId: "sensor-door-1",
    },
  }),
  suspect("suspect-beacons", "probe-box", "watch", -6, {
    transmitters: Array.from({ length: 24 }, (_, at) => `0a:5e:11:90:2a:${(0x60 + at).toString(16)}`),
    transmitterCount: 41,
    lastHeardAt: ago(6),
    heardBy: { now: 1, ever: 1 },
    decision: { decision: "to-visit", reason: "晚上闭店后去看", by: "王敏", at: ago(5) },
    sensors: [{ sensorId: "sensor-atrium", levelDbm: -58, levelAt: ago(6), scoreDb: -6, band: "watch" }],
    place: {
      floorId: "floor-b1",
      position: { x: 24, y: 27 },
      radiusMetres: 7,
      method: "grid",
      nearestSensorId: "sensor-atrium",
    },
  }),
  withoutPlace(
    suspect("suspect-again", "probe-box", "suspected", 14, {
      state: "unobserved",
      stateSince: ago(15),
      heardBy: { now: 0, ever: 1 },
      transmitters: [],
      transmitterCount: 2,
      takenBack: 2,
      decision: { decision: "dismissed", reason: "登记过的设备", by: "李工", at: ago(90) },
      reopened: { at: ago(40), reasons: ["new-evidence-family", "higher-band"] },
      sensors: [{ sensorId: "sensor-atrium", scoreDb: 14, band: "suspected", lastHeardAt: ago(16) }],
    }),
  ),
  withoutPlace(
    suspect("suspect-old", "probe-box", "suspected", 11, {
      state: "ended",
      heardBy: { now: 0, ever: 3 },
      firstHeardAt: ago(1500),
      lastHeardAt: ago(1450),
      transmitters: ["02:aa:0b:4c:11:02"],
    }),
  ),
];

export const residents: Resident[] = [
  {
    transmitter: "0a:44:91:20:be:01",
    role: "venue",
    name: hex("Demo-Mall-Guest"),
    channelMhz: 2437,
    medianDbm: -52,
    lastHeardAt: ago(1),
  },
  {
    transmitter: "0a:44:91:20:be:02",
    role: "resident",
    name: hex("一个很长很长的网络名称用来看看中间"),
    channelMhz: 5180,
    medianDbm: -67,
    lastHeardAt: ago(1),
  },
  { transmitter: "0a:44:91:20:be:03", role: "resident", channelMhz: 2412, medianDbm: -78, lastHeardAt: ago(4) },
  {
    transmitter: "0a:44:91:20:be:04",
    role: "resident",
    name: hex("evil\u0007\u202etxt"),
    channelMhz: 2462,
    medianDbm: -81,
    lastHeardAt: ago(9),
  },
];
