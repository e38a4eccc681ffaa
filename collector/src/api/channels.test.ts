import type { Channel, ChannelRequest } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as receivers from "../alerts/notify/kinds/test-receivers.ts";
import { EVERYTHING } from "../alerts/notify/test-channels.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
const undo: (() => unknown)[] = [];
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
});
afterEach(async () => {
  await fixture.close();
  for (const step of undo.splice(0)) await step();
});

const ask = async (method: "GET" | "POST" | "PUT" | "DELETE", url: string, payload?: object) => {
  const answer = await fixture.app.inject({
    method,
    url,
    headers: OWN_PAGE,
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, json: answer.json(), text: answer.body };
};
const request = (settings: ChannelRequest["settings"], change: Partial<ChannelRequest> = {}): ChannelRequest => ({
  name: "值班群",
  enabled: true,
  settings,
  rules: EVERYTHING,
  ...change,
});
const dingtalk = async (): Promise<receivers.HttpReceiver> => {
  const receiver = await receivers.startReceiver((one) => receivers.dingtalk("SECright", () => fixture.clock.now, one));
  undo.push(receiver.close);
  return receiver;
};

test("an administrator makes a channel, tests it, reads why it fails, mends it, and nobody is shown a secret", async () => {
  const receiver = await dingtalk();
  const address = `${receiver.url}/robot/send?access_token=token`;
  const made = await ask("POST", "/api/channels", request({ kind: "dingtalk", address, secret: "SECwrong" }));
  expect(made.status).toBe(200);
  const { channelId } = made.json as Channel;
  expect(made.json).toMatchObject({ name: "值班群", settings: { kind: "dingtalk" }, secrets: ["address", "secret"] });
  expect((await ask("POST", `/api/channels/${channelId}/test`, {})).json).toEqual({
    ok: false,
    message: "refused it (310000)",
    code: "refused",
    facts: { error: 310_000 },
    said: "sign not match",
  });
  // Of the secrets only the one that is given anew changes.
  const mended = await ask(
    "PUT",
    `/api/channels/${channelId}`,
    request({ kind: "dingtalk", secret: "SECright", mobiles: ["13800000000"] }),
  );
  expect(mended.status).toBe(200);
  expect((await ask("POST", `/api/channels/${channelId}/test`, {})).json).toMatchObject({ ok: true });
  const shown = [made.text, mended.text, (await ask("GET", "/api/channels")).text].join("");
  for (const secret of ["SECwrong", "SECright", "access_token"]) expect(shown).not.toContain(secret);
  const audit = await fixture.state.db.selectFrom("audit").select(["action", "subject"]).orderBy("id").execute();
  expect(audit.map(({ action }) => action)).toEqual([
    "channel-made",
    "channel-tested",
    "channel-changed",
    "channel-tested",
  ]);
  expect((await ask("DELETE", `/api/channels/${channelId}`)).json).toEqual({ items: [] });
  expect((await ask("POST", `/api/channels/${channelId}/test`, {})).status).toBe(404);
});

test.each([
  ["ftp", { kind: "webhook", url: "ftp://example.org/", secret: "s" }, "bad-address"],
  ["a password in the address", { kind: "ntfy", server: "https://u:p@ntfy.example/", topic: "t" }, "bad-address"],
  ["a cloud's metadata", { kind: "webhook", url: "http://169.254.169.254/latest", secret: "s" }, "closed-address"],
  ["the own link", { kind: "ntfy", server: "http://[fe80::1]/", topic: "t" }, "closed-address"],
  ["a mail server on the own link", { kind: "email", host: "169.254.1.1", port: 25 }, "closed-address"],
  ["no key", { kind: "webhook", url: "https://example.org/" }, "secret-needed"],
  ["a robot without its address", { kind: "wecom" }, "secret-needed"],
  ["a password in the clear", { kind: "email", host: "mail.example", port: 25, password: "p" }, "clear-password"],
] as const)("%s is refused in words", async (_, settings, code) => {
  const mail = { security: "none", from: "a@b.example", to: ["c@d.example"] };
  const given = settings.kind === "email" ? { ...mail, ...settings } : settings;
  expect(await ask("POST", "/api/channels", request(given as ChannelRequest["settings"]))).toMatchObject({
    status: 400,
    json: { code },
  });
  expect((await ask("GET", "/api/channels")).json).toEqual({ items: [] });
});

test("what no channel may hold is refused by its schema", async () => {
  const good = request({ kind: "ntfy", server: "https://ntfy.example", topic: "duty" });
  for (const wrong of [
    { ...good, settings: { kind: "pigeon", url: "https://x.example" } },
    { ...good, settings: { ...good.settings, topic: "a/b" } },
    { ...good, name: "two\nlines" },
    { ...good, rules: { ...EVERYTHING, quiet: { from: "25:00", until: "07:00" } } },
    { ...good, rules: { ...EVERYTHING, repeatMinutes: 1 } },
    { ...good, rules: { ...EVERYTHING, venueIds: [] } },
    { ...good, settings: { kind: "dingtalk", address: "https://x.example", mobiles: ["138 0000"] } },
  ])
    expect([wrong, (await ask("POST", "/api/channels", wrong)).status]).toEqual([wrong, 400]);
});

test("a secret that is kept goes to no other server than the one that it was given for", async () => {
  const settings = { kind: "ntfy", server: "https://ntfy.example", topic: "duty", token: "tk_secret" } as const;
  const { channelId } = (await ask("POST", "/api/channels", request(settings))).json as Channel;
  const { token: _, ...without } = settings;
  const put = (change: object) => ask("PUT", `/api/channels/${channelId}`, request({ ...without, ...change }));
  expect(await put({ server: "https://elsewhere.example" })).toMatchObject({
    status: 400,
    json: { code: "secret-needed" },
  });
  expect((await put({ topic: "night" })).status).toBe(200);
  expect((await put({ server: "https://elsewhere.example", token: "tk_new" })).status).toBe(200);
  expect((await put({ kind: "webhook", url: "https://x.example", secret: "s" })).status).toBe(400);
});

test("there are so many channels, and no more", async () => {
  const make = () => ask("POST", "/api/channels", request({ kind: "ntfy", server: "https://n.example", topic: "t" }));
  for (let n = 0; n < 32; n += 1) expect((await make()).status).toBe(200);
  expect(await make()).toMatchObject({ status: 409, json: { code: "too-many-channels" } });
});
