import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { afterEach, expect, test } from "vitest";
import { parse } from "yaml";
import { freePort } from "@probewarden/cli/free-port";
import { makeProgram } from "./program.ts";
import { commandsIn } from "./test-command.ts";

const SILENT = 2_000;
const folder = mkdtempSync(join(tmpdir(), "silent-crowd-"));
const crowd: Socket[] = [];
afterEach(() => {
  for (const socket of crowd) socket.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** A command in this process; what it printed. */
async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  await makeProgram({ print, tell: print, environment: { PW_DATA_DIR: folder }, now: Date.now }).parseAsync(args, {
    from: "user",
  });
  return lines.join("\n");
}

test("two thousand connections that say nothing lock no sensor out, and SIGTERM ends the collector in time", async () => {
  const [http, port] = [await freePort(), await freePort()];
  await run("init", "--host", "127.0.0.1", "--http-port", String(http), "--mqtt-port", String(port), "--venue", "mall");
  const agent = parse(await run("sensor", "add", "north", "--venue", "mall")) as {
    mqtt: { url: string; username: string; password: string; ca: string };
  };
  const collector = commandsIn(folder).start(["run"], { PW_DATA_DIR: folder });
  await once(collector.stdout, "data");
  for (let i = 0; i < SILENT; i++) {
    const socket = createConnection({ port, host: "127.0.0.1" });
    socket.on("error", () => undefined);
    crowd.push(socket);
    await once(socket, "connect");
  }

  const { url, username, password, ca } = agent.mqtt;
  const client = await connectAsync(url, { username, password, ca, protocolVersion: 4, reconnectPeriod: 0 }, false);
  client.on("error", () => undefined);
  await client.publishAsync("probewarden/v1/mall/north/health", "{}", { qos: 1 });

  const ended = once(collector, "exit");
  const asked = performance.now();
  collector.kill("SIGTERM");
  expect((await ended)[0]).toBe(0);
  // What systemd waits before it kills is 90 s; ours is 10.
  expect(performance.now() - asked).toBeLessThan(10_000);
  await client.endAsync(true);
}, 180_000);
