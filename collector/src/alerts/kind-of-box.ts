import { createHash } from "node:crypto";
import { spellOctets } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** Octets of the name: enough that two kinds have not the same. */
const NAME_OCTETS = 8;
/** IEEE 802: an address with this bit was made up by its owner and tells no maker. */
const LOCALLY_ADMINISTERED = 0b0000_0010;

/**
 * What tells boxes of one kind: the same suspicion by the same families of evidence, and addresses of the same maker. A name without meaning,
 * so that nothing of an address stands in it.
 */
export function kindOfBox(suspicion: string, families: readonly string[], transmitters: readonly string[]): string {
  const makers = new Set(transmitters.map(makerOf));
  const text = [suspicion, [...makers].toSorted().join(" "), families.toSorted().join(" ")].join("|");
  return `kind-${spellOctets(createHash("sha256").update(text).digest().subarray(0, NAME_OCTETS))}`;
}

/** The first three octets of an address that a maker gave, or that it is made up. */
const makerOf = (address: string): string =>
  (Number.parseInt(address.slice(0, 2), 16) & LOCALLY_ADMINISTERED) === 0 ? address.slice(0, 8) : "made-up";

/** The same of a suspect as it is now. Null where nothing is known that could be compared: then it is like no other. */
export async function readKind(
  trx: Transaction<StateTables>,
  suspect: { suspect_id: string; suspicion: string },
  families: readonly string[],
): Promise<string | null> {
  if (families.length === 0) return null;
  const rows = await trx
    .selectFrom("suspect_transmitters")
    .select("transmitter")
    .where("suspect_id", "=", suspect.suspect_id)
    .execute();
  return kindOfBox(
    suspect.suspicion,
    families,
    rows.map(({ transmitter }) => transmitter),
  );
}
