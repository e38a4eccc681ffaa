import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt from "mqtt";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import { freePort } from "@probewarden/cli/free-port";
import { commandsIn } from "./test-command.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-main-"));
const { command, start } = commandsIn(folder);
afterAll(() => rmSync(folder, { recursive: true }));

test("a command that fails says why in one line, without a stack, and with the right exit code", async () => {
  writeFileSync(join(folder, "broken.yaml"), "http: { prot: 80 }");
  const busy = createServer().listen(0, "127.0.0.1");
  await once(busy, "listening");
  const { port } = busy.address() as AddressInfo;
  const mqttPort = String(await freePort());
  const cases: [string[], Record<string, string>, number, RegExp][] = [
    [
      ["run", "--config", "nowhere.yaml"],
      {},
      2,
      /nowhere\.yaml: the configuration cannot be read: there is no such file/,
    ],
    [["run", "--config", "broken.yaml"], {}, 2, /broken\.yaml: \/http\/prot is unknown \(did you mean port\?\)/],
    [
      ["run"],
      { PW_DATA_DIR: join(folder, "d1"), PW_HTTP_PORT: String(port), PW_MQTT_PORT: mqttPort },
      1,
      /^127\.0\.0\.1:\d+: another program uses it; .*PW_HTTP_PORT/,
    ],
    [["run"], { PW_DATA_DIR: join(folder, "d2"), PW_MQTT_PORT: String(port) }, 1, /another program uses it|in use/],
    [["run"], { PW_DATA_DIR: "/proc/nowhere" }, 1, /\/proc\/nowhere/],
    [["fly"], {}, 2, /^unknown command 'fly'/],
    [["init", "--http-port", "0"], {}, 2, /a port is a number from 1 to 65535 \(example: 8443\)/],
    [["sensor", "add", "Not A Name"], {}, 2, /cannot name a sensor/],
    [["sensor", "list"], {}, 2, /^\.probewarden\/collector: there is no such data folder, and no configuration/],
  ];
  for (const [args, environment, code, line] of cases) {
    const result = await command(args, { environment });
    expect([args, result.code, result.stderr.trim()]).toEqual([args, code, expect.stringMatching(line)]);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    expect(result.stdout).toBe("");
  }
  expect(existsSync(join(folder, ".probewarden"))).toBe(false);
  busy.close();
}, 180_000);

test("--version prints the version, as the command does", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  for (const said of [await command(["--version"]), await command(["version"])])
    expect(said).toEqual({ code: 0, stderr: "", stdout: `${version}\n` });
});

test("a file that may not be read is named", async () => {
  const file = join(folder, "secret.yaml");
  writeFileSync(file, "");
  chmodSync(file, 0);
  expect(await command(["run", "--config", file], { withoutPrivileges: true })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("may not read it"),
  });
});

test("init, sensor add and run: the printed agent.yaml opens a TLS connection, a wrong password does not, the link makes an account", async () => {
  const [httpPort, mqttPort] = [await freePort(), await freePort()];
  const dataDir = join(folder, "venue");
  const environment = { PW_DATA_DIR: dataDir };
  const made = await command(
    [
      "init",
      "--host",
      "127.0.0.1",
      "--http-port",
      String(httpPort),
      "--mqtt-port",
      String(mqttPort),
      "--venue",
      "mall",
    ],
    { environment },
  );
  expect(made).toMatchObject({ code: 0, stderr: "" });
  const link = /https:\/\/\S+#(\S+)/.exec(made.stdout)?.[1] ?? "";
  for (const file of ["server.key", "collector.yaml", "state.db"])
    expect(statSync(join(dataDir, file)).mode & 0o077).toBe(0);
  expect((await command(["init"], { environment })).code).toBe(1);

  const added = await command(["sensor", "add", "north-gate", "--venue", "mall"], { environment });
  const agent = parse(added.stdout) as {
    sensorId: string;
    venueId: string;
    mqtt: { url: string; username: string; password: string; ca: string };
  };
  expect(agent).toMatchObject({ sensorId: "north-gate", venueId: "mall" });
  expect(readFileSync(join(dataDir, "state.db")).includes(agent.mqtt.password)).toBe(false);
  expect(await command(["sensor", "add", "north-gate"], { environment })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("--renew"),
  });

  const collector = start(["run"], environment);
  const [line] = (await once(collector.stdout, "data")) as [Buffer];
  expect(String(line)).toContain(`https://127.0.0.1:${httpPort}`);

  const second = await command(["run"], { environment: { ...environment, PW_HTTP_PORT: "0", PW_MQTT_PORT: "0" } });
  expect(second).toMatchObject({ code: 1, stdout: "" });
  expect(second.stderr).toMatch(/^\S+venue: a collector runs on this folder already \(.+\)\n$/);

  const { url, username, password, ca } = agent.mqtt;
  const client = await mqtt.connectAsync(url, { username, password, ca, protocolVersion: 4 });
  await client.endAsync();
  await expect(mqtt.connectAsync(url, { username, password: "wrong", ca, protocolVersion: 4 }, false)).rejects.toThrow(
    /not authorized|bad user/i,
  );

  const origin = `https://127.0.0.1:${httpPort}`;
  const account = { token: link, name: "li", password: "correct horse battery" };
  const answer = await postOver(origin, "/api/first-account", account, ca);
  expect(answer.status).toBe(200);
  expect(answer.cookie).toMatch(/pw_session=.*Secure/);

  const ended = once(collector, "exit");
  collector.kill("SIGTERM");
  expect((await ended)[0]).toBe(0);
  expect(await command(["verify"], { environment })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/state: sound[\s\S]*series: sound/),
  });
}, 180_000);

/** A POST of a page of the collector's own, over TLS with its authority. */
async function postOver(
  origin: string,
  path: string,
  body: object,
  ca: string,
): Promise<{ status: number; cookie: string }> {
  const posted = request(`${origin}${path}`, {
    method: "POST",
    ca,
    headers: { origin, "content-type": "application/json" },
  });
  posted.end(JSON.stringify(body));
  const [response] = await once(posted, "response");
  response.resume();
  return { status: response.statusCode, cookie: String(response.headers["set-cookie"]) };
}
