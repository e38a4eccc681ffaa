import { appendFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { MediaLog } from "../../ask-media.ts";
import { isSystemError, makeFolderLike, ownLike } from "../../own-files.ts";

/** A question that is about to be sent to a group. */
export interface SearchSent {
  protocol: string;
  group: string;
  port: number;
  /** Own address of the interface that it is sent on: it names the network, and nobody in it. */
  interface: string;
}

/** Writes a search down before it is sent. @returns false when that could not be done */
export type SearchLog = (sent: SearchSent) => Promise<boolean>;

/**
 * The accountability log of the sensor, `cameras/audit.log` in its data folder, for what is sent to a group: which question went to which network,
 * and when. Who has answered does not stand there: phones answer too.
 */
export function searchLog(dataDir: string | undefined, now: () => number): SearchLog {
  return ({ protocol, ...sent }) =>
    writeDown(dataDir, { at: new Date(now()).toISOString(), search: protocol, ...sent });
}

/** The same log, for the one question to a camera that is made as nobody although ONVIF keeps its answer for who has a login. */
export function mediaLog(dataDir: string | undefined, now: () => number): MediaLog {
  return ({ target: { address, port, secure, path }, call }) =>
    writeDown(dataDir, {
      at: new Date(now()).toISOString(),
      address,
      port,
      tls: secure,
      method: "POST",
      path,
      call,
      account: false,
    });
}

/** @returns whether the entry is on the disk, or there is none to write to */
async function writeDown(dataDir: string | undefined, entry: Readonly<Record<string, unknown>>): Promise<boolean> {
  if (dataDir === undefined) return true;
  const file = join(dataDir, "cameras", "audit.log");
  try {
    await makeFolderLike(dirname(file));
    await appendFile(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    await ownLike(file, dirname(file));
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return false;
  }
}
