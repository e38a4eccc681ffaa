import type { Kysely, Migration } from "kysely";

/** Identities of a provider that let in with an account, sign-ins that came back already, and which sessions were begun by one. */
export const providerLinks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("provider_links")
      .addColumn("user_id", "text", (column) => column.primaryKey().references("users.user_id").onDelete("cascade"))
      .addColumn("issuer", "text", (column) => column.notNull())
      .addColumn("subject", "text", (column) => column.notNull())
      .addColumn("linked_at", "bigint", (column) => column.notNull())
      .addUniqueConstraint("provider_links_identity", ["issuer", "subject"])
      .execute();
    await db.schema
      .createTable("provider_returns")
      .addColumn("state_hash", "text", (column) => column.primaryKey())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .alterTable("sessions")
      .addColumn("by_provider", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
