import { existsSync } from "node:fs";
import type { Collector, CollectorProblem } from "@probewarden/contract";
import { packageKeyOf } from "../packages/package-key.ts";
import { problem } from "./problem.ts";

/** Fingerprint of the key in a file with which packages are signed; undefined while there is none, or none that can be read. None is made. */
export function fingerprintOf(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return packageKeyOf(file).described.fingerprint;
  } catch {
    return undefined;
  }
}

/** What a collector with this key says of others of its database that sign with another; undefined where none does. */
export function keysDiffer(collectors: readonly Collector[], own: Pick<Collector, "name" | "packageKey">) {
  const others = collectors.filter(
    ({ name, state, packageKey }) => name !== own.name && state !== "silent" && packageKey !== undefined,
  );
  const different = others.filter(({ packageKey }) => packageKey !== own.packageKey);
  if (own.packageKey === undefined || different.length === 0) return undefined;
  return problem("signing-keys-differ", { collectors: different.length }) satisfies CollectorProblem;
}
