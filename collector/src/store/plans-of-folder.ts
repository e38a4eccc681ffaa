import { readFile, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Kysely } from "kysely";
import { PLAN_TYPES, planName } from "./plans.ts";
import type { StateTables } from "./state/tables.ts";

/** `VENUE.FLOOR.svg`: how earlier versions named the file of a plan. */
const PLAN_FILE = /^([a-z0-9-]+)\.([a-z0-9-]+)(\.svg|\.png)$/;

/**
 * Takes the plans that an earlier version kept as files (folder `plans` of the data, also out of a backup) into the state, and removes the
 * files that were taken. A plan that the state has already stays as it is. Of two files for one floor the later one is the plan.
 */
export async function takePlansOfFolder(db: Kysely<StateTables>, dataDir: string): Promise<void> {
  const folder = join(dataDir, "plans");
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.flatMap((name) => {
      const [, venueId, floorId, extension] = PLAN_FILE.exec(name) ?? [];
      if (venueId === undefined || floorId === undefined || extension === undefined) return [];
      const path = join(folder, name);
      return [stat(path).then(({ mtimeMs }) => ({ path, venueId, floorId, extension, keptAt: Math.round(mtimeMs) }))];
    }),
  );
  for (const { path, venueId, floorId, extension, keptAt } of files.toSorted((a, b) => b.keptAt - a.keptAt)) {
    await db
      .insertInto("documents")
      .values({
        name: planName(venueId, floorId),
        media_type: PLAN_TYPES[extension] ?? "image/png",
        octets: await readFile(path),
        kept_at: keptAt,
      })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
    await rm(path);
  }
  if (files.length > 0 && files.length === names.length) await rm(folder, { recursive: true });
}
