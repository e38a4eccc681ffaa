import { createHash } from "node:crypto";
import type { AuditLine } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { NO_LINK } from "../people/audit.ts";
import { asLine } from "../people/read-audit.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Lines of one package, the latest; how many there are before them is said beside. */
export const MOST_CUSTODY = 5_000;

/** Who had to do with the evidence: each line as it stands in the audit, linked to the one before it in the package. */
export interface Custody {
  lines: (AuditLine & { link: string })[];
  /** The last link. */
  end: string;
  /** Lines of the audit that are older than those. */
  leftOut: number;
}

/**
 * The lines of the audit about these things, in their order. In the audit others lie between them, so that its links lead nowhere here: each line
 * can be held against its own hash alone, and all together against this chain, whose end the manifest names.
 */
export async function custodyOf(db: Kysely<StateTables>, subjects: readonly string[]): Promise<Custody> {
  const about = db.selectFrom("audit").where("subject", "in", subjects).where("seq", "is not", null);
  const { n } = await about.select((select) => select.fn.countAll<number | string>().as("n")).executeTakeFirstOrThrow();
  const rows = await about.selectAll().orderBy("seq", "desc").limit(MOST_CUSTODY).execute();
  return { ...linked(rows.map(asLine).toReversed()), leftOut: Number(n) - rows.length };
}

/** A link is SHA-256, in hex, over the link before it, a line feed, and the line as JSON without white space. */
export function linked(lines: readonly AuditLine[]): Pick<Custody, "lines" | "end"> {
  let end = NO_LINK;
  const chain = lines.map((line) => {
    end = createHash("sha256")
      .update(`${end}\n${JSON.stringify(line)}`)
      .digest("hex");
    return { ...line, link: end };
  });
  return { lines: chain, end };
}
