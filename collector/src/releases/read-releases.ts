import type { Release, ReleaseRow } from "@probewarden/contract";
import type { Kysely } from "kysely";
import type { StateReader } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { PART_BYTES } from "./keep-release.ts";

/** The releases that are here whole, the latest first. */
export async function readReleases({ db }: Pick<StateReader, "db">): Promise<ReleaseRow[]> {
  const rows = await db
    .selectFrom("releases")
    .selectAll()
    .where("whole", "=", 1)
    .orderBy("added_at", "desc")
    .orderBy("version", "desc")
    .orderBy("architecture")
    .execute();
  return rows.map((row) => {
    const { version, architecture, size, sha256 } = JSON.parse(row.release) as Release;
    const addedAt = new Date(Number(row.added_at)).toISOString();
    return { version, architecture, size, sha256, checked: row.checked === 1, addedAt };
  });
}

/** The same as they were signed. */
export async function readSigned(db: Kysely<StateTables>): Promise<Release[]> {
  const rows = await db.selectFrom("releases").select("release").where("whole", "=", 1).execute();
  return rows.map(({ release }) => JSON.parse(release) as Release);
}

/** Octets of a release; undefined where it is not here, or is shorter. No more is read than the parts that they lie in. */
export async function readOctets(
  db: Kysely<StateTables>,
  { sha256, offset, octets }: { sha256: string; offset: number; octets: number },
): Promise<Buffer | undefined> {
  const first = Math.floor(offset / PART_BYTES);
  const rows = await db
    .selectFrom("release_pieces")
    .select(["part", "octets"])
    .where("sha256", "=", sha256)
    .where("part", ">=", first)
    .where("part", "<=", Math.floor((offset + octets - 1) / PART_BYTES))
    .orderBy("part")
    .execute();
  const from = offset - first * PART_BYTES;
  const found = Buffer.concat(rows.map((row) => Buffer.from(row.octets))).subarray(from, from + octets);
  return found.length === octets ? found : undefined;
}
