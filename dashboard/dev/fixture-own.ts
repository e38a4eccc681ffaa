// What our made-up boxes and notices say of themselves, and what people were told.
import {
  CONTRACT_VERSION,
  type Alert,
  type AuditLine,
  type AuditReport,
  type People,
  type MadeApiToken,
  type PersonSession,
  type Channel,
  type Approval,
  type Collector,
  type EvidenceKey,
  type EvidencePackage,
  type SecondPerson,
  type FloorDrawing,
  type NoticeRow,
  type Outage,
} from "@probewarden/contract";
import { ago } from "./fixture-time.ts";
import { untouched } from "../src/api/test-alerts.ts";

export const alerts: Alert[] = [
  {
    alertId: "alert-one",
    venueId: "venue-demo",
    suspectId: "suspect-karma",
    suspicion: "probe-box",
    band: "strong",
    ...untouched(ago(37)),
    delivery: "sent",
  },
  {
    alertId: "alert-one-more",
    venueId: "venue-demo",
    suspectId: "suspect-karma-impostor",
    suspicion: "impostor",
    band: "suspected",
    ...untouched(ago(29)),
    delivery: "sent",
  },
  {
    alertId: "alert-two",
    venueId: "venue-demo",
    suspectId: "suspect-flood",
    suspicion: "disruption",
    band: "suspected",
    ...untouched(ago(11)),
    delivery: "failing",
  },
  {
    alertId: "alert-three",
    venueId: "venue-demo",
    camera: { cameraId: "camera-one", category: "face-detection", from: "claimed", step: "enabled" },
    ...untouched(ago(3)),
    delivery: "sent",
  },
];

const RULES = {
  band: "suspected",
  cameras: true,
  outages: true,
  digest: "none",
  language: "zh",
  detail: "full",
} as const;
const failure = {
  at: ago(2),
  message: "refused it (310000)",
  code: "refused",
  facts: { error: 310_000 },
  said: "sign not match",
};

export const channels: Channel[] = [
  {
    channelId: "channel-duty",
    name: "值班群",
    enabled: true,
    settings: { kind: "dingtalk", mobiles: ["13800000000"] },
    secrets: ["address", "secret"],
    to: "oapi.dingtalk.com @1",
    rules: { ...RULES, repeatMinutes: 15, quiet: { from: "23:00", until: "06:30" } },
    waiting: 1,
    held: 2,
    failingSince: ago(2),
    lastFailure: failure,
    lastSentAt: ago(36),
    changedAt: ago(90),
    changedBy: "王敏",
  },
  {
    channelId: "channel-mail",
    name: "每日汇总",
    enabled: true,
    settings: {
      kind: "email",
      host: "smtp.example.com",
      port: 465,
      security: "tls",
      from: "probewarden@example.com",
      to: ["duty@example.com"],
    },
    secrets: ["password"],
    to: "duty@example.com",
    rules: { ...RULES, venueIds: ["venue-demo"], digest: "daily", digestAt: "08:00", detail: "brief" },
    waiting: 0,
    held: 0,
    lastSentAt: ago(200),
    changedAt: ago(300),
    changedBy: "王敏",
  },
];

const sent = { channelId: "channel-duty", channelName: "值班群", to: "oapi.dingtalk.com @1" };
export const notices: NoticeRow[] = [
  {
    ...sent,
    noticeId: 3,
    kind: "alerts",
    subjects: ["alert-one"],
    state: "waiting",
    createdAt: ago(2),
    nextAt: ago(-1),
    attempts: 3,
    failures: [failure],
  },
  {
    ...sent,
    noticeId: 2,
    kind: "reminder",
    subjects: ["alert-two"],
    state: "sent",
    createdAt: ago(36),
    doneAt: ago(36),
    attempts: 1,
    failures: [],
  },
  {
    ...sent,
    noticeId: 1,
    kind: "outages",
    subjects: ["outage-park"],
    state: "held",
    createdAt: ago(71),
    nextAt: ago(-30),
    attempts: 0,
    failures: [],
  },
];

export const outages: Outage[] = [
  {
    outageId: "outage-park",
    kind: "sensor-silent",
    venueId: "venue-demo",
    sensors: ["sensor-park"],
    state: "open",
    openedAt: ago(71),
    delivery: "sent",
  },
  {
    outageId: "outage-notices",
    kind: "notices-fail",
    sensors: [],
    state: "open",
    openedAt: ago(2),
    delivery: "none",
  },
  {
    outageId: "outage-over",
    kind: "venue-dark",
    venueId: "venue-demo",
    sensors: ["sensor-door-1", "sensor-door-3", "sensor-atrium", "sensor-food", "sensor-park"],
    state: "closed",
    openedAt: ago(3_000),
    closedAt: ago(2_950),
    reason: "returned",
    delivery: "sent",
  },
];

const collector = (name: string, more: Partial<Collector> = {}): Collector => ({
  name,
  state: "ready",
  version: CONTRACT_VERSION,
  startedAt: ago(4_000),
  reportedAt: ago(0.1),
  queue: { messages: 0, bytes: 0, lagMilliseconds: 0 },
  disk: { freeBytes: 41_300_000_000, writeMilliseconds: 4.2 },
  stateStore: { kind: "postgres", answerMilliseconds: 2.6 },
  seriesStore: { kind: "influx", isWell: true },
  hearsBroker: true,
  leads: false,
  loopDelayMilliseconds: 11.4,
  memoryBytes: 181_000_000,
  notices: { waiting: 0, failing: false },
  counted: { received: 812_004, stored: 811_970, duplicates: 34, refused: 0, deadLetters: 0 },
  faults: [],
  ...more,
});

export const collectors: Collector[] = [
  collector("north.example:8080", { leads: true }),
  collector("south.example:8080", {
    state: "refusing-data",
    queue: { messages: 412, bytes: 903_114, lagMilliseconds: 5_400 },
    disk: { freeBytes: 212_000_000 },
    notices: { waiting: 3, failing: true },
    faults: [{ code: "disk-nearly-full", text: "the disk is nearly full", facts: { folder: "/var/lib/probewarden" } }],
  }),
  collector("west.example:8080", { faults: [{ code: "loop-slow", text: "it is slow", facts: { seconds: 1.4 } }] }),
  collector("east.example:8080", { state: "silent", reportedAt: ago(14) }),
];

/** Walls, two private zones and a camera in one of them, as somebody has drawn them. */
export const drawing: FloorDrawing = {
  walls: [
    {
      points: [
        [20, 0],
        [20, 12],
        [36, 12],
      ],
      lossDb: 8,
    },
    {
      points: [
        [50, 22],
        [50, 40],
      ],
      lossDb: 13,
    },
  ],
  zones: [
    {
      kind: "changing-room",
      name: "试衣间",
      corners: [
        [24, 2],
        [32, 2],
        [32, 9],
        [24, 9],
      ],
    },
    {
      kind: "toilet",
      corners: [
        [52, 4],
        [58, 4],
        [58, 10],
        [55, 10],
        [55, 8],
        [52, 8],
      ],
    },
  ],
  cameras: [
    { cameraId: "camera-one", position: { x: 28, y: 5 } },
    { cameraId: "camera-two", position: { x: 12, y: 20 } },
  ],
};

const LINK = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const acts: readonly (readonly [by: string, action: string, subject: string])[] = [
  ["审计 Audit", "audit-read", "audit"],
  ["王敏", "file-taken", "suspects.csv"],
  ["王敏", "suspect-to-visit", "suspect-karma"],
  ["王敏", "suspect-read", "suspect-karma"],
  ["李强", "alert-close", "alert-karma"],
  ["李强", "sensor-placed", "sensor-door-3 floor-b1"],
  ["collector", "levels-erased", "venue-demo (3)"],
];
export const auditLines: AuditLine[] = acts.map(([by, action, subject], index) => ({
  seq: 1_412 - index,
  at: new Date(Date.now() - index * 3_600_000).toISOString(),
  by,
  action,
  subject,
  before: LINK,
  hash: LINK,
}));
export const auditReport: AuditReport = { lines: 1_412, from: 1, to: 1_412, end: LINK };

export const people: People = {
  items: [
    {
      accountId: "user-one",
      name: "李强",
      roles: ["duty-officer"],
      scope: { districts: ["黄浦区"], venues: ["venue-demo"] },
      active: true,
      createdAt: ago(90 * 24 * 60),
      sessions: 2,
      secondStep: true,
    },
    {
      accountId: "user-two",
      name: "王敏",
      roles: ["technician", "duty-officer", "inspector", "approver", "auditor", "administrator"],
      scope: { all: true },
      active: true,
      createdAt: ago(400 * 24 * 60),
      sessions: 1,
      secondStep: false,
    },
    {
      accountId: "user-three",
      name: "赵云",
      roles: ["inspector"],
      scope: { all: true },
      active: false,
      createdAt: ago(300 * 24 * 60),
      sessions: 0,
      secondStep: false,
    },
  ],
  invitations: [
    {
      invitationId: "invitation-one",
      name: "陈静",
      roles: ["auditor"],
      scope: { all: true },
      madeBy: "王敏",
      expiresAt: new Date(Date.now() + 20 * 3_600_000).toISOString(),
    },
  ],
};
export const personSessions: PersonSession[] = [
  {
    sessionId: "session-one",
    client: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
    network: "192.0.2.0/24",
    isThis: true,
    createdAt: ago(30),
    expiresAt: new Date(Date.now() + 11 * 3_600_000).toISOString(),
  },
  {
    sessionId: "session-two",
    client:
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1",
    network: "198.51.100.0/24",
    createdAt: ago(600),
    expiresAt: new Date(Date.now() + 2 * 3_600_000).toISOString(),
  },
];
export const evidenceKey: EvidenceKey = {
  fingerprint: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
};
export const packages: EvidencePackage[] = [
  {
    packageId: "package-one",
    venueId: "venue-demo",
    suspectId: "suspect-karma",
    purpose: "移送市场监管部门",
    legalBasis: "市监案字〔2026〕12 号",
    askedBy: "王敏",
    askedAt: ago(25),
    state: "ready",
    taken: [{ at: ago(24), by: "王敏", bytes: 48_213, sha256: evidenceKey.publicKey }],
  },
  {
    packageId: "package-two",
    venueId: "venue-demo",
    cameraId: "camera-one",
    decisionId: 2,
    purpose: "移送网信部门",
    legalBasis: "人脸识别技术应用安全管理办法",
    askedBy: "王敏",
    askedAt: ago(12),
    state: "ready",
    taken: [],
  },
];

/** A secret that nobody's app has. */
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
export const secondStepAnswers: Readonly<Record<string, object>> = {
  "/api/own/second-step": { state: "on", recoveryCodesLeft: 8 },
  "/api/own/second-step/begin": {
    secret: SECRET,
    uri: `otpauth://totp/Probewarden:%E7%8E%8B%E6%95%8F?issuer=Probewarden&secret=${SECRET}`,
  },
  "/api/own/second-step/confirm": {
    recoveryCodes: ["abcd-efgh-ijkl-mnop", "qrst-uvwx-yz23-4567", "bcde-fghi-jklm-nopq", "cdef-ghij-klmn-opqr"],
  },
};
export const approvals: Approval[] = [
  {
    approvalId: "approval-one",
    venueId: "venue-demo",
    kind: "authorise",
    suspectId: "suspect-karma",
    reason: "商场自有的测试设备",
    document: "备案 2026-7",
    until: new Date(Date.now() + 90 * 24 * 3_600_000).toISOString(),
    askedBy: "王敏",
    askedAt: ago(12),
    state: "waiting",
  },
];
export const secondPerson: SecondPerson[] = [
  { authorise: true, packages: false },
  { venueId: "venue-demo", authorise: true, packages: true },
];

/** As the list and the answer to one that is made have them. */
export const tokens: MadeApiToken = {
  token: "pw_shown-once-abcdefghijklmnopqrstuvwxyz0123456789",
  items: [
    {
      tokenId: "token-one",
      name: "每周报表",
      roles: ["inspector", "auditor"],
      scope: { all: true },
      mayChange: false,
      createdAt: ago(40 * 24 * 60),
      expiresAt: new Date(Date.now() + 50 * 24 * 3_600_000).toISOString(),
      lastUsedAt: ago(55),
    },
  ],
};
