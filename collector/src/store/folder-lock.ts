import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";

/** A data folder that another collector works in. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";
}

/**
 * Takes a data folder for this process alone; returns how to give it back. The lock is SQLite's own on an empty file: the system lets
 * go of it when the process ends, however it ends, so none is ever left over. @throws FolderInUseError
 */
export function lockFolder(dataDir: string): () => void {
  const file = join(dataDir, "collector.lock");
  // SQLite gives its journal the mode of the file, and makes the file as the umask says: so it is made here.
  closeSync(openSync(file, "a", 0o600));
  const database = new Database(file);
  try {
    database.exec("PRAGMA busy_timeout = 0");
    database.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    if (!(cause instanceof Error && "code" in cause && String(cause.code).startsWith("SQLITE_BUSY"))) throw cause;
    throw new FolderInUseError(
      `${dataDir}: a collector runs on this folder already (stop that one, or choose another folder with /dataDir or PW_DATA_DIR)`,
      { cause },
    );
  }
  return () => database.close();
}
