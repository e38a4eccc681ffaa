import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publisherKey, signRelease } from "../../scripts/package/release.ts";
import type { ReleaseArchitecture } from "../../contract/src/index.ts";

/** How a release is bad that installs well: its program ends at once; its radio process hears nothing. */
const BROKEN = {
  silent: { file: "usr/lib/probewarden-agent/agent/bin/probewarden-agent.js", text: () => "process.exit(1);\n" },
  deaf: {
    file: "usr/lib/systemd/system/probewarden-radio.service",
    text: (unit: string) => unit.replace(/^ExecStart=.*$/m, "ExecStart=/bin/sleep infinity"),
  },
};

/** Breaks a package where it lies, and signs it as its publisher would have, who does not know. */
export function breakRelease(
  deb: string,
  how: keyof typeof BROKEN,
  { version, architecture, keyFile }: { version: string; architecture: ReleaseArchitecture; keyFile: string },
): void {
  const folder = mkdtempSync(join(tmpdir(), "probewarden-broken-"));
  try {
    execFileSync("dpkg-deb", ["--raw-extract", deb, folder]);
    const { file, text } = BROKEN[how];
    const before = readFileSync(join(folder, file), "utf8");
    const after = text(before);
    if (after === before) throw new Error(`${file} is as it was`);
    writeFileSync(join(folder, file), after);
    execFileSync("dpkg-deb", ["--root-owner-group", "-Zxz", "-z1", "--build", folder, deb], { stdio: "ignore" });
    signRelease(deb, { version, architecture }, publisherKey(keyFile));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
