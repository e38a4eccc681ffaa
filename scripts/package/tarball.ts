import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { NODE_NAMES, type Architecture } from "./architecture.ts";
import { plainModes, UNITS } from "./debian.ts";
import type { Program } from "./program.ts";

/**
 * For every machine that is no Debian: a program as it lies in a clone that was built, to be unpacked into /opt/probewarden, where the unit
 * files and the guide look for it. Lays it into an empty folder and packs that; returns the archive's path.
 */
export function buildTarball(
  program: Program,
  {
    folder,
    out,
    root,
    version,
    architecture,
    epoch,
  }: {
    folder: string;
    out: string;
    root: string;
    version: string;
    architecture: Architecture;
    epoch: number;
  },
  lay: (folder: string) => void,
): string {
  lay(folder);
  const commands = join(folder, "node_modules/.bin");
  mkdirSync(commands, { recursive: true });
  const name = `probewarden-${program}`;
  symlinkSync(`../../${program}/bin/${name}.js`, join(commands, name));
  const configs = join(folder, "configs");
  for (const unit of UNITS[program]) cpSync(join(root, "configs/systemd", unit), join(configs, "systemd", unit));
  for (const file of [`${program}.yaml`, ...(program === "agent" ? ["sysctl"] : ["systemd/mosquitto.service.d"])])
    cpSync(join(root, "configs", file), join(configs, file), { recursive: true });
  cpSync(join(root, "docs/deploy-a-sensor.md"), join(folder, "docs/deploy-a-sensor.md"));
  plainModes(folder, epoch);
  const file = join(out, `${name}-${version}-linux-${NODE_NAMES[architecture]}.tar.gz`);
  const same = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"];
  // gzip writes the time into what it packs, unless it is told not to.
  execFileSync("tar", [...same, "-I", "gzip -n", "-cf", file, "-C", folder, "."]);
  return file;
}
