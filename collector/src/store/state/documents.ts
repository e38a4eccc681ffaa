import type { Kysely } from "kysely";
import type { StateTables } from "./tables.ts";

/** A file that a person gave, as it came. */
export interface StoredDocument {
  /** RFC 2046, such as `image/png`. */
  mediaType: string;
  octets: Buffer;
}

/** One that is kept, and since when (epoch milliseconds). */
export interface KeptDocument extends StoredDocument {
  keptAt: number;
}

/** Keeps a document under a name, in the place of the one that had it. `keptAt` in epoch milliseconds. */
export async function putDocument(
  db: Kysely<StateTables>,
  name: string,
  { mediaType, octets }: StoredDocument,
  keptAt: number,
): Promise<void> {
  const values = { media_type: mediaType, octets, kept_at: keptAt };
  await db
    .insertInto("documents")
    .values({ name, ...values })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(values))
    .execute();
}

/** Reads a document; undefined when there is none of that name. */
export async function readDocument(db: Kysely<StateTables>, name: string): Promise<KeptDocument | undefined> {
  const row = await db
    .selectFrom("documents")
    .select(["media_type", "octets", "kept_at"])
    .where("name", "=", name)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { mediaType: row.media_type, octets: Buffer.from(row.octets), keptAt: row.kept_at };
}

/** Removes a document, or all whose names begin with `name` where that ends in a slash. */
export async function removeDocuments(db: Kysely<StateTables>, name: string): Promise<void> {
  const removal = db.deleteFrom("documents");
  // A slash is followed by 0 in ASCII: what begins with `plans/mall/` lies between it and `plans/mall0`.
  await (
    name.endsWith("/")
      ? removal.where("name", ">=", name).where("name", "<", `${name.slice(0, -1)}0`)
      : removal.where("name", "=", name)
  ).execute();
}
