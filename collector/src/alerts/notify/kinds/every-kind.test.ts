import { createHmac } from "node:crypto";
import { CHANNEL_SETTINGS, type ChannelKind, type ChannelSettings } from "@probewarden/contract";
import { CHANNEL_KINDS } from "@probewarden/contract/figures";
import { Value } from "typebox/value";
import { afterEach, describe, expect, test } from "vitest";
import { makeLine, makeNotice } from "../test-notice.ts";
import { ALL_KINDS, channelOf } from "./all-kinds.ts";
import type { Sending, SendParts } from "./notice-channel.ts";
import * as receivers from "./test-receivers.ts";

const NOW = Date.parse("2026-11-24T08:00:05.000Z");
const now = (): number => NOW;
const PARTS: SendParts = { language: "zh", detail: "full", now: NOW, key: "k-1", allow: ["127.0.0.1"] };
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

/** A receiver of one kind that checks the provider's documented form, and a channel to it; with a wrong key where one is asked for. */
interface Place {
  settings: ChannelSettings;
  /** Texts that the receiver took for people. */
  texts: () => string[];
}
type Start = (options?: { wrongKey?: boolean; answer?: receivers.Answer }) => Promise<Place>;

async function http(
  check: (request: receivers.HttpReceiver["taken"][number]) => receivers.Answer,
  settingsOf: (url: string) => ChannelSettings,
  textOf: (body: never) => string,
  answer?: receivers.Answer,
): Promise<Place> {
  const receiver = await receivers.startReceiver(answer === undefined ? check : () => answer);
  undo.push(receiver.close);
  return {
    settings: settingsOf(receiver.url),
    texts: () => receiver.taken.map(({ body }) => textOf(JSON.parse(body) as never)),
  };
}

const START: Readonly<Record<ChannelKind, Start>> = {
  webhook: ({ wrongKey, answer } = {}) =>
    http(
      ({ headers, body }) => {
        const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["x-probewarden-signature"])) ?? [];
        const right = createHmac("sha256", "secret").update(`${t}.${body}`).digest("hex");
        return { status: v1 === right && headers["idempotency-key"] === '"k-1"' ? 204 : 401 };
      },
      (url) => ({ kind: "webhook", url, secret: wrongKey ? "wrong" : "secret" }),
      ({ text }: { text: string }) => text,
      answer,
    ),
  dingtalk: ({ wrongKey, answer } = {}) =>
    http(
      (request) => receivers.dingtalk("SECsecret", now, request),
      (url) => ({
        kind: "dingtalk",
        address: `${url}/robot/send?access_token=token`,
        secret: wrongKey ? "SECwrong" : "SECsecret",
        mobiles: ["13800000000"],
      }),
      ({ text }: { text: { content: string } }) => text.content,
      answer,
    ),
  wecom: ({ wrongKey, answer } = {}) =>
    http(
      receivers.wecom,
      (url) => ({
        kind: "wecom",
        address: `${url}/cgi-bin/webhook/send?key=${wrongKey ? "wrong" : "key"}`,
        mobiles: ["13800000000"],
      }),
      ({ text }: { text: { content: string } }) => text.content,
      answer,
    ),
  feishu: ({ wrongKey, answer } = {}) =>
    http(
      (request) => receivers.feishu("secret", now, request),
      (url) => ({
        kind: "feishu",
        address: `${url}/open-apis/bot/v2/hook/token`,
        secret: wrongKey ? "wrong" : "secret",
      }),
      ({ content }: { content: { text: string } }) => content.text,
      answer,
    ),
  ntfy: ({ wrongKey, answer } = {}) =>
    http(
      receivers.ntfy,
      (url) => ({ kind: "ntfy", server: url, topic: "duty", token: wrongKey ? "tk_wrong" : "tk_token" }),
      ({ message }: { message: string }) => message,
      answer,
    ),
  telegram: ({ wrongKey, answer } = {}) =>
    http(
      receivers.telegram,
      (url) => ({ kind: "telegram", server: url, token: wrongKey ? "123:wrong" : "123:token", chatId: "-1001" }),
      ({ text }: { text: string }) => text,
      answer,
    ),
  email: async ({ wrongKey } = {}) => {
    const mail = await receivers.startMail({ secure: false });
    undo.push(mail.close);
    const settings: ChannelSettings = {
      kind: "email",
      host: "127.0.0.1",
      port: mail.port,
      security: "none",
      from: "probewarden@venue.example",
      to: [wrongKey ? "nobody@venue.example" : "duty@venue.example"],
    };
    return { settings, texts: () => mail.taken.map(({ mail: raw }) => bodyOfMail(raw)) };
  },
};

/** The text of a mail of one part. */
function bodyOfMail(raw: string): string {
  const [head = "", ...body] = raw.split("\r\n\r\n");
  const text = body.join("\r\n\r\n");
  if (/content-transfer-encoding: base64/i.test(head)) return Buffer.from(text, "base64").toString();
  if (!/content-transfer-encoding: quoted-printable/i.test(head)) return text;
  const octets = text
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(octets, "latin1").toString();
}

const send = (settings: ChannelSettings, notice = makeNotice(), parts: Partial<SendParts> = {}): Promise<Sending> =>
  channelOf(settings).send(settings, notice, { ...PARTS, ...parts });

test("every kind of the contract is here, and is offered", () => {
  expect(Object.keys(ALL_KINDS).toSorted()).toEqual(Object.keys(CHANNEL_SETTINGS).toSorted());
  expect([...CHANNEL_KINDS].toSorted()).toEqual(Object.keys(CHANNEL_SETTINGS).toSorted());
});

describe.each(CHANNEL_KINDS)("%s", (kind) => {
  test("sends what its receiver takes: the documented form, signature and size", async () => {
    const { settings, texts } = await START[kind]();
    expect(Value.Check(CHANNEL_SETTINGS[kind], settings)).toBe(true);
    expect(await send(settings)).toMatchObject({ ok: true });
    expect(texts()).toHaveLength(1);
    for (const words of ["疑似探针盒", "高度可疑", "演示商场", "三号门", "2026-11-24 16:00 (Asia/Shanghai)"])
      expect(texts()[0]).toContain(words);
  });

  test("a hundred alerts are as few words as the receiver takes", async () => {
    const { settings } = await START[kind]();
    expect(await send(settings, makeNotice(100, { heldBack: 14_700 }), { language: "both" })).toMatchObject({
      ok: true,
    });
  });

  test("a wrong key is a failure, with what the receiver says of it", async () => {
    const { settings } = await START[kind]({ wrongKey: true });
    const { ok, code, said } = await send(settings);
    expect([ok, code]).toEqual([false, kind === "webhook" ? "answered" : "refused"]);
    if (kind !== "webhook") expect(said).toMatch(/\w/);
  });

  test("tells no more than it may: brief holds neither what nor where", async () => {
    const { settings, texts } = await START[kind]();
    expect(await send(settings, makeNotice(), { detail: "brief" })).toMatchObject({ ok: true });
    expect(texts()[0]).toContain("演示商场");
    expect(texts()[0]).not.toMatch(/探针盒|三号门|高度可疑/);
  });

  test("a test says that it is one", async () => {
    const { settings, texts } = await START[kind]();
    expect(await send(settings, { kind: "test", lines: [] })).toMatchObject({ ok: true });
    expect(texts()[0]).toContain("测试");
  });

  test("goes to no closed address that the configuration does not allow", async () => {
    const { settings, texts } = await START[kind]();
    expect(await send(settings, makeNotice(), { allow: [] })).toMatchObject({ ok: false, code: "not-allowed" });
    expect(texts()).toEqual([]);
  });

  test("names its receiver without any secret", async () => {
    const { settings } = await START[kind]();
    const to = channelOf(settings).to(settings);
    expect(to).not.toBe("");
    for (const secret of ["token=", "key=", "tk_", "secret", "SEC", "123:"]) expect(to).not.toContain(secret);
  });

  test.runIf(kind !== "email")("a redirect is not followed, and words that never end are cut", async () => {
    const elsewhere = await START[kind]({ answer: { status: 302, headers: { location: "http://127.0.0.1:1/" } } });
    expect(await send(elsewhere.settings)).toMatchObject({ ok: false, code: "redirects" });
    const babble = JSON.stringify({ errcode: 7, code: 7, ok: false, error_code: 7, error: "x".repeat(9_000) });
    const { settings } = await START[kind]({ answer: { status: 400, body: babble } });
    const { ok, said = "" } = await send(settings);
    expect([ok, said.length <= 400]).toEqual([false, true]);
  });

  test.runIf(kind !== "email")("a receiver that had too many is left alone for as long as it says", async () => {
    const { settings } = await START[kind]({ answer: { status: 429, headers: { "retry-after": "17" } } });
    expect(await send(settings)).toMatchObject({ ok: false, code: "too-many" });
    expect((await send(settings)).waitSeconds).toBeGreaterThan(0);
  });
});

test.each(["dingtalk", "wecom", "feishu"] as const)(
  "%s: an answer with status 200 that is not a robot's is no success",
  async (kind) => {
    for (const body of ["", "<html>", "{}", '{"errcode":"0","code":"0"}', "[0]"]) {
      const { settings } = await START[kind]({ answer: { status: 200, body } });
      expect(await send(settings)).toMatchObject({ ok: false, code: "refused" });
    }
    const busy = { dingtalk: 130101, wecom: 45009, feishu: 11232 }[kind];
    const { settings } = await START[kind]({ answer: { body: JSON.stringify({ errcode: busy, code: busy }) } });
    expect(await send(settings)).toMatchObject({ ok: false, code: "too-many", waitSeconds: 60 });
  },
);

test("Telegram says itself how long it wants to be left alone", async () => {
  const body = JSON.stringify({ ok: false, error_code: 429, description: "Too Many", parameters: { retry_after: 31 } });
  const { settings } = await START.telegram({ answer: { status: 429, body } });
  expect(await send(settings)).toMatchObject({ code: "too-many", waitSeconds: 31 });
});

test.each(["feishu", "wecom"] as const)("%s: a camera's name mentions nobody of the room", async (kind) => {
  const { settings, texts } = await START[kind]();
  const where = { zh: '<at user_id="all">', en: "" };
  expect(await send(settings, makeNotice(1, { lines: [makeLine(1, { where })] }))).toMatchObject({ ok: true });
  expect(texts()[0]).not.toContain("<");
});

describe("mail", () => {
  const mailOf = async (
    options: Parameters<typeof receivers.startMail>[0],
    change: object = {},
  ): Promise<{ settings: ChannelSettings; mail: receivers.MailReceiver }> => {
    const mail = await receivers.startMail(options);
    undo.push(mail.close);
    const settings = {
      kind: "email",
      host: "127.0.0.1",
      port: mail.port,
      security: "none",
      from: "probewarden@venue.example",
      to: ["duty@venue.example"],
      ...change,
    } as ChannelSettings;
    return { settings, mail };
  };

  test("has a subject, says that nobody wrote it, and keeps its name at every attempt", async () => {
    const { settings, mail } = await mailOf({});
    await send(settings);
    await send(settings);
    const heads = mail.taken.map(({ mail: raw }) => raw.split("\r\n\r\n")[0] ?? "");
    expect(heads[0]).toMatch(/auto-submitted: auto-generated/i);
    expect(heads[0]).toMatch(/^subject: =\?UTF-8\?/im);
    const ids = heads.map((head) => /^message-id: (.*)$/im.exec(head)?.[1]);
    expect(ids).toEqual(["<k-1@venue.example>", "<k-1@venue.example>"]);
  });

  test("one receiver that is not known keeps the others from nothing, and is said", async () => {
    const { settings, mail } = await mailOf({}, { to: ["duty@venue.example", "nobody@venue.example"] });
    expect(await send(settings)).toMatchObject({ ok: true, code: "some-refused", facts: { refused: 1 } });
    expect(mail.taken[0]?.to).toEqual(["duty@venue.example"]);
  });

  test("no password goes in the clear, and none where a secure line was asked for and is not offered", async () => {
    const login = { user: "duty", password: "right" };
    const clear = await mailOf({}, login);
    expect(await send(clear.settings)).toMatchObject({ ok: false, code: "no-secure-line" });
    const { settings, mail } = await mailOf({ hideSTARTTLS: true }, { ...login, security: "starttls" });
    expect(await send(settings)).toMatchObject({ ok: false });
    expect(mail.taken).toEqual([]);
  });

  test("a certificate that nobody vouches for is not trusted with a password", async () => {
    for (const [security, secure] of [
      ["starttls", false],
      ["tls", true],
    ] as const) {
      const { settings, mail } = await mailOf({ secure }, { user: "duty", password: "right", security });
      expect(await send(settings)).toMatchObject({ ok: false });
      expect(mail.taken).toEqual([]);
    }
  });
});

test("nobody there is said as such", async () => {
  const { settings } = await START.ntfy();
  for (const step of undo.splice(0)) await step();
  expect(await send(settings)).toMatchObject({ ok: false, code: "unreachable", facts: { cause: "ECONNREFUSED" } });
});
