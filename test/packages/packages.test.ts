import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Machine, canBoot, has } from "../systemd/machine.ts";
import { ROOT } from "../road/sandbox.ts";

/** What each Debian needs beside our packages, and whether its own Node is new enough for a sensor. */
const DEBIANS = [
  { suite: "trixie", needs: ["nodejs", "iw", "tcpdump", "libstdc++6"], hasNode: true },
  { suite: "bookworm", needs: ["iw", "tcpdump", "libstdc++6"], hasNode: false },
];
const CACHE = process.env["PW_ROOTS"] ?? join(homedir(), ".cache/probewarden/roots");
const NEXT = "0.1.1";
const PROCESSOR = process.arch === "arm64" ? "arm64" : "amd64";

const DATA = "/var/lib/probewarden-collector";
const CONFIG = `--config ${DATA}/collector.yaml`;
/** Of agent.yaml, as printf takes it: a recording in the place of the air. */
const RECORDING = "radio:\\n  recording:\\n    files: [/usr/share/mall.pcap]\\n";
const SENSOR_UNITS = "probewarden-supervisor probewarden-radio probewarden-cameras";

describe.skipIf(!canBoot || !has("mmdebstrap"))(
  "packages in clean systems (needs root, systemd and mmdebstrap)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "probewarden-packages-"));
    const build = (...args: string[]): void => {
      const line = ["scripts/run-ts.mjs", "scripts/package.ts", "--out", folder, ...args];
      // Dated alike, also where somebody commits meanwhile.
      const env = { ...process.env, SOURCE_DATE_EPOCH: "1700000000" };
      execFileSync(process.execPath, line, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"], env });
    };
    const deb = (name: string, version = "0.1.0"): string => `probewarden-${name}_${version}_${PROCESSOR}.deb`;
    beforeAll(() => {
      build();
      for (const only of ["agent", "collector"]) build("--only", only, "--version", NEXT, "--no-tarball");
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test("two builds are the same octets", () => {
      const before = readFileSync(join(folder, deb("agent")));
      build("--only", "agent", "--no-tarball");
      expect(readFileSync(join(folder, deb("agent"))).equals(before)).toBe(true);
    });

    test.each(["agent", "collector"])("%s is made for the other processor too, with its own native module", (only) => {
      const other = PROCESSOR === "amd64" ? "arm64" : "amd64";
      build("--only", only, "--architecture", other, "--no-tarball");
      const listed = execFileSync("dpkg-deb", [
        "-c",
        join(folder, `probewarden-${only}_0.1.0_${other}.deb`),
      ]).toString();
      expect(listed).toContain(`@libsql/linux-${other === "amd64" ? "x64" : other}-gnu/index.node`);
      expect(listed).not.toContain(`@libsql/linux-${process.arch}-gnu/`);
    });

    test("an archive runs where it is unpacked, and brings its units and its guide", () => {
      for (const program of ["agent", "collector"]) {
        const target = mkdtempSync(join(folder, "opt-"));
        execFileSync("tar", [
          "-xzf",
          join(folder, `probewarden-${program}-0.1.0-linux-${process.arch}.tar.gz`),
          "-C",
          target,
        ]);
        const command = join(target, `node_modules/.bin/probewarden-${program}`);
        expect(execFileSync(command, ["version"], { encoding: "utf8" })).toBe("0.1.0\n");
        const unit = program === "agent" ? "supervisor" : "collector";
        const path = `configs/systemd/probewarden-${unit}.service`;
        expect(readFileSync(join(target, path), "utf8")).toBe(readFileSync(join(ROOT, path), "utf8"));
        expect(readFileSync(join(target, "docs/deploy-a-sensor.md"), "utf8")).toContain("# Deploy a sensor");
      }
    });

    describe.each(DEBIANS)("Debian $suite", ({ suite, needs, hasNode }) => {
      let machine: Machine;
      /** Every file but what apt, dpkg, the journal and the running system keep of themselves, with who may do what; and what settings say. */
      const look = (): string[] => {
        const apart = [
          "/proc",
          "/sys",
          "/dev",
          "/run",
          "/tmp",
          "/var/log",
          "/var/cache",
          "/var/lib/apt",
          "/var/lib/dpkg",
          "/root",
        ];
        const pruned = apart.map((path) => `-path ${path}`).join(" -o ");
        const files = machine.run(`find / \\( ${pruned} \\) -prune -o -printf '%p %y %m %U:%G\\n' | LC_ALL=C sort`);
        // The copies that useradd makes before it writes end in a hyphen.
        const settings = machine.run(
          "find /etc -type f ! -name '*-' ! -name '*.cache' -exec sha256sum {} + | LC_ALL=C sort",
        );
        return [...files.split("\n"), ...settings.split("\n")].filter(
          (line) => !/systemd\/(timesync|random-seed|linger)|machine-id/.test(line),
        );
      };
      const install = (...names: string[]): string =>
        machine.run(
          `cd /root && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${names.map((one) => `./${one}`).join(" ")} 2>&1`,
        );
      const sensors = `probewarden-collector sensor list ${CONFIG}`;
      /** As whom the process of a unit runs. */
      const userOf = (unit: string): string =>
        machine
          .run(`id -nu $(awk '/^Uid:/ { print $2 }' /proc/$(systemctl show -p MainPID --value ${unit})/status)`)
          .trim();
      let before: string[] = [];

      beforeAll(async () => {
        const root = join(CACHE, suite);
        execFileSync("bash", [`${ROOT}test/packages/clean-root.sh`, suite, root, ...needs], { stdio: "inherit" });
        machine = new Machine(root);
        await machine.boot();
        const names = [...["agent", "collector"].flatMap((one) => [deb(one), deb(one, NEXT)]), deb("node")];
        for (const name of names) machine.put(`/root/${name}`, readFileSync(join(folder, name)));
        machine.put("/usr/share/mall.pcap", readFileSync(`${ROOT}configs/demo/mall.pcap`));
        // What Debian brings stays when ours goes; what ours leaves is to be seen.
        machine.run(`DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${needs.join(" ")}`);
        before = look();
      });
      afterAll(() => machine.remove());

      test.skipIf(!hasNode)("a sensor hears by the Node of Debian, before anything else of ours is there", async () => {
        install(deb("agent"));
        expect(machine.run("ls /usr/lib | grep probewarden")).toBe("probewarden-agent\n");
        const settings = `sensorId: alone\\nvenueId: alone\\nmqtt:\\n  url: mqtt://127.0.0.1:1883\\n${RECORDING}`;
        machine.run(`mkdir -p /etc/probewarden && printf '${settings}' > /etc/probewarden/agent.yaml`);
        machine.run("touch /etc/probewarden/mqtt-password && chmod 600 /etc/probewarden/*");
        machine.run(`systemctl start ${SENSOR_UNITS}`);
        await machine.until("journalctl -o cat --no-pager -u probewarden-radio", /frames are heard/);
        for (const unit of SENSOR_UNITS.split(" ")) expect(userOf(unit)).toBe("probewarden");
        machine.run("DEBIAN_FRONTEND=noninteractive apt-get purge -y probewarden-agent");
        expect(machine.try("ls /etc/probewarden /var/lib/probewarden /usr/lib/probewarden-agent").ok).toBe(false);
        expect(machine.try("getent passwd probewarden").ok).toBe(false);
      });

      test("one command installs it, and nothing runs before it knows its collector", () => {
        install(deb("agent"), deb("collector"), deb("node"));
        for (const program of ["agent", "collector"])
          expect(machine.run(`probewarden-${program} version`)).toBe("0.1.0\n");
        expect(machine.run("systemctl is-system-running")).toBe("running\n");
        expect(machine.try(`systemctl is-active ${SENSOR_UNITS}`).output).toBe("inactive\n".repeat(3));
        expect(machine.run(`systemctl is-enabled ${SENSOR_UNITS} probewarden-page probewarden-collector`)).toBe(
          "enabled\n".repeat(5),
        );
        // But for the page on which a phone joins it.
        expect(machine.run("systemctl is-active probewarden-page")).toBe("active\n");
        expect(
          machine.run("systemd-analyze verify --man=no /usr/lib/systemd/system/probewarden-*.service 2>&1 || true"),
        ).not.toContain("probewarden");
      });

      test("the collector starts as its own user, with the dashboard inside", async () => {
        expect(machine.run(`stat -c '%U %a' ${DATA}`)).toBe("probewarden-collector 700\n");
        machine.run(`probewarden-collector init --data-dir ${DATA} --host 127.0.0.1`);
        machine.run("systemctl start probewarden-collector");
        await machine.until("journalctl -o cat --no-pager -u probewarden-collector", /sensors on mqtts/);
        expect(userOf("probewarden-collector")).toBe("probewarden-collector");
        expect(machine.run(`probewarden-collector doctor ${CONFIG} || true`)).toMatch(/^ok +collector: /m);
        const page = `require("https").get({host:"127.0.0.1",port:8443,rejectUnauthorized:false,headers:{host:"127.0.0.1:8443"}},(r)=>r.on("data",(d)=>process.stdout.write(d)))`;
        expect(machine.run(`/usr/lib/probewarden-node/bin/node -e '${page}'`)).toContain('<div id="root">');
      });

      test("the sensor joins and its three units run as theirs", async () => {
        machine.run(`cd /root && umask 077 && probewarden-collector sensor add door-3 ${CONFIG} > agent.yaml`);
        machine.run(`printf '${RECORDING}' >> /root/agent.yaml`);
        expect(machine.run("probewarden-agent join /root/agent.yaml")).toMatch(
          /the sensor's services start now[\s\S]*lets this sensor in/,
        );
        await machine.until(sensors, /door-3\t.*\thearing\t/, 90);
        for (const unit of SENSOR_UNITS.split(" ")) expect(userOf(unit)).toBe("probewarden");
        // The last word on this machine without a radio is that it cannot listen; the rest is looked at all the same.
        expect(machine.try("probewarden-agent doctor").output).toMatch(/^ok +/m);
      });

      test("an update keeps identity, record and what was changed in the settings", async () => {
        machine.run("echo '# ours' >> /etc/sysctl.d/60-probewarden.conf");
        const kept = `sha256sum /etc/probewarden/* /etc/sysctl.d/60-probewarden.conf ${DATA}/collector.yaml ${DATA}/ca.crt`;
        const sums = machine.run(kept);
        const since = machine.run(`date +'%F %T'`).trim();
        install(deb("agent", NEXT), deb("collector", NEXT));
        for (const program of ["agent", "collector"])
          expect(machine.run(`probewarden-${program} version`)).toBe(`${NEXT}\n`);
        expect(machine.run(kept)).toBe(sums);
        await machine.until(
          `journalctl -o cat --no-pager -u probewarden-collector --since '${since}'`,
          /sensors on mqtts/,
        );
        await machine.until(sensors, /door-3\t.*\thearing\t/, 90);
        expect(machine.run(`probewarden-collector verify ${CONFIG}`)).toMatch(/state: sound[\s\S]*series: sound/);
      });

      test("it starts again by itself after a power cut", async () => {
        await machine.cut();
        await machine.boot();
        await machine.until(sensors, /door-3\t.*\thearing\t/, 90);
      });

      test("removed, it stops and keeps the record; installed again, it goes on; purged, nothing of it is left", async () => {
        const names = "probewarden-agent probewarden-collector";
        machine.run(`DEBIAN_FRONTEND=noninteractive apt-get remove -y ${names}`);
        expect(machine.run("find /proc -maxdepth 1 -user probewarden -o -maxdepth 1 -user probewarden-collector")).toBe(
          "",
        );
        expect(machine.run(`ls ${DATA}/ca.crt /etc/probewarden/agent.yaml`)).toContain("agent.yaml");
        install(deb("agent", NEXT), deb("collector", NEXT));
        await machine.until(sensors, /door-3\t.*\thearing\t/, 90);
        machine.run(`DEBIAN_FRONTEND=noninteractive apt-get purge -y ${names} probewarden-node`);
        const after = look();
        expect({
          left: after.filter((line) => !before.includes(line)),
          lost: before.filter((line) => !after.includes(line)),
        }).toEqual({ left: [], lost: [] });
        expect(machine.run("systemctl list-unit-files 'probewarden*' --no-legend || true")).toBe("");
      });
    });
  },
);
