import { createReadStream } from "node:fs";
import { chmod, open, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Parser, create, extract, type ReadEntry } from "tar";
import { asOwnerOf } from "./as-owner.ts";

/** A file that is no backup, or a damaged or hostile one. The message names the file, what is wrong with it, and the mend. */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";
}

/** Names that a backup has; nothing in a file decides where it is written. */
const KNOWN =
  /^(state\.db|series\.db|collector\.yaml|ca(-next)?\.(crt|key)|server\.crt|server\.key|package\.key|people\.key|collector-password|plans\/[a-z0-9-]+\.[a-z0-9-]+\.(svg|png))$/;
/** Octets that a file beside the stores may have; the stores may fill the disk. */
const MAX_BESIDE = 64 * 1024 * 1024;
/** POSIX ustar (IEEE Std 1003.1, pax): a header of 512 octets with its mark at 257. A compressed file has none, so it cannot swell. */
const MARK = { offset: 257, text: "ustar" };

/** Packs files of a folder into one new .tar that only its owner may read; what a failure had begun is removed. */
export async function packArchive(folder: string, names: readonly string[], file: string): Promise<void> {
  const out = await open(file, "wx", 0o600);
  try {
    await pipeline(create({ cwd: folder, portable: true, strict: true }, [...names]), out.createWriteStream());
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/**
 * Unpacks a backup into a folder. The whole archive is looked through before the first octet is written: a name that no backup has (and so
 * any that leads elsewhere), a link, a second file of the same name, a file that is too large or cut short refuses all of it.
 * @throws ArchiveError
 */
export async function unpackArchive(file: string, folder: string, freeBytes = freeBytesOf): Promise<string[]> {
  const entries = await contentsOf(file);
  const bytes = [...entries.values()].reduce((sum, size) => sum + size, 0);
  const free = await freeBytes(folder);
  if (bytes > free)
    throw new ArchiveError(
      `${file}: it needs ${megabytes(bytes)}, and ${folder} has ${megabytes(free)} free; free some space`,
    );
  const names = [...entries.keys()];
  const handle = await open(file, "r");
  try {
    // The file is opened before, for it may be root's alone; what is written belongs to whom the folder belongs.
    await asOwnerOf(folder, async () => {
      await extractAll(handle.createReadStream({ autoClose: false }), folder);
      // The mode that stands in the archive is not ours to believe.
      for (const name of names) await chmod(join(folder, name), 0o600);
    });
  } finally {
    await handle.close();
  }
  return names;
}

function extractAll(from: Readable, cwd: string): Promise<void> {
  const unpack = extract({ cwd, strict: true, preserveOwner: false, noMtime: true, dmode: 0o700 });
  return new Promise((resolve, reject) => {
    unpack.on("close", resolve);
    unpack.on("error", reject);
    from.on("error", reject);
    from.pipe(unpack);
  });
}

const DAMAGED = "it is cut short or damaged; take another copy of the backup";
const freeBytesOf = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};
const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/** Name and octets of every file, or why the archive is refused. */
async function contentsOf(file: string): Promise<Map<string, number>> {
  await checkMark(file);
  const entries = new Map<string, number>();
  let refusal: string | undefined;
  const look = (entry: ReadEntry): void => {
    refusal ??= whyNot(entry, entries);
    entries.set(entry.path, entry.size);
    entry.resume();
  };
  const parser = new Parser({ strict: true, onReadEntry: look });
  let ended = false;
  // A kind that the library does not unpack is told apart from one that it does.
  parser.on("ignoredEntry", look);
  // Two blocks of zeros end an archive; one that was cut between two files lacks them and nothing else.
  parser.on("eof", () => (ended = true));
  parser.on("error", () => (refusal ??= DAMAGED));
  for await (const chunk of createReadStream(file)) {
    parser.write(chunk as Buffer);
    if (refusal !== undefined) break;
  }
  if (refusal === undefined) parser.end();
  if (!ended) refusal ??= DAMAGED;
  if (refusal === undefined && entries.size === 0) refusal = "it holds nothing";
  if (refusal !== undefined) throw new ArchiveError(`${file}: ${refusal}`);
  return entries;
}

function whyNot({ path, type, size }: ReadEntry, before: ReadonlyMap<string, number>): string | undefined {
  // The name is whatever somebody wrote there; JSON keeps a terminal safe from it.
  const name = JSON.stringify(path.slice(0, 80));
  if (!KNOWN.test(path)) return `it holds ${name}, which is no part of a backup; nothing was restored`;
  if (type !== "File") return `${name} is a ${type} where a backup has a file; nothing was restored`;
  if (before.has(path)) return `it holds ${name} twice; nothing was restored`;
  if (!path.endsWith(".db") && size > MAX_BESIDE)
    return `${name} has ${megabytes(size)}, and a backup's has ${megabytes(MAX_BESIDE)} at most; nothing was restored`;
  return undefined;
}

async function checkMark(file: string): Promise<void> {
  if (!(await stat(file)).isFile()) throw new ArchiveError(`${file}: it is not a file; name the .tar of a backup`);
  const handle = await open(file, "r");
  try {
    const mark = Buffer.alloc(MARK.text.length);
    await handle.read(mark, 0, mark.length, MARK.offset);
    if (mark.toString("latin1") !== MARK.text)
      throw new ArchiveError(`${file}: it is no backup; name the .tar that \`probewarden-collector backup\` wrote`);
  } finally {
    await handle.close();
  }
}
