import type { Kysely, Selectable } from "kysely";
import type { StateTables } from "../tables.ts";

/** Findings that are read at a time, so that a large state need not fit in memory. */
const PAGE = 500;

type Page = Pick<Selectable<StateTables["findings"]>, "sensor_id" | "finding_id" | "venue_id" | "body">[];

/** All findings with their bodies, page by page in the order of their key. */
export async function* pagesOfFindings(db: Kysely<StateTables>): AsyncGenerator<Page> {
  let after: { sensor_id: string; finding_id: string } | undefined = { sensor_id: "", finding_id: "" };
  while (after !== undefined) {
    const { sensor_id, finding_id }: { sensor_id: string; finding_id: string } = after;
    const page: Page = await db
      .selectFrom("findings")
      .select(["sensor_id", "finding_id", "venue_id", "body"])
      .where((where) =>
        where.or([
          where("sensor_id", ">", sensor_id),
          where.and([where("sensor_id", "=", sensor_id), where("finding_id", ">", finding_id)]),
        ]),
      )
      .orderBy("sensor_id")
      .orderBy("finding_id")
      .limit(PAGE)
      .execute();
    yield page;
    after = page.at(-1);
  }
}
