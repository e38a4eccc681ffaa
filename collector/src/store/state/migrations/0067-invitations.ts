import type { Kysely, Migration } from "kysely";

const ALL = ["technician", "duty-officer", "inspector", "approver", "auditor", "administrator"];

interface Tables {
  settings: { name: string; value: string };
  invitations: {
    token_hash: string;
    user_id: string | null;
    name: string | null;
    roles: string;
    scope: string;
    made_by: string;
    made_at: number;
    expires_at: number;
  };
}

/** One-time links, each with what it gives; and by which browser a session was begun. */
export const invitations: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema
      .createTable("invitations")
      .addColumn("token_hash", "text", (column) => column.primaryKey())
      .addColumn("user_id", "text", (column) => column.references("users.user_id").onDelete("cascade"))
      .addColumn("name", "text")
      .addColumn("roles", "text", (column) => column.notNull())
      .addColumn("scope", "text", (column) => column.notNull())
      .addColumn("made_by", "text", (column) => column.notNull())
      .addColumn("made_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .alterTable("sessions")
      .addColumn("client", "text", (column) => column.notNull().defaultTo(""))
      .execute();
    // A link that was printed a minute ago is still good.
    const link = await db.selectFrom("settings").select("value").where("name", "=", "first-account").executeTakeFirst();
    if (link === undefined) return;
    const { hash, expiresAt } = JSON.parse(link.value) as { hash: string; expiresAt: number };
    await db
      .insertInto("invitations")
      .values({
        token_hash: hash,
        user_id: null,
        name: null,
        roles: JSON.stringify(ALL),
        scope: '{"all":true}',
        made_by: "command line",
        made_at: expiresAt - 24 * 3_600_000,
        expires_at: expiresAt,
      })
      .execute();
  },
};
