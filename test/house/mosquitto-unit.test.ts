import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "../road/sandbox.ts";

/** When the made mosquitto was started, in epoch seconds. */
const STARTED = 1_700_000_000;

/** The unit's last line as systemd hands it to the shell (systemd.service: `$$` is `$`, `\\` is `\`), in another folder. */
function lineOf(folder: string): string {
  const unit = readFileSync(`${ROOT}configs/systemd/probewarden-mosquitto.service`, "utf8").replaceAll("\\\n", "");
  const [, line = ""] = /^ExecStart=\/bin\/sh -c '(.*)'$/m.exec(unit) ?? [];
  return line.replaceAll("$$", "$").replaceAll("\\\\", "\\").replaceAll("/etc/mosquitto/probewarden", folder);
}

/** What systemctl is told, by a line that finds so old a certificate and password file, and a mosquitto that runs or does not. */
function told({ certificateAt, runs = true }: { certificateAt: number; runs?: boolean }): string[] {
  const folder = mkdtempSync(join(tmpdir(), "probewarden-mosquitto-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log = join(folder, "told");
  const answers = `case "$*" in *is-active*) exit ${runs ? 0 : 3};; show*) echo @${STARTED};; *) echo "$*" >> ${log};; esac`;
  writeFileSync(join(folder, "systemctl"), `#!/bin/sh\n${answers}\n`);
  chmodSync(join(folder, "systemctl"), 0o755);
  for (const [name, at] of [
    ["server.crt", certificateAt],
    ["mosquitto.conf", STARTED - 60],
    ["passwords", STARTED + 60],
  ] as const) {
    writeFileSync(join(folder, name), "");
    utimesSync(join(folder, name), at, at);
  }
  // Nothing but the shell and find is there: a small Debian has no /bin/kill, by which mosquitto's own unit reloads.
  execFileSync("/bin/sh", ["-c", lineOf(folder)], { env: { PATH: `${folder}:/usr/bin:/bin` } });
  return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
}

test("mosquitto reads lists and passwords again by a signal of systemctl's own, and starts again for a new certificate", () => {
  expect(told({ certificateAt: STARTED - 60 })).toEqual(["kill --signal=HUP mosquitto.service"]);
  expect(told({ certificateAt: STARTED + 60 })).toEqual(["try-restart mosquitto.service"]);
});

test("a mosquitto that does not run is left alone", () => {
  expect(told({ certificateAt: STARTED + 60, runs: false })).toEqual([]);
});
