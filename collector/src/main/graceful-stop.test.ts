import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { openState } from "../store/state/open-state.ts";
import { Accounts } from "../people/accounts.ts";
import { commandsIn } from "./test-command.ts";
import { makeVenue } from "./test-venue.ts";

const STREAMS = 4;
const SILENT = 50;
const NAME = "li";
const PASSWORD = "correct horse battery";

const folder = mkdtempSync(join(tmpdir(), "graceful-"));
/** What is to end however the test ends. */
const left: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of left.splice(0).toReversed()) await end();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("SIGTERM with streams open, sensors connected and a batch under way ends it in time, with what it acknowledged stored", async () => {
  const venue = await makeVenue(folder);
  const { dataDir, config } = venue;
  const before = await openState("sqlite:", dataDir);
  await new Accounts(before, Date.now).create(NAME, PASSWORD);
  await before.close();
  const collector = commandsIn(folder).start(["run"], {
    PW_DATA_DIR: dataDir,
    PW_HTTP_PORT: String(config.http.port),
    PW_MQTT_PORT: String(config.mqtt.port),
    PW_MINIMUM_FREE_BYTES: "0",
  });
  left.push(async () => {
    if (collector.exitCode !== null || collector.signalCode !== null) return;
    collector.kill("SIGKILL");
    await once(collector, "exit");
  });
  const said = text(collector.stderr);
  await once(collector.stdout, "data");
  const origin = `http://127.0.0.1:${config.http.port}`;

  const cookie = await signIn(origin);
  const streams = await Promise.all(Array.from({ length: STREAMS }, () => openStream(`${origin}/api/stream`, cookie)));
  left.push(() => streams.forEach((stream) => stream.destroy()));
  const streamsEnded = streams.map((stream) => once(stream, "close"));
  // A reader that keeps its connection for the next request.
  await fetch(`${origin}/api/health`);
  const silent = Array.from({ length: SILENT }, () => createConnection({ host: "127.0.0.1", port: config.mqtt.port }));
  for (const socket of silent) socket.on("error", () => undefined);
  left.push(() => silent.forEach((socket) => socket.destroy()));

  const sensor = await venue.sensor();
  let seq = 0;
  const sendSome = (): void => {
    for (let i = 0; i < 30; i++) void sensor.send((seq += 1)).catch(() => undefined);
  };
  sendSome();
  await vi.waitFor(() => expect(sensor.acked.size).toBeGreaterThan(0), { timeout: 60_000 });
  sendSome();

  const asked = performance.now();
  const ended = once(collector, "exit");
  collector.kill("SIGTERM");
  const [code] = (await ended) as [number | null];
  expect(code).toBe(0);
  // What is left after nine seconds is left to the system, and told; nothing was.
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(await said).not.toContain("not everything ended in time");
  await Promise.all(streamsEnded);

  const state = await openState("sqlite:", dataDir);
  const stored = new Set((await state.db.selectFrom("findings").select("seq").execute()).map((row) => row.seq));
  await state.close();
  expect([...sensor.acked].filter((one) => !stored.has(one))).toEqual([]);
}, 240_000);

async function signIn(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ name: NAME, password: PASSWORD }),
  });
  expect(answer.status).toBe(200);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
}

async function openStream(url: string, cookie: string): Promise<IncomingMessage> {
  const asked = get(url, { headers: { cookie }, agent: false });
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  response.on("error", () => undefined);
  response.resume();
  return response;
}
