import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { request as httpsRequest } from "node:https";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { LetGo } from "../../agent/src/page/let-go.ts";
import { LAB, Sandbox, freePort, until } from "../road/sandbox.ts";

/** docs/deploy-a-sensor.md, step by step, without a radio: a recording stands in for the air. */
const sandbox = new Sandbox();
afterAll(() => sandbox.clear());

const COLLECTOR = "collector/src/main/main.ts";
const AGENT = "agent/src/main/main.ts";

test(
  "from init to a finding over TLS, an alert on screen and a signed message at the webhook",
  { timeout: 240_000 },
  async () => {
    const [http, mqtt, hook] = [await freePort(), await freePort(), await freePort()];
    const data = `${sandbox.folder}/data`;

    // 1. The collector: certificate authority, TLS, a one-time link, no default password.
    const said = await sandbox.command(
      COLLECTOR,
      "init",
      "--data-dir",
      data,
      "--host",
      "localhost",
      "--http-port",
      String(http),
      "--mqtt-port",
      String(mqtt),
    );
    const [, token] = /first-account#([\w-]+)/.exec(said) ?? [];
    const ca = readFileSync(`${data}/ca.crt`, "utf8");
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(statSync(`${data}/server.key`).mode & 0o777).toBe(0o600);

    // 2. A sensor's identity.
    const config = `${data}/collector.yaml`;
    // The receiver of this test is on this machine, which needs the configuration's word.
    const settings = parse(readFileSync(config, "utf8")) as object;
    writeFileSync(config, stringify({ ...settings, webhook: { allow: ["127.0.0.1"] } }));
    const plan = `${sandbox.folder}/ground.svg`;
    writeFileSync(
      plan,
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="60" height="40"/></svg>',
    );
    const collect = (line: string): Promise<string> =>
      sandbox.command(COLLECTOR, ...line.split(" "), "--config", config);
    await collect(`venue floor venue-1 ground --title Ground --width 60 --height 40 --plan ${plan}`);
    expect(await collect("venue list")).toContain("venue-1\tground");
    const printedFile = `${sandbox.folder}/printed.yaml`;
    await collect(`sensor add door-3 --title Door --floor ground --x 12.5 --y 3 --out ${printedFile}`);
    await collect("sensor place door-3 --floor ground --x 20 --y 3");
    expect(await collect("sensor list")).toContain("door-3\tvenue-1\tground\t20\t3\t");
    const agentYaml = readFileSync(printedFile, "utf8");
    const collector = sandbox.startSource(COLLECTOR, ["run", "--config", config]);

    let cookie = "";
    const ask = (
      method: string,
      path: string,
      body?: unknown,
    ): Promise<{ status: number; json: unknown; cookie: string | undefined }> =>
      new Promise((resolve, reject) => {
        const headers = {
          origin: `https://localhost:${http}`,
          cookie,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        };
        const asked = httpsRequest({ host: "localhost", port: http, path, method, ca, headers }, (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("end", () => {
            const text = Buffer.concat(parts).toString("utf8");
            resolve({
              status: answer.statusCode ?? 0,
              json: text === "" ? undefined : JSON.parse(text),
              cookie: answer.headers["set-cookie"]?.[0],
            });
          });
        });
        asked.once("error", reject);
        asked.end(body === undefined ? undefined : JSON.stringify(body));
      });
    await until(
      "the collector over TLS, trusted by its own authority",
      () =>
        ask("GET", "/api/health").then(
          ({ status }) => (status === 200 ? true : undefined),
          () => undefined,
        ),
      30,
      collector.log,
    );

    expect((await ask("GET", "/api/suspects")).status).toBe(401);
    const made = await ask("POST", "/api/first-account", {
      token,
      name: "officer",
      password: "a long enough password",
    });
    expect(made.status, JSON.stringify(made.json)).toBeLessThan(300);
    expect(
      (await ask("POST", "/api/first-account", { token, name: "second", password: "a long enough password" })).status,
      "the link is good once",
    ).toBeGreaterThanOrEqual(400);
    const signedIn = await ask("POST", "/api/session", { name: "officer", password: "a long enough password" });
    expect(signedIn.cookie).toMatch(/HttpOnly.*SameSite=Strict|SameSite=Strict.*HttpOnly/i);
    expect(signedIn.cookie).toMatch(/Secure/i);
    cookie = signedIn.cookie?.split(";")[0] ?? "";

    // 6. Be told.
    const messages: { body: string; signature: string }[] = [];
    const receiver = createServer((message, answer) => {
      const parts: Buffer[] = [];
      message.on("data", (part: Buffer) => parts.push(part));
      message.on("end", () => {
        messages.push({
          body: Buffer.concat(parts).toString("utf8"),
          signature: String(message.headers["x-probewarden-signature"]),
        });
        answer.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(hook, "127.0.0.1", resolve));
    expect((await ask("PUT", "/api/webhook", { url: `http://127.0.0.1:${hook}/`, secret: "of the test" })).status).toBe(
      200,
    );
    expect((await ask("POST", "/api/webhook/test", {})).json).toMatchObject({ ok: true });

    // 3. The sensor: join tries the connection with the printed name, password and authority.
    const printed = parse(agentYaml.slice(agentYaml.indexOf("sensorId:"))) as { radio?: object };
    const recording = { files: [`${LAB}/karma_onebssid.pcap`], loop: false, startAfterSeconds: 0.5, speed: 10 };
    const file = sandbox.write(
      "printed.yaml",
      stringify({
        ...printed,
        dataDir: `${sandbox.folder}/sensor`,
        runtimeDir: `${sandbox.folder}/run`,
        radio: { recording },
        cameras: { enabled: false },
      }),
    );
    await sandbox.command(AGENT, "join", file, "--to", `${sandbox.folder}/etc/agent.yaml`);
    expect(statSync(`${sandbox.folder}/etc/agent.yaml`).mode & 0o777).toBe(0o600);

    // Another joins by six words: what it fetched lets it in at the broker, and taken away it is out.
    const [, words = ""] = /^((?:[a-z]+-){5}[a-z]+)$/m.exec(await collect("sensor join-code --uses 1")) ?? [];
    const joins = ["join", ...words.split("-"), "--collector", `localhost:${http}`, "--name", "gate-1"];
    const joined = await sandbox.command(AGENT, ...joins, "--to", `${sandbox.folder}/gate/agent.yaml`);
    expect(joined).toContain("sensor gate-1 of venue venue-1");
    expect(joined).toContain(`localhost:${mqtt}: lets this sensor in`);
    expect(statSync(`${sandbox.folder}/gate/mqtt-password`).mode & 0o777).toBe(0o600);
    let uptime = 60;
    const letGo = new LetGo({ file: `${sandbox.folder}/gate/agent.yaml`, uptimeSeconds: () => uptime });
    const later = async (): Promise<boolean> => {
      uptime += 200;
      return letGo.mayJoinAgain();
    };
    expect([await later(), await later()]).toEqual([false, false]);
    await collect("sensor remove gate-1");
    // Its own page may give it away once its collector, over TLS, has refused it for minutes.
    expect([await later(), await later()]).toEqual([false, true]);

    // 5. Run: its findings arrive over TLS.
    const agent = sandbox.startSource(AGENT, ["run", "--config", `${sandbox.folder}/etc/agent.yaml`]);
    const logs = (): string => `${collector.log()}\n${agent.log()}`;
    const alert = await until(
      "an alert",
      async () =>
        ((await ask("GET", "/api/alerts")).json as { items: { suspicion: string; state: string }[] }).items.find(
          ({ suspicion }) => suspicion === "probe-box",
        ),
      60,
      logs,
    );
    expect(alert.state).toBe("open");
    const message = await until("the message", () => messages.find(({ body }) => body.includes("probe-box")), 40, logs);
    const [, time, signature] = /t=(\d+),v1=([0-9a-f]+)/.exec(message.signature) ?? [];
    expect(signature).toBe(createHmac("sha256", "of the test").update(`${time}.${message.body}`).digest("hex"));

    // 7. Keep a copy, while it runs.
    await collect(`backup ${sandbox.folder}/copy.tar`);
    expect(await collect("verify")).toMatch(/state: sound[\s\S]*series: sound/);
    await sandbox.command(
      COLLECTOR,
      "restore",
      `${sandbox.folder}/copy.tar`,
      "--data-dir",
      `${sandbox.folder}/restored`,
    );
    expect(
      await sandbox.command(COLLECTOR, "verify", "--config", `${sandbox.folder}/restored/collector.yaml`),
    ).toContain(`state: sound (${sandbox.folder}/restored/state.db)`);

    expect(await agent.end()).toBe(0);
    receiver.close();
  },
);
