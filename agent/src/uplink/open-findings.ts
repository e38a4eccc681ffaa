import type { Finding } from "@probewarden/contract";
import type Database from "libsql";

/** Findings remembered, and octets of them that are told: they travel in one go over the socket. */
const MOST_FINDINGS = 512;
const MOST_BYTES = 4_194_304;

/** What the radio process had published and not ended, for the one that comes after it. */
export class OpenFindings {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Takes the latest word of a finding. Beyond the bound the one that was not heard for longest is forgotten. */
  remember(finding: Finding): void {
    if (finding.state === "ended") {
      this.#database.prepare<[string]>("DELETE FROM open_finding WHERE finding = ?").run(finding.findingId);
      return;
    }
    this.#database
      .prepare<[string, string, string]>("INSERT OR REPLACE INTO open_finding (finding, heard, body) VALUES (?, ?, ?)")
      .run(finding.findingId, finding.lastHeardAt, JSON.stringify(finding));
    this.#database
      .prepare<[number]>(
        "DELETE FROM open_finding WHERE finding IN (SELECT finding FROM open_finding ORDER BY heard DESC LIMIT -1 OFFSET ?)",
      )
      .run(MOST_FINDINGS);
  }

  /** The latest word of a finding that has not ended. */
  get(findingId: string): Finding | undefined {
    const [row] = this.#database
      .prepare<[string]>("SELECT body FROM open_finding WHERE finding = ?")
      .all(findingId) as {
      body: string;
    }[];
    return row === undefined ? undefined : (JSON.parse(row.body) as Finding);
  }

  /** The latest heard last; of very large ones only the latest heard. */
  list(): Finding[] {
    const rows = this.#database.prepare("SELECT body FROM open_finding ORDER BY heard DESC").all() as {
      body: string;
    }[];
    let bytes = 0;
    const latest = rows.filter(({ body }) => (bytes += Buffer.byteLength(body)) <= MOST_BYTES);
    return latest.map(({ body }) => JSON.parse(body) as Finding).toReversed();
  }
}
