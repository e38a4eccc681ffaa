import { chown, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** An error that the operating system has a name for. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "code" in error;

/** Makes a folder that only its owner may read, for whom the folder above belongs to. @throws the system's error */
export async function makeFolderLike(folder: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await ownLike(folder, dirname(folder));
}

/** Run by root, the command line leaves its files to whom the folder belongs: the service must be able to read them. @throws the system's error */
export async function ownLike(path: string, folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(folder);
  if (uid !== 0) await chown(path, uid, gid);
}
