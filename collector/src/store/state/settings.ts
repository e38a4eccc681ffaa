import type { Kysely } from "kysely";
import type { StateTables } from "./tables.ts";

/** Reads one named setting; undefined when it was never written. */
export async function readSetting(db: Kysely<StateTables>, name: string): Promise<string | undefined> {
  return (await db.selectFrom("settings").select("value").where("name", "=", name).executeTakeFirst())?.value;
}

export async function writeSetting(db: Kysely<StateTables>, name: string, value: string): Promise<void> {
  await db
    .insertInto("settings")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

/** Removes a setting, with `value` only when it still holds that value. Whether a row went. */
export async function removeSetting(db: Kysely<StateTables>, name: string, value?: string): Promise<boolean> {
  let removal = db.deleteFrom("settings").where("name", "=", name);
  if (value !== undefined) removal = removal.where("value", "=", value);
  return (await removal.executeTakeFirst()).numDeletedRows > 0n;
}
