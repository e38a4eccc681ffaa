import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { NODE_NAMES, type Architecture } from "./architecture.ts";
import type { Module } from "./run-time-modules.ts";

interface Locked {
  version: string;
  integrity: string;
  license: string;
}

/**
 * SQLite for a processor, as its makers built it: the only native code of agent and collector. npm installs the one of this machine; the other is
 * fetched once, in the version and with the hash that package-lock.json names.
 * @throws Error where what came is something else
 */
export function nativeModule(root: string, architecture: Architecture): Module {
  const name = `@libsql/linux-${NODE_NAMES[architecture]}-gnu`;
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, Locked>;
  };
  const locked = lock.packages[`node_modules/${name}`];
  if (locked === undefined) throw new Error(`package-lock.json does not name ${name}`);
  const installed = join(root, "node_modules", name);
  const folder = existsSync(join(installed, "index.node")) ? installed : fetched(root, name, locked);
  return { name, version: locked.version, licence: locked.license, folder };
}

function fetched(root: string, name: string, { version, integrity }: Locked): string {
  const cache = join(root, "node_modules/.cache/probewarden-package");
  const folder = join(cache, `${name.replace(/.*\//, "")}-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", `${name}@${version}`, "--json", "--pack-destination", cache], { encoding: "utf8" }),
  ) as { filename: string }[];
  const archive = join(cache, packed?.filename.replaceAll("@", "").replaceAll("/", "-") ?? "");
  // Node's crypto writes subresource integrity as npm does: the name of the hash, and the hash in base64.
  const hash = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (hash !== integrity) throw new Error(`${name}: what came is not what package-lock.json names (${hash})`);
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  execFileSync("tar", ["-xzf", archive, "-C", draft, "--strip-components=1"]);
  renameSync(draft, folder);
  return folder;
}
