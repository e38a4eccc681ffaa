import type { Channel, ChannelRequest, NoticeRow, TestResult, Webhook } from "@probewarden/contract";

/** Rows of how people are told, as the description of the API shows them. */
const BEFORE = "2026-11-24T08:05:12.000Z";
const LATELY = "2026-11-24T08:45:28.000Z";

const refused = {
  message: "refused it (310000)",
  code: "refused",
  facts: { error: 310_000 },
  said: "sign not match",
} as const;

export const channelRequest: ChannelRequest = {
  name: "值班群",
  enabled: true,
  settings: {
    kind: "dingtalk",
    address: "https://oapi.dingtalk.com/robot/send?access_token=example",
    secret: "SECexample",
    mobiles: ["13800000000"],
  },
  rules: {
    venueIds: ["mall"],
    band: "suspected",
    cameras: true,
    outages: true,
    repeatMinutes: 15,
    quiet: { from: "23:00", until: "06:30" },
    digest: "none",
    language: "zh",
    detail: "full",
  },
};

export const channel: Channel = {
  channelId: "channel-xoixxoyhlmms",
  name: "值班群",
  enabled: true,
  settings: { kind: "dingtalk", mobiles: ["13800000000"] },
  secrets: ["address", "secret"],
  to: "oapi.dingtalk.com @1",
  rules: channelRequest.rules,
  waiting: 0,
  held: 2,
  lastSentAt: LATELY,
  lastFailure: { at: BEFORE, ...refused },
  changedAt: BEFORE,
  changedBy: "王敏",
};

export const notice: NoticeRow = {
  noticeId: 41,
  channelId: channel.channelId,
  channelName: channel.name,
  to: channel.to,
  kind: "alerts",
  subjects: ["alert-probe-box-one"],
  state: "sent",
  createdAt: BEFORE,
  doneAt: LATELY,
  attempts: 2,
  failures: [{ at: BEFORE, ...refused }],
};

export const webhook: Webhook = {
  url: "https://hooks.example/probewarden",
  hasSecret: true,
  waiting: 1,
  failures: [{ at: LATELY, message: "answered 503", code: "answered", facts: { status: 503 }, attempts: 4 }],
  lastSentAt: BEFORE,
};

export const testResult: TestResult = { ok: true, message: "answered 200", code: "answered", facts: { status: 200 } };
export const refusedTest: TestResult = { ok: false, ...refused };
