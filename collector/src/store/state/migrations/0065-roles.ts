import type { Kysely, Migration } from "kysely";

/** The roles that there are at this step. Whoever could do everything until now still can: who limits it, does so by hand. */
const ALL = ["technician", "duty-officer", "inspector", "approver", "auditor", "administrator"];

/** What each account may do, and where. */
export const roles: Migration = {
  async up(db: Kysely<Record<"users", { roles: string }>>) {
    await db.schema
      .alterTable("users")
      .addColumn("roles", "text", (column) => column.notNull().defaultTo("[]"))
      .execute();
    await db.schema
      .alterTable("users")
      .addColumn("scope", "text", (column) => column.notNull().defaultTo('{"all":true}'))
      .execute();
    await db.schema.alterTable("users").addColumn("deactivated_at", "bigint").execute();
    await db
      .updateTable("users")
      .set({ roles: JSON.stringify(ALL) })
      .execute();
  },
};
