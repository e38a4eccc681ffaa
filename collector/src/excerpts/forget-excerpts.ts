import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** Excerpts that go in one statement. */
const PIECE = 200;

/** Forgets excerpts, with what refers to them. */
export async function forgetExcerpts(trx: Transaction<StateTables>, excerptIds: readonly string[]): Promise<void> {
  for (let from = 0; from < excerptIds.length; from += PIECE) {
    const piece = excerptIds.slice(from, from + PIECE);
    for (const table of ["frame_excerpt_addresses", "frame_excerpt_findings", "frame_excerpts"] as const)
      await trx.deleteFrom(table).where("excerpt_id", "in", piece).execute();
  }
}

/** Forgets every excerpt of a venue in which one of these addresses stands: it stands in the octets, where it cannot be taken out of. */
export async function forgetExcerptsNaming(
  trx: Transaction<StateTables>,
  venueId: string,
  addresses: readonly string[],
): Promise<void> {
  if (addresses.length === 0) return;
  const rows = await trx
    .selectFrom("frame_excerpt_addresses")
    .select("excerpt_id")
    .distinct()
    .where("venue_id", "=", venueId)
    .where("address", "in", [...addresses])
    .execute();
  await forgetExcerpts(
    trx,
    rows.map(({ excerpt_id }) => excerpt_id),
  );
}
