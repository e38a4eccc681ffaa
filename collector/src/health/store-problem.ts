import type { CollectorProblem, CollectorProblemCode } from "@probewarden/contract";
import { problem } from "./problem.ts";

/** A store that this code found broken before any database said so; `code` is what `/api/health` says. */
export class StoreFileError extends Error {
  override readonly name = "StoreFileError";
  readonly code: CollectorProblemCode;
  readonly file: string;

  constructor(code: CollectorProblemCode, file: string, options?: { cause?: unknown }) {
    super(problem(code, { file }).text, options);
    this.code = code;
    this.file = file;
  }
}

/** Where a store is: `file` of SQLite, `server` without a password. */
export interface StorePlace {
  store: "state" | "series";
  place: string;
}

/** What a code of SQLite, of the system or of PostgreSQL (SQLSTATE, appendix A) says. `fails`: nothing more exact. */
type Kind = "full" | "read-only" | "gone" | "damaged" | "away" | "refuses" | "fails";
const KINDS: readonly [RegExp, Kind][] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT|53100)/, "full"],
  [/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|EROFS|EACCES|EPERM|25006)/, "read-only"],
  [/^(SQLITE_CORRUPT|SQLITE_NOTADB|XX00[12])/, "damaged"],
  // 08: connection; 57P0x: the server goes down, has crashed, is starting; 53300: it has no connection left.
  [/^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|08|57P0|53300)/, "away"],
  [/^(28|3D)/, "refuses"],
];
/** node-postgres has no code for a connection that ends under it. */
const AWAY_WORDS =
  /connection terminated|server closed the connection|timeout exceeded when trying to connect|connection error|client has encountered a connection error/i;

/** Name that the database or the system has for an error; undefined where it has none. */
function causesOf(error: unknown): { code?: string; message: string }[] {
  const found = [];
  for (let at: unknown = error; at instanceof Error && found.length < 6; at = at.cause) {
    found.push({
      ...("code" in at && typeof at.code === "string" ? { code: at.code } : {}),
      message: at.message,
    });
    // Node tries every address of a name, and gathers the failures.
    if (at instanceof AggregateError && at.errors.length > 0 && !(at.cause instanceof Error)) {
      const first: unknown = at.errors[0];
      if (first instanceof Error && "code" in first) found.push({ code: String(first.code), message: first.message });
    }
  }
  return found;
}

function kindOf(error: unknown, onServer: boolean): { kind: Kind; cause?: string } {
  const causes = causesOf(error);
  const code = causes.find((cause) => cause.code !== undefined)?.code;
  for (const cause of causes) {
    const known = KINDS.find(([pattern]) => cause.code !== undefined && pattern.test(cause.code))?.[1];
    // A socket file that is not there is a server that does not run.
    if (onServer && cause.code === "ENOENT") return { kind: "away", cause: cause.code };
    if (onServer && (known === "read-only" || known === "full")) return { kind: "fails", cause: cause.code ?? "" };
    if (known !== undefined) return { kind: known, cause: cause.code ?? "" };
  }
  if (onServer && causes.some((cause) => AWAY_WORDS.test(cause.message))) return { kind: "away" };
  return { kind: "fails", ...(code === undefined ? {} : { cause: code }) };
}

const STATE_CODES: Readonly<Record<Kind, CollectorProblemCode>> = {
  full: "disk-full",
  "read-only": "data-folder-read-only",
  gone: "state-file-gone",
  damaged: "state-file-damaged",
  away: "state-server-away",
  refuses: "state-server-refuses",
  fails: "state-store-fails",
};
const SERIES_CODES: Readonly<Record<Kind, CollectorProblemCode>> = {
  full: "series-store-fails",
  "read-only": "series-store-fails",
  gone: "series-file-gone",
  damaged: "series-file-damaged",
  away: "series-server-away",
  refuses: "series-store-fails",
  fails: "series-store-fails",
};

/** What an error of a store means for a person. */
export function storeProblem(error: unknown, { store, place }: StorePlace): CollectorProblem {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at instanceof StoreFileError) return problem(at.code, { file: at.file });
  const onServer = !place.startsWith("/") && place.includes("://");
  const { kind, cause } = kindOf(error, onServer);
  const facts = { [onServer ? "server" : "file"]: place, ...(cause === undefined ? {} : { cause }) };
  return problem((store === "state" ? STATE_CODES : SERIES_CODES)[kind], facts);
}

/** Whether a failed request is the absent database's doing, and no mistake of ours. */
export const isStoreAway = (error: unknown): boolean => kindOf(error, true).kind === "away";
