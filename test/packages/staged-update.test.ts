import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandRow, Rollout, Sensor } from "@probewarden/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Machine, canBoot, has } from "../systemd/machine.ts";
import { ROOT } from "../road/sandbox.ts";
import { breakRelease } from "./broken-release.ts";

/** Debian 13, whose own Node and mosquitto do. */
const NEEDS = ["nodejs", "iw", "tcpdump", "libstdc++6", "mosquitto"];
const PROCESSOR = process.arch === "arm64" ? "arm64" : "amd64";
const FIRST = "0.1.0";
const GOOD = "0.1.1";
const SILENT = "0.1.2";
const DEAF = "0.1.3";
const VERSIONS = [FIRST, GOOD, SILENT, DEAF];

const DATA = "/var/lib/probewarden-collector";
const CONFIG = `--config ${DATA}/collector.yaml`;
const BROKER = "/etc/mosquitto/probewarden";
/** Of agent.yaml: a recording in the place of the air. */
const RECORDING = "radio:\\n  recording:\\n    files: [/usr/share/mall.pcap]\\n";
/** Seconds that a version has to be well: less than a board has, for this machine is no board. */
const WELL_SECONDS = 90;
/** The least that a person may choose. */
const SOAK_MINUTES = 5;

/**
 * The whole road of docs/fleet.md in one clean system: packages, Debian's own mosquitto, a person who is signed in, and what comes of it. Nothing is
 * made up but the air, which is a recording, and what is wrong with two of the releases.
 */
describe.skipIf(!canBoot || !has("mmdebstrap"))(
  "an update of a venue, from the button to the release that runs (needs root, systemd and mmdebstrap)",
  () => {
    /** `PW_DEBS`: a folder with packages of an earlier run, which are not built again. */
    const made = process.env["PW_DEBS"];
    const folder = made ?? mkdtempSync(join(tmpdir(), "probewarden-staged-"));
    const keyFile = join(folder, "release.key");
    const deb = (name: string, version: string): string => `probewarden-${name}_${version}_${PROCESSOR}.deb`;
    let machine: Machine;

    const build = (only: string, version: string): void => {
      const line = ["scripts/run-ts.mjs", "scripts/package.ts", "--out", folder, "--no-tarball"];
      const what = ["--only", only, "--version", version, "--release-key", keyFile];
      execFileSync(process.execPath, [...line, ...what], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
    };
    const install = (...names: string[]): string =>
      machine.run(
        `cd /root && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${names.join(" ")} 2>&1`,
      );
    /** What the page of whoever is signed in asks. */
    const ask = (method: string, path: string, body?: object): unknown => {
      const line = `NODE_EXTRA_CA_CERTS=${DATA}/ca.crt node /root/ask.mjs https://127.0.0.1:8443 ${method} '${path}'`;
      const { ok, output } = machine.try(line, Buffer.from(body === undefined ? "" : JSON.stringify(body)));
      if (!ok) throw new Error(`${method} ${path}: ${output}`);
      const { status, json } = JSON.parse(output) as { status: number; json: unknown };
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${output}`);
      return json;
    };
    const sensor = (): Sensor | undefined => (ask("GET", "/api/sensors") as { items: Sensor[] }).items[0];
    const begin = (version: string): string =>
      (ask("POST", "/api/venues/venue-1/rollouts", { version, soakMinutes: SOAK_MINUTES }) as Rollout).rolloutId;
    /** Looks at an update until it is so. */
    const until = async (rolloutId: string, isSo: (rollout: Rollout) => boolean, seconds: number): Promise<Rollout> => {
      let rollout = ask("GET", `/api/rollouts/${rolloutId}`) as Rollout;
      for (let tries = 0; tries < seconds; tries++) {
        if (isSo(rollout)) return rollout;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        rollout = ask("GET", `/api/rollouts/${rolloutId}`) as Rollout;
      }
      const journal = machine.try("journalctl --no-pager -o cat -n 80 -u 'probewarden-*' -u mosquitto").output;
      throw new Error(`${JSON.stringify(rollout)}\n${JSON.stringify(sensor())}\n${journal}`);
    };
    const isOver = ({ state }: Rollout): boolean => state !== "running";
    const stepOf = ({ sensors }: Rollout): string | undefined => sensors?.[0]?.step;
    /** Nothing of an update is left but what came of it. */
    const expectCleared = (): void => {
      expect(machine.run("ls /var/lib/probewarden-update")).toBe("outcome.json\n");
      expect(machine.run("systemctl list-unit-files 'probewarden-update-watch*' --no-legend || true")).toBe("");
    };

    beforeAll(async () => {
      if (made === undefined) {
        for (const version of VERSIONS) build("agent", version);
        for (const only of ["collector", "node"]) build(only, FIRST);
        for (const [version, how] of [
          [SILENT, "silent"],
          [DEAF, "deaf"],
        ] as const)
          breakRelease(join(folder, deb("agent", version)), how, { version, architecture: PROCESSOR, keyFile });
      }
      const root = join(process.env["PW_ROOTS"] ?? join(homedir(), ".cache/probewarden/roots"), "trixie-mosquitto");
      const clean = [`${ROOT}test/packages/clean-root.sh`, "trixie", root, ...NEEDS];
      execFileSync("bash", clean, { stdio: "inherit" });
      machine = new Machine(root);
      await machine.boot();
      for (const name of readdirSync(folder).filter((one) => one.includes(".deb")))
        machine.put(`/root/${name}`, readFileSync(join(folder, name)));
      machine.put("/usr/share/mall.pcap", readFileSync(`${ROOT}configs/demo/mall.pcap`));
      machine.put("/root/ask.mjs", readFileSync(`${ROOT}test/packages/ask.mjs`));
    }, 1_800_000);
    afterAll(async () => {
      await machine.remove();
      if (made === undefined) rmSync(folder, { recursive: true });
    });

    test("a collector with mosquitto, an administrator, and a sensor that joined from the old package", async () => {
      install(...NEEDS, ...["collector", "node"].map((one) => `./${deb(one, FIRST)}`));
      const said = machine.run(`probewarden-collector init --data-dir ${DATA} --host 127.0.0.1`);
      const [, token] = /first-account#([\w-]+)/.exec(said) ?? [];
      const printed = machine.run(`probewarden-collector broker-config ${CONFIG} --out ${BROKER}`);
      const section = printed.slice(printed.indexOf("mqtt:"));
      machine.run(
        `sed -i '/^mqtt:/,$d' ${DATA}/collector.yaml && cat >> ${DATA}/collector.yaml <<'END'\n${section}\nEND`,
      );
      machine.run(`chown -R mosquitto: ${BROKER} && mkdir -p /etc/systemd/system/mosquitto.service.d`);
      const dropIn = "/usr/share/doc/probewarden-collector/probewarden.conf";
      machine.run(`cp ${dropIn} /etc/systemd/system/mosquitto.service.d/ && systemctl daemon-reload`);
      machine.run("systemctl enable --now probewarden-mosquitto.path && systemctl restart mosquitto");
      machine.run("systemctl start probewarden-collector");
      await machine.until("journalctl -o cat --no-pager -u probewarden-collector", /8443/);
      ask("POST", "/api/first-account", { token, name: "officer", password: "a long enough password" });
      ask("POST", "/api/session", { name: "officer", password: "a long enough password" });

      install(`./${deb("agent", FIRST)}`);
      machine.run("mkdir -p /etc/systemd/system/probewarden-update.service.d");
      const seconds = `[Service]\nEnvironment=PW_UPDATE_SECONDS=${WELL_SECONDS}\n`;
      machine.put("/etc/systemd/system/probewarden-update.service.d/seconds.conf", Buffer.from(seconds));
      machine.run("systemctl daemon-reload");
      machine.run(`cd /root && umask 077 && probewarden-collector sensor add door-3 ${CONFIG} > agent.yaml`);
      machine.run(`printf '${RECORDING}' >> /root/agent.yaml`);
      machine.run("systemctl start probewarden-mosquitto");
      await machine.until("probewarden-agent join /root/agent.yaml", /lets this sensor in/);
      await machine.until(`probewarden-collector sensor list ${CONFIG}`, /door-3\t.*\thearing\t/, 90);
      expect(sensor()?.health).toMatchObject({ version: FIRST, architecture: PROCESSOR, updates: "ready" });
    });

    test("a release that is well: fetched, proved, installed, reported, and the update is done", async () => {
      const key = "/usr/share/probewarden-agent/release-key.pem";
      for (const version of [FIRST, GOOD])
        expect(
          machine.run(
            `probewarden-collector release add /root/${deb("agent", version)} --release-key ${key} ${CONFIG}`,
          ),
        ).toContain(`${version} for ${PROCESSOR}: added`);
      const rolloutId = begin(GOOD);
      const proving = await until(
        rolloutId,
        (rollout) => stepOf(rollout) !== "waiting" && stepOf(rollout) !== "told",
        400,
      );
      expect(stepOf(proving), JSON.stringify(proving)).toBe("proving");
      expect(machine.run("probewarden-agent version")).toBe(`${GOOD}\n`);
      const done = await until(rolloutId, isOver, 60 * SOAK_MINUTES + 120);
      expect(done, JSON.stringify(done)).toMatchObject({ state: "done", counts: { updated: 1 } });
      expect(sensor()).toMatchObject({ state: "hearing", health: { version: GOOD, updates: "ready" } });
      expectCleared();
    }, 1_200_000);

    test.each([
      ["that never starts", SILENT, "not-started"],
      ["that hears nothing", DEAF, "not-hearing"],
    ])(
      "one %s goes back by itself, and the update stops and says why",
      async (_how, version, cause) => {
        machine.run(`probewarden-collector release add /root/${deb("agent", version)} ${CONFIG}`);
        const stopped = await until(begin(version), isOver, 600);
        expect(stopped).toMatchObject({ state: "stopped", reason: "rolled-back", cause, because: "door-3" });
        const { items } = ask("GET", "/api/sensors/door-3/commands") as { items: CommandRow[] };
        expect(items[0]?.facts).toEqual({ version, cause });
        expect(machine.run("probewarden-agent version")).toBe(`${GOOD}\n`);
        await machine.until(`probewarden-collector sensor list ${CONFIG}`, /door-3\t.*\thearing\t/, 90);
        expect(sensor()?.health).toMatchObject({ version: GOOD, updates: "ready" });
        expectCleared();
      },
      900_000,
    );
  },
);
