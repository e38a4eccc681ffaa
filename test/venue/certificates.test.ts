import { readFileSync, rmSync } from "node:fs";
import { connect } from "node:tls";
import { afterAll, expect, test } from "vitest";
import { stringify, parse } from "yaml";
import { CertificateFolder } from "../../collector/src/main/certificate-folder.ts";
import { LAB, Sandbox, freePort, until } from "../road/sandbox.ts";

/** A collector whose authority's key was thrown away, as every collector of an earlier version's was. */
const sandbox = new Sandbox();
afterAll(() => sandbox.clear());

const COLLECTOR = "collector/src/main/main.ts";
const AGENT = "agent/src/main/main.ts";

/** Who is shown on a port to a client that trusts nobody. */
const shown = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.once("error", reject);
  });

test(
  "a sensor that was given the old authority follows to the new one without a visit",
  { timeout: 300_000 },
  async () => {
    const [http, mqtt] = [await freePort(), await freePort()];
    const data = `${sandbox.folder}/data`;
    const ports = ["--http-port", String(http), "--mqtt-port", String(mqtt)];
    await sandbox.command(COLLECTOR, "init", "--data-dir", data, "--host", "localhost", ...ports);
    rmSync(`${data}/ca.key`);
    const config = `${data}/collector.yaml`;
    const printed = await sandbox.command(COLLECTOR, "sensor", "add", "door-3", "--config", config);
    const recording = { files: [`${LAB}/karma_onebssid.pcap`], loop: false, startAfterSeconds: 0.5, speed: 10 };
    const settings = {
      ...(parse(printed.slice(printed.indexOf("sensorId:"))) as object),
      dataDir: `${sandbox.folder}/sensor`,
      runtimeDir: `${sandbox.folder}/run`,
      radio: { recording },
      cameras: { enabled: false },
    };
    const file = sandbox.write("agent.yaml", stringify(settings));
    const old = readFileSync(`${data}/ca.crt`, "utf8");
    expect(readFileSync(file, "utf8").replaceAll(/\s/g, "")).toContain(old.replaceAll(/\s/g, "").slice(30, 90));

    const collector = sandbox.startSource(COLLECTOR, ["run", "--config", config]);
    await until("the collector", () => shown(mqtt).catch(() => undefined), 60, collector.log);
    expect(await sandbox.command(COLLECTOR, "certificates", "renew", "--config", config)).toContain(
      "a new authority is made",
    );
    expect(await sandbox.command(COLLECTOR, "certificates", "--config", config)).toContain("not known yet to door-3");
    // It comes with the old authority alone, whenever it comes.
    const agent = sandbox.startSource(AGENT, ["run", "--config", file]);
    const logs = (): string => `${collector.log()}\n${agent.log()}`;
    await until(
      "the sensor to know the next authority",
      async () =>
        (await sandbox.command(COLLECTOR, "certificates", "--config", config)).includes("all sensors know it") ||
        undefined,
      120,
      logs,
    );

    const [before, web] = [await shown(mqtt), await shown(http)];
    await sandbox.command(COLLECTOR, "certificates", "renew", "--now", "--config", config);
    await until(
      "the ports to show the new certificate",
      async () => ((await shown(mqtt)) === before ? undefined : true),
      90,
      logs,
    );
    expect(await shown(http)).not.toBe(web);
    expect(new CertificateFolder(data).status()).toMatchObject({ canSign: true, next: undefined });

    // A sensor that starts now knows the new authority by its own disk alone.
    expect(await agent.end()).toBe(0);
    const again = sandbox.startSource(AGENT, ["run", "--config", file]);
    await until(
      "the sensor to come in",
      () => again.log().includes("connected to the broker") || undefined,
      60,
      again.log,
    );
    expect(again.log()).not.toContain("broker-certificate");
    // Who was not told is refused: it is the new authority that is asked for.
    expect(await again.end()).toBe(0);
    rmSync(`${sandbox.folder}/sensor/authorities.pem`);
    const untold = sandbox.startSource(AGENT, ["run", "--config", file]);
    await until("the refusal", () => untold.log().includes("broker-certificate") || undefined, 60, untold.log);
  },
);
