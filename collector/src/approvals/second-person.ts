import type { SecondPerson } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { audit } from "../people/audit.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";

/** What may take one. */
export type SecondPersonFor = "authorise" | "packages";
/** Where nothing is said of a venue, this row holds. */
const EVERYWHERE = "";

/** Whether it takes a second person at this venue. Off, unless somebody switched it on. */
export async function takesSecondPerson(
  db: Kysely<StateTables>,
  venueId: string,
  what: SecondPersonFor,
): Promise<boolean> {
  const rows = await db.selectFrom("second_person").selectAll().where("place", "in", [venueId, EVERYWHERE]).execute();
  const row = rows.find(({ place }) => place === venueId) ?? rows[0];
  return row !== undefined && row[what] === 1;
}

/** What was switched, everywhere first. */
export async function readSecondPerson(db: Kysely<StateTables>): Promise<SecondPerson[]> {
  const rows = await db.selectFrom("second_person").selectAll().orderBy("place").execute();
  const said = rows.map((row) => ({
    ...(row.place === EVERYWHERE ? {} : { venueId: row.place }),
    authorise: row.authorise === 1,
    packages: row.packages === 1,
  }));
  return said[0]?.venueId === undefined && said.length > 0 ? said : [{ authorise: false, packages: false }, ...said];
}

/** Switches it, everywhere or at a venue. What waits already goes on waiting. False: there is no such venue. */
export async function setSecondPerson(
  state: StateStore,
  { venueId, authorise, packages }: SecondPerson,
  { by, at }: { by: string; at: number },
): Promise<boolean> {
  return state.transaction(async (trx) => {
    const place = venueId ?? EVERYWHERE;
    const venue = trx.selectFrom("venues").select("venue_id").where("venue_id", "=", place);
    if (place !== EVERYWHERE && (await venue.executeTakeFirst()) === undefined) return false;
    const values = { authorise: authorise ? 1 : 0, packages: packages ? 1 : 0 };
    await trx
      .insertInto("second_person")
      .values({ place, ...values })
      .onConflict((conflict) => conflict.column("place").doUpdateSet(values))
      .execute();
    const switched = [authorise ? "authorise" : "", packages ? "packages" : ""].filter(Boolean).join("-and-");
    const action = `second-person-${switched === "" ? "off" : switched}`;
    await audit(trx, { at, by, action, subject: venueId ?? "everywhere" });
    return true;
  });
}
