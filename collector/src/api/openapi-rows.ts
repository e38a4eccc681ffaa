import {
  CONTRACT_VERSION,
  type AirSurvey,
  type Alert,
  type AlertCounts,
  type AuditLine,
  type AuditReport,
  AlertStepRow,
  type Camera,
  type CameraRecord,
  type Collector,
  type Deletion,
  type Approval,
  type EvidenceKey,
  type EvidencePackage,
  type FloorDrawing,
  type Health,
  type LevelSeries,
  type MaintenanceWindow,
  type NewcomerRow,
  type MadeInvitation,
  type Outage,
  type OwnProvider,
  type People,
  type PersonSession,
  type ApiToken,
  type Readiness,
  type Resident,
  type ClaimCode,
  type Sensor,
  type SensorSetup,
  type Session,
  type Suspect,
  type SensorTimeline,
  type SuspectDetail,
  type VenueDay,
  type SuspectPast,
  type SuspectPresence,
  type SuspectTimeline,
  type Venue,
  type VenueNetworks,
} from "@probewarden/contract";

/** One row of each kind, as the description of the API shows it. Addresses are invented. */
const BEFORE = "2026-11-24T08:05:12.000Z";
const LATELY = "2026-11-24T08:45:28.000Z";
const BOX = "02:00:00:aa:bb:01";
const NETWORK = "02:00:00:cc:dd:01";

export const readiness: Readiness = {
  state: "ready",
  version: CONTRACT_VERSION,
  contractVersion: CONTRACT_VERSION,
  demo: false,
  faults: [],
};

export const refusingReadiness: Readiness = {
  ...readiness,
  state: "refusing-data",
  faults: [{ code: "disk-full", text: "the disk is full: make room", facts: { folder: "/var/lib/probewarden" } }],
};

export const ownProvider: OwnProvider = {
  hasPassword: true,
  provider: { label: "集团账号" },
  linked: { issuer: "https://login.example/realms/mall", subject: "f2b1c9d0-0001", linkedAt: BEFORE },
};

export const session: Session = { signedIn: true, demo: false, name: "王敏", needsFirstAccount: false };
export const noSession: Session = { signedIn: false, demo: false, needsFirstAccount: false };

export const venue: Venue = {
  venueId: "mall",
  name: "银泰中心",
  timeZone: "Asia/Shanghai",
  location: { latitudeDegrees: 31.2304, longitudeDegrees: 121.4737 },
  district: "黄浦区",
  floors: [
    {
      floorId: "floor-one",
      name: "1F",
      widthMetres: 60,
      heightMetres: 40,
      planUrl: "/api/venues/mall/floors/floor-one/plan?v=h2k",
    },
  ],
};

export const drawing: FloorDrawing = {
  walls: [
    {
      points: [
        [12, 0],
        [12, 18.5],
        [20, 18.5],
      ],
      lossDb: 8,
    },
  ],
  zones: [
    {
      kind: "changing-room",
      name: "试衣间",
      corners: [
        [14, 2],
        [18, 2],
        [18, 6],
        [14, 6],
      ],
    },
  ],
  cameras: [{ cameraId: "camera-one", position: { x: 16, y: 3 } }],
};

export const health: Health = {
  intervalSeconds: 30,
  version: CONTRACT_VERSION,
  contractVersion: CONTRACT_VERSION,
  captureMethod: "pcap",
  simulatedLevels: false,
  listening: [{ channelMhz: 2437, seconds: 9.8 }],
  frames: 18_342,
  lastFrameSecondsAgo: 0.2,
  skipped: { "fcs-bad": 12 },
  dropped: {},
  forgotten: {},
  outbox: { messages: 0, bytes: 0, oldestSeconds: null },
  parts: [{ part: "radio", state: "running", restarts: 0 }],
  problems: [],
};

export const sensor: Sensor = {
  sensorId: "door-three",
  venueId: "mall",
  floorId: "floor-one",
  name: "三号门",
  position: { x: 8, y: 34 },
  hearingRadiusMetres: 16,
  state: "hearing",
  reasons: ["over-limits"],
  lastHeardAt: LATELY,
  clockOffsetSeconds: 0.1,
  clockWrong: false,
  simulatedLevels: false,
  contractVersion: CONTRACT_VERSION,
  contractMismatch: false,
  refused: [{ reason: "over-messages", count: 204, since: BEFORE, lastAt: LATELY }],
  health,
};

export const resident: Resident = {
  transmitter: NETWORK,
  role: "venue",
  name: "4d616c6c",
  channelMhz: 2437,
  medianDbm: -52,
  lastHeardAt: LATELY,
};

export const suspect: Suspect = {
  suspectId: "box-one",
  venueId: "mall",
  suspicion: "probe-box",
  band: "strong",
  scoreDb: 22,
  highestDb: 22,
  state: "active",
  firstHeardAt: BEFORE,
  lastHeardAt: LATELY,
  transmitters: [BOX],
  transmitterCount: 1,
  targets: [],
  sensors: [
    { sensorId: "door-three", levelDbm: -47, levelAt: LATELY, scoreDb: 22, band: "strong", lastHeardAt: LATELY },
  ],
  heardBy: { ever: 1, now: 1 },
  place: {
    floorId: "floor-one",
    position: { x: 9.5, y: 31 },
    radiusMetres: 5.5,
    method: "grid",
    nearestSensorId: "door-three",
  },
  decision: { decision: "to-visit", reason: "闭店后去看", by: "王敏", at: LATELY },
};

export const suspectDetail: SuspectDetail = {
  suspect,
  priorDb: -30,
  evidence: [
    {
      sensorId: "door-three",
      detector: "many-names",
      detectorVersion: 1,
      family: "impersonation",
      code: "five-names",
      weightDb: 46,
      boundDb: 21.3,
      usedDb: 46,
      basis: "judged",
      facts: [{ name: "distinct-names", value: 9 }],
      frames: [
        {
          at: LATELY,
          rssiDbm: -47,
          channelMhz: 2437,
          kind: "probe-response",
          summary: "sequence number 1204, a network name of 10 octets, 11 elements",
        },
      ],
      names: ["434d4343"],
      firstAt: BEFORE,
      lastAt: LATELY,
    },
  ],
  mitigations: [],
  withdrawn: [
    { sensorId: "door-three", detector: "many-names", code: "three-names", why: "listed", weightDb: 41, at: LATELY },
  ],
  history: [{ decisionId: 7, decision: "to-visit", reason: "闭店后去看", by: "王敏", at: LATELY }],
  changes: [
    { at: BEFORE, sensorId: "door-three", state: "active", band: "strong", scoreDb: 22, codes: ["five-names"] },
  ],
};

export const suspectTimeline: SuspectTimeline = {
  suspectId: "box-one",
  suspicion: "probe-box",
  spans: [
    {
      fromMs: Date.parse("2026-11-23T06:20:00.000Z"),
      untilMs: Date.parse("2026-11-23T07:05:00.000Z"),
      state: "active",
      band: "suspected",
      scoreDb: 16,
      settled: false,
      place: 0,
    },
  ],
  places: [
    {
      floorId: "floor-one",
      position: { x: 9.5, y: 31 },
      radiusMetres: 5.5,
      method: "grid",
      nearestSensorId: "door-three",
    },
  ],
};

export const venueDay: VenueDay = {
  date: "2026-11-23",
  fromMs: Date.parse("2026-11-22T16:00:00.000Z"),
  untilMs: Date.parse("2026-11-23T16:00:00.000Z"),
  active: 3,
  appeared: 1,
  band: "strong",
  firstActiveMs: Date.parse("2026-11-23T06:20:00.000Z"),
  sensors: 4,
  deafSensors: 1,
  deafHours: 7,
  outages: 1,
};

export const suspectPast: SuspectPast = {
  suspectId: "box-one",
  fromMs: Date.parse("2026-11-16T00:00:00.000Z"),
  toMs: Date.parse("2026-11-23T08:00:00.000Z"),
  spans: suspectTimeline.spans,
  places: suspectTimeline.places,
};

export const suspectPresence: SuspectPresence = {
  suspectId: "box-one",
  fromMs: Date.parse("2026-10-26T00:00:00.000Z"),
  toMs: Date.parse("2026-11-23T00:00:00.000Z"),
  timeZone: "Asia/Shanghai",
  stepMinutes: 5,
  sensorIds: ["door-three"],
  // Open from ten to ten: it is there in the afternoon.
  heardMinutes: Array.from({ length: 168 }, (_, hour) => (hour % 24 >= 14 && hour % 24 < 18 ? 180 : 0)),
  listenedMinutes: Array.from({ length: 168 }, (_, hour) => (hour % 24 >= 10 && hour % 24 < 22 ? 240 : 120)),
};

export const sensorTimeline: SensorTimeline = {
  sensorId: "door-three",
  fromMs: Date.parse("2026-11-23T06:20:00.000Z"),
  stepMs: 300_000,
  listenedShare: [1, 0.4, 0],
  probeRequests: [41.6, { fewerThan: 5 }, null],
  devices: [12.2, { fewerThan: 5 }, null],
};

export const levels: LevelSeries = {
  sensorId: "door-three",
  points: [[Date.parse(LATELY), -51, -47, -44, 30]],
  notListened: [[Date.parse(BEFORE), Date.parse(BEFORE) + 60_000]],
};

export const newcomer: NewcomerRow = {
  newcomerId: "n-hgijklmnopqrstuv",
  venueId: "mall",
  transmitter: NETWORK,
  name: "4f66666963652d3247",
  channelMhz: 2437,
  firstHeardAt: BEFORE,
  lastHeardAt: LATELY,
  toldAt: LATELY,
  sensors: [
    {
      sensorId: "door-three",
      levelDbm: -58,
      spreadDb: 4,
      hoursHeard: 26,
      firstHeardAt: BEFORE,
      lastHeardAt: LATELY,
    },
  ],
  mark: { mark: "to-visit", note: "三号门旁的弱电间", by: "王敏", at: LATELY },
};

export const airSurvey: AirSurvey = {
  venueId: "mall",
  from: BEFORE,
  until: LATELY,
  items: [
    {
      kind: "resident",
      transmitter: NETWORK,
      transmitterCount: 1,
      name: "4f66666963652d3247",
      channelMhz: 2437,
      firstHeardAt: BEFORE,
      lastHeardAt: LATELY,
      sensors: [{ sensorId: "door-three", levelDbm: -58 }],
      couldBe: ["maybe-ours", "inside"],
    },
  ],
  beyond: 0,
  recognised: 12,
  residentsTold: true,
  sensors: [
    {
      sensorId: "door-three",
      floorId: "floor-one",
      state: "hearing",
      channels: [{ channelMhz: 2437, seconds: 1_160, frames: 92_000 }],
      phonesAMinute: 12.2,
    },
  ],
  bands: [{ band: "2.4", listened: [2437], notListened: [2412, 2462] }],
  floorsNotListened: ["floor-two"],
};

export const venueNetworks: VenueNetworks = {
  venueId: "mall",
  revision: "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
  networks: [{ bssid: NETWORK, ssid: "4d616c6c", security: "wpa2" }],
  heard: [
    {
      bssid: NETWORK,
      name: "4d616c6c",
      channelMhz: 2437,
      firstHeardAt: BEFORE,
      lastHeardAt: LATELY,
      sensors: [{ sensorId: "door-three", levelDbm: -58 }],
    },
  ],
  beyond: 0,
  residentsTold: true,
  sensors: [{ sensorId: "door-three", state: "hearing", list: "this" }],
};

export const camera: Camera = {
  cameraId: "camera-one",
  venueId: "mall",
  sensorId: "door-three",
  firstSeenAt: BEFORE,
  lastSeenAt: LATELY,
  says: [
    {
      sensorId: "door-three",
      firstSeenAt: BEFORE,
      lastSeenAt: LATELY,
      hardware: "IPC-X1",
      analytics: "named",
      steps: [{ category: "face-detection", step: "advertised" }],
    },
    { sensorId: "atrium", firstSeenAt: BEFORE, lastSeenAt: LATELY, analytics: "kind-unknown", steps: [] },
  ],
  differIn: ["face-detection"],
  changes: [{ at: LATELY, what: "step", category: "face-detection", from: "unknown", to: "advertised" }],
  finding: {
    cameraId: "camera-one",
    address: "192.0.2.64",
    hardware: "IPC-X1",
    vendor: "Example",
    profiles: ["T"],
    analytics: "named",
    ladder: [
      {
        category: "face-detection",
        step: "advertised",
        proofs: [{ call: "get-services", quote: "http://www.onvif.org/ver20/analytics/FaceDetection" }],
      },
    ],
    asked: [{ call: "get-services", outcome: "answered" }],
    oddities: [],
    visitedAt: LATELY,
  },
};

export const cameraRecord: CameraRecord = {
  cameraId: "camera-one",
  revision: 7,
  onSite: { place: "public-area", filed: false, sign: "none-seen", by: "王敏", at: LATELY },
  decision: { decision: "to-visit", reason: "未备案，闭店后核对", by: "王敏", at: LATELY },
  decisions: [{ decisionId: 7, decision: "to-visit", reason: "未备案，闭店后核对", by: "王敏", at: LATELY }],
  visits: [{ place: "public-area", filed: false, sign: "none-seen", by: "王敏", at: LATELY }],
};

export const alert: Alert = {
  alertId: "alert-one",
  venueId: "mall",
  suspectId: "box-one",
  suspicion: "probe-box",
  band: "strong",
  state: "open",
  stage: "new",
  revision: 3,
  openedAt: BEFORE,
  raisedAt: LATELY,
  changedAt: LATELY,
  raised: { at: LATELY, reasons: ["came-back"] },
  delivery: "sent",
};

export const cameraAlert: Alert = {
  alertId: "alert-two",
  venueId: "mall",
  camera: { cameraId: "camera-one", category: "face-detection", from: "supported", step: "enabled" },
  state: "open",
  stage: "in-work",
  revision: 2,
  assignee: "王敏",
  dueAt: LATELY,
  overdue: true,
  stepBy: "王敏",
  stepAt: BEFORE,
  openedAt: BEFORE,
  raisedAt: BEFORE,
  changedAt: LATELY,
  delivery: "sent",
};

export const closedAlert: Alert = {
  ...alert,
  state: "closed",
  stage: "closed",
  revision: 4,
  stepBy: "王敏",
  stepAt: LATELY,
  closedAt: LATELY,
  closedBy: "王敏",
  reason: "已拆除",
};

export const alertCounts: AlertCounts = {
  views: { open: 14, new: 9, mine: 2, changed: 3, snoozed: 1, settled: 120 },
  venues: [{ venueId: "mall", n: 14 }],
  bands: [
    { band: "suspected", n: 11 },
    { band: "strong", n: 3 },
  ],
  abouts: [
    { about: "probe-box", n: 12 },
    { about: "camera", n: 2 },
  ],
  assignees: [{ n: 12 }, { assignee: "王敏", n: 2 }],
  since: { fresh: 1, back: 1, ended: 1, other: 0 },
};

export const alertStep: AlertStepRow = {
  revision: 4,
  step: "close",
  at: LATELY,
  by: "王敏",
  stage: "closed",
  reason: "已拆除",
};

export const approval: Approval = {
  approvalId: "approval-one",
  venueId: "mall",
  kind: "authorise",
  suspectId: "box-one",
  reason: "商场自有设备",
  askedBy: "王敏",
  askedAt: BEFORE,
  state: "waiting",
};

export const evidencePackage: EvidencePackage = {
  packageId: "package-one",
  venueId: "mall",
  suspectId: "box-one",
  purpose: "移送市场监管部门",
  legalBasis: "网络安全法第六十四条",
  askedBy: "王敏",
  askedAt: BEFORE,
  state: "ready",
  taken: [
    {
      at: LATELY,
      by: "王敏",
      bytes: 48_213,
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
  ],
};

export const cameraPackage: EvidencePackage = {
  packageId: "package-two",
  venueId: "mall",
  cameraId: "camera-one",
  decisionId: 7,
  purpose: "移送网信部门",
  legalBasis: "人脸识别技术应用安全管理办法第十四条",
  askedBy: "王敏",
  askedAt: BEFORE,
  state: "ready",
  taken: [],
};

export const evidenceKey: EvidenceKey = {
  fingerprint: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
};

export const maintenanceWindow: MaintenanceWindow = {
  windowId: "window-one",
  venueId: "mall",
  from: BEFORE,
  until: LATELY,
  reason: "更换交换机",
  by: "王敏",
  at: BEFORE,
};

export const outage: Outage = {
  outageId: "outage-one",
  kind: "sensor-silent",
  venueId: "mall",
  sensors: ["door-three"],
  state: "open",
  openedAt: BEFORE,
  delivery: "sent",
};

export const collector: Collector = {
  name: "collector.example:8443",
  state: "ready",
  version: CONTRACT_VERSION,
  startedAt: BEFORE,
  reportedAt: LATELY,
  queue: { messages: 0, bytes: 0, lagMilliseconds: 0 },
  disk: { freeBytes: 41_300_000_000, writeMilliseconds: 4.2 },
  stateStore: { kind: "sqlite", answerMilliseconds: 0.8 },
  seriesStore: { kind: "sqlite", isWell: true },
  hearsBroker: true,
  leads: true,
  loopDelayMilliseconds: 11.4,
  memoryBytes: 181_000_000,
  notices: { waiting: 0, failing: false },
  counted: { received: 8_120, stored: 8_086, duplicates: 34, refused: 0, deadLetters: 0 },
  faults: [],
};

export const auditLine: AuditLine = {
  seq: 412,
  at: LATELY,
  by: "王敏",
  action: "suspect-to-visit",
  subject: "box-one",
  before: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  hash: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
};
export const people: People = {
  items: [
    {
      accountId: "user-ghijklmnopqrstuv",
      name: "王敏",
      roles: ["inspector"],
      scope: { districts: ["黄浦区"], venues: [] },
      active: true,
      createdAt: BEFORE,
      sessions: 1,
      secondStep: true,
    },
  ],
  invitations: [
    {
      invitationId: "invitation-ghijklmnopqrstuv",
      name: "李强",
      roles: ["duty-officer"],
      scope: { all: true },
      madeBy: "管理员",
      expiresAt: LATELY,
    },
  ],
};
export const madeInvitation: MadeInvitation = { token: "one-time-token", expiresAt: LATELY };
export const personSession: PersonSession = {
  sessionId: "session-ghijklmnopqrstuv",
  client: "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0",
  network: "192.0.2.0/24",
  createdAt: BEFORE,
  expiresAt: LATELY,
};
export const apiToken: ApiToken = {
  tokenId: "token-ghijklmnopqrstuv",
  name: "报表",
  roles: ["inspector"],
  scope: { districts: ["黄浦区"], venues: [] },
  mayChange: false,
  createdAt: BEFORE,
  expiresAt: LATELY,
  lastUsedAt: LATELY,
};
export const auditReport: AuditReport = { lines: 412, from: 1, to: 412, end: auditLine.hash };

export const deletion: Deletion = { at: LATELY, kind: "levels", rows: 18_204, until: BEFORE, rule: "age" };

export * from "./openapi-channel-rows.ts";

export const sensorSetup: SensorSetup = {
  sensorId: "door-three",
  venueId: "mall",
  claimed: { by: "李强", at: BEFORE },
  photo: { url: "/api/sensors/door-three/photo?v=t1795507528000", by: "李强", at: LATELY },
  heard: { levelDbm: -58, minute: "2026-11-24T08:44:00.000Z", by: "李强", at: LATELY },
};
export const claimCode: ClaimCode = { code: "K7QM-2TRX", expiresAt: "2026-12-01T08:05:12.000Z" };
