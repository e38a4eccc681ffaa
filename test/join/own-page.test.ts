import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@probewarden/cli/free-port";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { askToJoin } from "../../agent/src/main/ask-to-join.ts";
import { ownHelper } from "../../agent/src/page/box-helper.ts";
import { OwnPage } from "../../agent/src/page/own-page.ts";
import { makeApp, type AppFixture } from "../../collector/src/api/app-fixture.ts";
import { SignIn } from "../../collector/src/broker/sign-in.ts";
import { makeCertificates } from "../../collector/src/main/certificates.ts";
import { makeSiteCode, NIGHT_MS } from "../../collector/src/sensors/join/site-codes.ts";
import { makeVenueRow } from "../../collector/src/store/state/test-rows.ts";

/** A box's own page and a collector, over real TLS in one process. */
let fixture: AppFixture;
let collector = "";
beforeAll(async () => {
  const { cert, key } = await makeCertificates(["127.0.0.1"], Date.now());
  fixture = await makeApp({ tls: { cert: Buffer.from(cert), key: Buffer.from(key) } });
  await fixture.app.listen({ host: "127.0.0.1", port: 0 });
  collector = `https://127.0.0.1:${(fixture.app.server.address() as AddressInfo).port}`;
  await fixture.state.db
    .insertInto("venues")
    .values(makeVenueRow({ venue_id: "mall" }))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
});
afterAll(() => fixture.close());
const makeCode = async (uses = 5): Promise<string[]> =>
  (await makeSiteCode(fixture.state, { venueId: "mall", uses, by: "ana", at: fixture.clock.now }))?.words ?? [];

test("the sensor's own page joins it for real, and tells whoever has not the right words which of them helps", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pw-page-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const to = join(folder, "agent.yaml");
  const machine = { run: async () => ({ ok: false, stdout: "", stderr: "" }), readLink: async () => undefined };
  const helper = ownHelper(to, {
    install: { machine: { ...machine, interfaces: () => ({}) }, start: async () => "none" },
    look: async () => ({ checks: [] }),
  });
  const page = new OwnPage({ box: "a".repeat(64), helper, askToJoin, now: Date.now, hasJoined: () => existsSync(to) });
  const token = /name="token" value="(\w+)"/.exec((await page.show()).html)?.[1] ?? "";
  const typed = async (words: string[], more: Record<string, string> = {}): Promise<string> =>
    (await page.join(new URLSearchParams({ token, code: words.join(" "), collector, ...more }))).html;
  const words = await makeCode(1);
  expect(await typed(words.toReversed())).toContain("服务器没有这个加入码");
  expect(await typed(words, { collector: `https://127.0.0.1:${await freePort()}` })).toContain("连不上这个地址");
  fixture.clock.now += NIGHT_MS;
  try {
    expect(await typed(words)).toContain("这个加入码已过期或被收回");
  } finally {
    fixture.clock.now -= NIGHT_MS;
  }
  const used = await makeCode(1);
  await fixture.state.db.updateTable("site_codes").set({ uses_left: 0 }).execute();
  expect(await typed(used)).toContain("这个加入码的次数已用完");
  expect(existsSync(to)).toBe(false);
  expect(await typed(await makeCode(), { name: "door" })).toMatch(/加入成功[\s\S]*>door</);
  const password = readFileSync(join(folder, "mqtt-password"));
  const signIn = new SignIn(fixture.state, false);
  expect(await signIn.signIn("door", Buffer.from(password.toString().trim()), () => undefined)).toMatchObject({
    sensorId: "door",
  });
  expect(await typed(await makeCode())).toContain("has joined already");
});
