import type { Kysely } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import type { ExcerptFacts } from "./store-excerpt.ts";

/** An excerpt as it is kept. */
export interface KeptExcerpt {
  excerptId: string;
  sensorId: string;
  /** Epoch milliseconds. */
  receivedAt: number;
  clockOffsetMs: number;
  facts: ExcerptFacts;
  octets: Buffer;
}

/** Excerpts about a suspect, of all sensors that suspect it, the oldest first; of more than `most` the latest. */
export async function readExcerpts(db: Kysely<StateTables>, suspectId: string, most: number): Promise<KeptExcerpt[]> {
  const rows = await db
    .selectFrom("frame_excerpts as e")
    .selectAll("e")
    .where("e.excerpt_id", "in", (select) =>
      select
        .selectFrom("frame_excerpt_findings as l")
        .innerJoin("findings as f", (join) =>
          join.onRef("f.sensor_id", "=", "l.sensor_id").onRef("f.finding_id", "=", "l.finding_id"),
        )
        .select("l.excerpt_id")
        .where("f.suspect_id", "=", suspectId),
    )
    .orderBy("e.received_at", "desc")
    .orderBy("e.excerpt_id")
    .limit(most)
    .execute();
  return rows.toReversed().map((row) => ({
    excerptId: row.excerpt_id,
    sensorId: row.sensor_id,
    receivedAt: Number(row.received_at),
    clockOffsetMs: Number(row.clock_offset_ms),
    facts: JSON.parse(row.facts) as ExcerptFacts,
    octets: Buffer.from(row.octets),
  }));
}
