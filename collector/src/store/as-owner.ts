import { statSync } from "node:fs";
import { CommandError } from "@probewarden/cli";

/** Whether this process may read and give away everybody's files. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/** To whom root's work in a folder is to belong; undefined where that is root itself, or this process is somebody else. */
function otherOwner(folder: string): { uid: number; gid: number } | undefined {
  if (!isRoot() || process.geteuid?.() !== 0) return undefined;
  const owner = statSync(folder, { throwIfNoEntry: false });
  return owner === undefined || owner.uid === 0 ? undefined : { uid: owner.uid, gid: owner.gid };
}

/**
 * Works in a folder as the user to whom it belongs, where root runs the command: what is made meanwhile, SQLite's write-ahead log too,
 * belongs to the service, which could not open it otherwise. Afterwards the process is root again. Whoever is not root works as he is.
 */
export async function asOwnerOf<T>(folder: string, work: () => T | Promise<T>): Promise<T> {
  const owner = otherOwner(folder);
  if (owner === undefined) return work();
  // The group first: without root's rights no other can be taken.
  mayRefuse(folder, owner.uid, () => process.setegid?.(owner.gid));
  process.seteuid?.(owner.uid);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

/**
 * Node gives up no rights where it believes that libuv may use io_uring, which would keep them (CVE-2024-22017). Debian 13's own believes it always, for
 * it was made for an older libuv than it is used with.
 */
function mayRefuse(folder: string, uid: number, change: () => void): void {
  try {
    change();
  } catch (cause) {
    if (!(cause instanceof Error && cause.message.includes("io_uring"))) throw cause;
    throw new CommandError(
      `${folder}: it belongs to user ${uid}, and this Node (Debian 13's) works as root alone; say the same as that user (sudo -u '#${uid}' …), or take Node of nodejs.org`,
      { cause },
    );
  }
}

/** Gives root's rights up for good, for the user to whom the folder belongs: for what runs on. Returns whose rights are left, if that changed. */
export function becomeOwnerOf(folder: string): number | undefined {
  const owner = otherOwner(folder);
  if (owner === undefined) return undefined;
  mayRefuse(folder, owner.uid, () => process.setgroups?.([owner.gid]));
  process.setgid?.(owner.gid);
  process.setuid?.(owner.uid);
  return owner.uid;
}
