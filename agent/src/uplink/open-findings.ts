import type { Finding } from "@probewarden/contract";
import type Database from "libsql";

/** Findings remembered of either kind, and octets of them that are told: they travel in one go over the socket. */
const MOST_FINDINGS = 512;
const MOST_BYTES = 4_194_304;
/** Who was named is taken back within a day after the finding ended, half an hour after it was heard last. */
const NAMED_MS = 24.5 * 3_600_000;

/**
 * What the radio process had published, for the one that comes after it: what has not ended, and what has and named somebody. A phone whose
 * address somebody wore is taken back at its first word, after a restart too.
 */
export class OpenFindings {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Takes the latest word of a finding. Beyond the bound the one that was not heard for longest is forgotten. */
  remember(finding: Finding): void {
    const { findingId, state, transmitters, targets } = finding;
    for (const table of ["open_finding", "ended_finding"] as const)
      this.#database.prepare<[string]>(`DELETE FROM ${table} WHERE finding = ?`).run(findingId);
    if (state !== "ended") return this.#keep("open_finding", finding);
    if (transmitters.length > 0 || targets.length > 0) this.#keep("ended_finding", finding);
    const longAgo = new Date(Math.max(0, Date.parse(finding.lastHeardAt) - NAMED_MS)).toISOString();
    this.#database.prepare<[string]>("DELETE FROM ended_finding WHERE heard < ?").run(longAgo);
  }

  /** The latest word of a finding that has not ended, or may have to be taken back. */
  get(findingId: string): Finding | undefined {
    const [row] = this.#database
      .prepare<[string, string]>(
        "SELECT body FROM open_finding WHERE finding = ? UNION ALL SELECT body FROM ended_finding WHERE finding = ?",
      )
      .all(findingId, findingId) as { body: string }[];
    return row === undefined ? undefined : (JSON.parse(row.body) as Finding);
  }

  /** Those that ended first, then the others, the latest heard last; of very large ones only the latest heard. */
  list(): Finding[] {
    return [...this.#listOf("ended_finding"), ...this.#listOf("open_finding")];
  }

  #keep(table: "open_finding" | "ended_finding", finding: Finding): void {
    this.#database
      .prepare<[string, string, string]>(`INSERT INTO ${table} (finding, heard, body) VALUES (?, ?, ?)`)
      .run(finding.findingId, finding.lastHeardAt, JSON.stringify(finding));
    this.#database
      .prepare<[number]>(
        `DELETE FROM ${table} WHERE finding IN (SELECT finding FROM ${table} ORDER BY heard DESC LIMIT -1 OFFSET ?)`,
      )
      .run(MOST_FINDINGS);
  }

  #listOf(table: "open_finding" | "ended_finding"): Finding[] {
    const rows = this.#database.prepare(`SELECT body FROM ${table} ORDER BY heard DESC`).all() as { body: string }[];
    let bytes = 0;
    const latest = rows.filter(({ body }) => (bytes += Buffer.byteLength(body)) <= MOST_BYTES);
    return latest.map(({ body }) => JSON.parse(body) as Finding).toReversed();
  }
}
