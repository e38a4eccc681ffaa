import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { giveToOwnerOf } from "@probewarden/cli";

/** An error that the operating system has a name for. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "code" in error;

/** Makes a folder that only its owner may read, for whom the folder above belongs to. @throws the system's error */
export async function makeFolderLike(folder: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) giveToOwnerOf(dirname(folder), folder);
}
