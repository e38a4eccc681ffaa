import { accessSync, constants, readdirSync, statSync, type Stats } from "node:fs";
import { join } from "node:path";
import { writeCanary } from "../../health/canary.ts";
import { diskProblem } from "../../health/disk-problem.ts";
import { problem } from "../../health/problem.ts";
import { freeBytesOf } from "../../intake/disk-space.ts";
import { isRefusedByRights, mayNotLook } from "./may-not.ts";
import { checkOf, type DoctorCheck } from "./report.ts";

/** Files of others that are named; the command in the advice mends all of them. */
const NAMED = 3;
/** A small durable write that takes longer is told, in milliseconds: the running collector's own figure. */
const SLOW_MS = 2_000;
const MIB = 1_048_576;

/** The data folder: that it is there, whose it is, and that what lies in it is the same user's and nobody else's. */
export function checkFolder(dataDir: string): DoctorCheck {
  const id = "folder";
  let folder: Stats | undefined;
  try {
    folder = statSync(dataDir, { throwIfNoEntry: false });
  } catch (error) {
    if (isRefusedByRights(error)) return mayNotLook(id, dataDir);
    throw error;
  }
  if (folder === undefined) return checkOf(id, problem("data-folder-gone", { folder: dataDir }));
  if (!folder.isDirectory())
    return { id, state: "failed", says: `${dataDir} is a file`, todo: "name a folder in /dataDir (PW_DATA_DIR)" };
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const isOthers = process.geteuid?.() !== folder.uid;
    return isRefusedByRights(error) && isOthers
      ? mayNotLook(id, dataDir, folder.uid)
      : checkOf(id, diskProblem(error, dataDir));
  }
  const inside = readdirSync(dataDir).flatMap((name) => {
    const found = statSync(join(dataDir, name), { throwIfNoEntry: false });
    return found === undefined ? [] : [{ name, uid: found.uid, mode: found.mode }];
  });
  const strangers = inside.filter(({ uid }) => uid !== folder.uid);
  if (strangers.length > 0)
    return {
      id,
      state: "failed",
      says: `${dataDir} belongs to user ${folder.uid}, and ${named(strangers)} in it to somebody else, so the collector may not open them`,
      todo: `chown -R ${folder.uid}:${folder.gid} ${dataDir}`,
    };
  const open = inside.filter(({ mode }) => (mode & 0o077) !== 0);
  if (open.length > 0)
    return {
      id,
      state: "warning",
      says: `${dataDir}: other users may read ${named(open)}`,
      todo: `chmod -R go-rwx ${dataDir}`,
    };
  if ((folder.mode & 0o077) !== 0)
    return {
      id,
      state: "warning",
      says: `${dataDir}: other users may look into the folder, though not into its files`,
      todo: `chmod 700 ${dataDir}`,
    };
  return { id, state: "ok", says: `${dataDir} belongs to user ${folder.uid}, and to nobody else` };
}

/** The disk of the data folder: free room, and what a small durable write takes. Leaves nothing behind. */
export async function checkDisk(dataDir: string, minimumFreeBytes: number): Promise<DoctorCheck> {
  const id = "disk";
  try {
    const free = await freeBytesOf(dataDir);
    const writeMs = await writeCanary(dataDir, () => performance.now());
    if (free < minimumFreeBytes) return checkOf(id, problem("disk-nearly-full", { folder: dataDir }));
    if (writeMs > SLOW_MS)
      return checkOf(id, problem("disk-slow", { folder: dataDir, seconds: Math.round(writeMs / 1000) }));
    return {
      id,
      state: "ok",
      says: `${Math.floor(free / MIB)} MiB free, a durable write takes ${writeMs.toFixed(1)} ms`,
    };
  } catch (error) {
    return isRefusedByRights(error) ? mayNotLook(id, dataDir) : checkOf(id, diskProblem(error, dataDir));
  }
}

const named = (files: readonly { name: string }[]): string =>
  `${files
    .slice(0, NAMED)
    .map(({ name }) => name)
    .join(", ")}${files.length > NAMED ? ` and ${files.length - NAMED} more` : ""}`;
