import { createHash } from "node:crypto";
import { sql, type Kysely, type Migration } from "kysely";

interface Line {
  id: number;
  at: number;
  by: string;
  action: string;
  subject: string;
}
type Tables = { audit: Line; audit_head: { name: string; seq: number; hash: string } };

const PAGE = 500;

/** Each line of the audit is linked to the one before it, those of before in the order in which they were written. */
export const auditChain: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema.alterTable("audit").addColumn("seq", "bigint").execute();
    await db.schema.alterTable("audit").addColumn("before", "text").execute();
    await db.schema.alterTable("audit").addColumn("hash", "text").execute();
    await db.schema.createIndex("audit_by_seq").on("audit").column("seq").unique().execute();
    await db.schema
      .createTable("audit_head")
      .addColumn("name", "text", (column) => column.primaryKey())
      .addColumn("seq", "bigint", (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull())
      .execute();
    let [hash, seq, last] = ["0".repeat(64), 0, 0];
    for (;;) {
      const page = await db.selectFrom("audit").selectAll().where("id", ">", last).orderBy("id").limit(PAGE).execute();
      for (const { id, at, by, action, subject } of page) {
        seq += 1;
        const before = hash;
        hash = createHash("sha256")
          .update(`${before}\n${JSON.stringify([seq, Number(at), by, action, subject])}`)
          .digest("hex");
        await sql`UPDATE audit SET seq = ${seq}, "before" = ${before}, hash = ${hash} WHERE id = ${id}`.execute(db);
        last = id;
      }
      if (page.length < PAGE) break;
    }
    if (seq > 0) await db.insertInto("audit_head").values({ name: "end", seq, hash }).execute();
  },
};
