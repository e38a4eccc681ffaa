import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Release } from "@probewarden/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Machine, canBoot, has } from "../systemd/machine.ts";
import { ROOT } from "../road/sandbox.ts";

const PROCESSOR = process.arch === "arm64" ? "arm64" : "amd64";
const ASKS = "/var/lib/probewarden/update";
const STORE = "/var/lib/probewarden-update";
const VERSIONS = ["0.1.0", "0.1.1"] as const;
/** What the package depends on and this machine may lack; nothing of it runs here. */
const NEEDS = ["nodejs", "iw", "tcpdump"];

describe.skipIf(!canBoot || !has("dpkg-deb"))(
  "root's part of an update, by systemd and dpkg on a view of this machine (needs root, systemd and dpkg)",
  () => {
    const folder = process.env["PW_DEBS"] ?? mkdtempSync(join(tmpdir(), "probewarden-update-"));
    const deb = (version: string): string => join(folder, `probewarden-agent_${version}_${PROCESSOR}.deb`);
    const release = (version: string): Release =>
      JSON.parse(readFileSync(`${deb(version)}.release.json`, "utf8")) as Release;
    const build = (...args: string[]): void =>
      void execFileSync(
        process.execPath,
        ["scripts/run-ts.mjs", "scripts/package.ts", "--out", folder, "--no-tarball", ...args],
        { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] },
      );
    let machine: Machine;
    /** As the supervisor hands it over. */
    const ask = (id: string, to: string, from: string): void => {
      machine.run(`mkdir -p ${ASKS} && chown -R probewarden: /var/lib/probewarden`);
      for (const version of [to, from])
        machine.put(`${ASKS}/${release(version).sha256}.deb`, readFileSync(deb(version)));
      const asked = { id, release: release(to), back: release(from), heard: false };
      machine.put(`${ASKS}/asked.new`, Buffer.from(JSON.stringify(asked)));
      machine.run(`mv ${ASKS}/asked.new ${ASKS}/asked`);
    };
    const expectOver = (version: string): void => {
      expect(machine.run("probewarden-agent version")).toBe(`${version}\n`);
      expect(machine.run(`ls ${STORE}`)).toBe("outcome.json\n");
      expect(machine.run("systemctl list-unit-files 'probewarden-update-watch*' --no-legend || true")).toBe("");
    };

    beforeAll(async () => {
      if (process.env["PW_DEBS"] === undefined) {
        for (const version of VERSIONS)
          build("--only", "agent", "--version", version, "--release-key", join(folder, "release.key"));
      }
      machine = new Machine();
      await machine.boot();
      for (const name of NEEDS) {
        if (machine.try(`dpkg-query -W -f '\${db:Status-Status}' ${name}`).output === "installed") continue;
        const control = `Package: ${name}\\nVersion: 99\\nArchitecture: all\\nMaintainer: t <t@t.invalid>\\nDescription: t\\n`;
        machine.run(`mkdir -p /tmp/${name}/DEBIAN && printf '${control}' > /tmp/${name}/DEBIAN/control`);
        machine.run(`dpkg-deb --build /tmp/${name} /tmp/${name}.deb && dpkg --install /tmp/${name}.deb`);
      }
      machine.put("/root/first.deb", readFileSync(deb(VERSIONS[0])));
      // Where it is a container, no package may start anything.
      machine.run("rm -f /usr/sbin/policy-rc.d");
      machine.run("dpkg --install /root/first.deb 2>&1");
      machine.run("mkdir -p /etc/systemd/system/probewarden-update.service.d");
      machine.put(
        "/etc/systemd/system/probewarden-update.service.d/seconds.conf",
        Buffer.from("[Service]\nEnvironment=PW_UPDATE_SECONDS=45\n"),
      );
      machine.run("systemctl daemon-reload");
    });
    afterAll(async () => {
      await machine.remove();
      if (process.env["PW_DEBS"] === undefined) rmSync(folder, { recursive: true });
    });

    test("a version that nobody says is well gives way to the one before, through a power cut", async () => {
      ask("c-bad", VERSIONS[1], VERSIONS[0]);
      await machine.until("probewarden-agent version", /^0\.1\.1$/m, 120);
      await machine.cut();
      await machine.boot();
      await machine.until(
        `cat ${STORE}/outcome.json`,
        /"state":"failed","reason":"rolled-back","cause":"not-started"/,
        180,
      );
      await machine.until(`ls ${STORE}`, /^outcome.json\n$/, 30);
      expectOver(VERSIONS[0]);
    });

    test("one that is well stays", async () => {
      ask("c-good", VERSIONS[1], VERSIONS[0]);
      const output = await machine.until(`cat ${STORE}/outcome.json`, /"c-good","state":"taken"/, 120);
      const { token } = JSON.parse(output) as { token: string };
      const well = { token, version: VERSIONS[1], run: "b", acknowledged: true, hears: false };
      machine.put(`${ASKS}/well.json`, Buffer.from(JSON.stringify(well)));
      await machine.until(`cat ${STORE}/outcome.json`, /"c-good","state":"done"/, 180);
      await machine.until(`ls ${STORE}`, /^outcome.json\n$/, 30);
      expectOver(VERSIONS[1]);
    });
  },
);
