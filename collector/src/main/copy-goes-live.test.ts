import { once } from "node:events";
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt from "mqtt";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import { freePort } from "@probewarden/cli/free-port";
import { commandsIn } from "./test-command.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-live-"));
const { command, start } = commandsIn(folder);
afterAll(() => rmSync(folder, { recursive: true }));

const PASSWORD = "a long enough password";

test(
  "a backup goes live as docs/deploy-a-sensor.md prints it: restored, verified, run, with its accounts, sensors and certificates",
  { timeout: 240_000 },
  async () => {
    const data = join(folder, "probewarden-collector");
    const config = join(data, "collector.yaml");
    const [http, port] = [await freePort(), await freePort()];
    const run = async (args: string[], stdin?: string): Promise<string> => {
      const { stdout, stderr, code } = await command(args, stdin === undefined ? {} : { stdin });
      expect([args.join(" "), code, stderr]).toEqual([args.join(" "), 0, ""]);
      return stdout;
    };
    const collecting = async (): Promise<() => Promise<number>> => {
      const collector = start(["run", "--config", config]);
      const [line] = (await once(collector.stdout, "data")) as [Buffer];
      expect(String(line)).toContain("Probewarden collector on");
      return async () => {
        const ended = once(collector, "exit");
        collector.kill("SIGTERM");
        return (await ended)[0] as number;
      };
    };
    await run([
      "init",
      "--data-dir",
      data,
      "--host",
      "127.0.0.1",
      "--http-port",
      String(http),
      "--mqtt-port",
      String(port),
    ]);
    await run(["user", "add", "li", "--config", config], PASSWORD);
    const agent = parse(await run(["sensor", "add", "door", "--config", config])) as {
      mqtt: { url: string; username: string; password: string; ca: string };
    };
    const stop = await collecting();
    await run(["backup", join(folder, "copy.tar"), "--config", config]);
    expect(await stop()).toBe(0);

    // First into a folder of its own, to see that it is sound; then into the place of the one before.
    mkdirSync(`${data}-2`, { mode: 0o700 });
    await run(["restore", join(folder, "copy.tar"), "--data-dir", `${data}-2`]);
    expect(await run(["verify", "--config", `${data}-2/collector.yaml`])).toMatch(/state: sound[\s\S]*series: sound/);
    renameSync(data, `${data}-before`);
    mkdirSync(data, { mode: 0o700 });
    await run(["restore", join(folder, "copy.tar"), "--data-dir", data]);
    expect(await run(["verify", "--config", config])).toMatch(/state: sound[\s\S]*series: sound/);
    rmSync(`${data}-before`, { recursive: true });
    const stopCopy = await collecting();

    const { url, username, password, ca } = agent.mqtt;
    await (await mqtt.connectAsync(url, { username, password, clientId: username, ca, protocolVersion: 4 })).endAsync();
    const origin = `https://127.0.0.1:${http}`;
    const headers = { origin, "content-type": "application/json" };
    const signIn = request(`${origin}/api/session`, { method: "POST", ca, headers });
    signIn.end(JSON.stringify({ name: "li", password: PASSWORD }));
    const [answer] = await once(signIn, "response");
    answer.resume();
    expect(answer.statusCode).toBe(200);
    expect(await stopCopy()).toBe(0);
  },
);
