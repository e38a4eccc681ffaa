// Made-up rows for looking at the screens, and for tests of them. Addresses are invented; names are ours.
import type {
  Alert,
  Camera,
  Health,
  LevelSeries,
  Resident,
  Sensor,
  Suspect,
  SuspectDetail,
  Venue,
  Webhook,
} from "@probewarden/contract";

const now = Date.now();
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
const hex = (text: string): string => Buffer.from(text, "utf8").toString("hex");

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
      { floorId: "floor-f1", name: "1F", widthMetres: 60, heightMetres: 40 },
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
  sensor("sensor-food", "美食区 Food court", 44, 14),
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
  },
  ...more,
});

/** As one of which nobody can say where it is. */
function withoutPlace({ place: _, ...suspect }: Suspect): Suspect {
  return suspect;
}

export const suspects: Suspect[] = [
  suspect("suspect-karma", "probe-box", "strong", 22),
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
    transmitters: ["03:5e:11:90:2a:7f", "07:5e:11:90:2a:80", "0b:5e:11:90:2a:81"],
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

type Evidence = SuspectDetail["evidence"][number];
const evidence = (
  sensorId: string,
  code: string,
  family: string,
  weightDb: number,
  basis: Evidence["basis"],
  boundDb: number | null,
  facts: Evidence["facts"],
  names: string[] = [],
): Evidence => ({
  sensorId,
  detector: "many-names",
  detectorVersion: 1,
  family,
  code,
  weightDb,
  boundDb,
  usedDb: weightDb,
  basis,
  facts,
  names,
  frames: [
    {
      at: ago(2),
      rssiDbm: -47,
      channelMhz: 2437,
      kind: "probe-response",
      summary: "sequence number 1204, a network name of 10 octets, 11 elements",
    },
    {
      at: ago(1.9),
      rssiDbm: -48,
      channelMhz: 2437,
      kind: "probe-response",
      summary: "sequence number 1205, a network name of 6 octets, 11 elements",
    },
  ],
  firstAt: ago(38),
  lastAt: ago(0.5),
});

const placeOf = ({ place }: Suspect): Pick<Suspect, "place"> => (place === undefined ? {} : { place });

export const detail = (suspectId: string): SuspectDetail | undefined => {
  const found = suspects.find((one) => one.suspectId === suspectId);
  return (
    found && {
      suspect: found,
      changes:
        suspectId === "suspect-old"
          ? []
          : [
              {
                at: ago(1),
                sensorId: "sensor-food",
                state: "active",
                band: found.band,
                scoreDb: found.scoreDb,
                codes: ["five-names", "unadvertised-names"],
              },
              { at: ago(20), state: "active", band: found.band, scoreDb: found.scoreDb, codes: [], ...placeOf(found) },
              {
                at: ago(38),
                sensorId: "sensor-food",
                state: "active",
                band: "suspected",
                scoreDb: 11,
                codes: ["three-names"],
              },
            ],
      priorDb: -30,
      evidence: [
        evidence(
          "sensor-food",
          "five-names",
          "impersonation",
          46,
          "judged",
          21.3,
          [
            { name: "distinct-names", value: 9 },
            { name: "names-echoed-to-the-asker", value: 7 },
            { name: "names-beaconed", value: 0 },
          ],
          [hex("i-Shanghai"), hex("免费WiFi\n\u202e请登录"), "41ff4200"],
        ),
        evidence("sensor-food", "unadvertised-names", "concealment", 6, "judged", null, [
          { name: "names-answered-but-never-beaconed", value: 9 },
        ]),
        evidence("sensor-food", "three-names", "impersonation", 41, "judged", 20.1, [
          { name: "distinct-names", value: 9 },
        ]),
        evidence("sensor-door-1", "unheard-of-code", "impersonation", 26, "measured", 26, [
          { name: "unheard-of-fact", value: 2.7345 },
        ]),
      ],
      mitigations: [],
      withdrawn: [
        {
          detector: "presence-solicitation",
          code: "addresses-who-asked",
          why: "listed",
          weightDb: 42,
          at: ago(12),
          sensorId: "sensor-food",
        },
      ],
      history: found.decision
        ? [found.decision, { decision: "authorised", reason: "以为是商场自己的设备", by: "李工", at: ago(60) }]
        : [],
    }
  );
};

export const levels = (suspectId: string): LevelSeries[] => {
  const found = suspects.find((one) => one.suspectId === suspectId);
  return (found?.sensors ?? []).map(({ sensorId, levelDbm }, at) => ({
    sensorId,
    points: Array.from({ length: 55 }, (_, minute) => minute)
      .filter((minute) => !(minute > 18 && minute < 27) && (at < 2 || minute % 9 < 6))
      .map((minute) => {
        const median = (levelDbm ?? -80) + Math.round(3 * Math.sin(minute / 3 + at));
        return [Math.floor(now / 60_000) * 60_000 - (55 - minute) * 60_000, median - 4, median, median + 3, 30];
      }),
    notListened: at === 0 ? [[now - 37 * 60_000, now - 29 * 60_000]] : [],
  }));
};

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

const camera = (cameraId: string, address: string, more: Partial<Camera["finding"]>): Camera => ({
  cameraId,
  venueId: "venue-demo",
  sensorId: "sensor-atrium",
  firstSeenAt: ago(55),
  lastSeenAt: ago(3),
  finding: {
    cameraId,
    address,
    profiles: ["Streaming", "T"],
    analytics: "kind-unknown",
    ladder: [],
    asked: [
      { call: "get-services", outcome: "answered" },
      { call: "get-capabilities", outcome: "refused" },
    ],
    oddities: [],
    visitedAt: ago(3),
    ...more,
  },
});
export const cameras: Camera[] = [
  camera("camera-one", "127.0.0.1", {
    hardware: "IPC-HDBW5442E-ZE-FaceCount",
    vendor: "Dahua",
    firmware: "2.820.0000000.18.R",
    analytics: "named",
    ladder: [
      {
        category: "people-counting",
        step: "advertised",
        proofs: [
          {
            call: "get-services",
            quote: "http://www.onvif.org/ver20/analytics/PeopleCounting",
            answerSha256: "5".repeat(64),
            keptSha256: "6".repeat(64),
          },
        ],
      },
      { category: "face-detection", step: "claimed", proofs: [{ call: "probe", quote: "IPC-HDBW5442E-ZE-FaceCount" }] },
    ],
    oddities: [{ code: "names-another-host", text: "names another host; only the address that answered is contacted" }],
  }),
  camera("camera-two", "127.0.0.2", { hardware: "DS-2CD2143G2", name: "HIKVISION DS-2CD2143G2" }),
  camera("camera-three", "127.0.0.3", {
    analytics: "unknown",
    profiles: [],
    asked: [{ call: "get-services", outcome: "timed-out" }],
  }),
];

export const alerts: Alert[] = [
  {
    alertId: "alert-one",
    venueId: "venue-demo",
    suspectId: "suspect-karma",
    suspicion: "probe-box",
    band: "strong",
    state: "open",
    openedAt: ago(37),
    delivery: "sent",
  },
  {
    alertId: "alert-two",
    venueId: "venue-demo",
    suspectId: "suspect-flood",
    suspicion: "disruption",
    band: "suspected",
    state: "open",
    openedAt: ago(11),
    delivery: "failing",
  },
];

export const webhook: Webhook = {
  url: "https://hooks.example/probewarden",
  hasSecret: true,
  waiting: 1,
  failures: [{ at: ago(2), message: "answered 503", code: "answered", facts: { status: 503 }, attempts: 4 }],
  lastSentAt: ago(36),
};
