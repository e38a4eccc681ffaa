import type { Kysely } from "kysely";
import { putDocument, readDocument, removeDocuments } from "./state/documents.ts";
import type { StateTables } from "./state/tables.ts";

/** Media types of a plan, by the ending of the file in which an earlier version kept it. */
export const PLAN_TYPES: Readonly<Record<string, string>> = { ".svg": "image/svg+xml", ".png": "image/png" };

/** Under which name the state keeps a floor's plan. Both ids are Identifiers, so neither holds a slash. */
export const planName = (venueId: string, floorId: string): string => `plans/${venueId}/${floorId}`;

/** Where the API serves a floor's plan; another image has another address, so no cache shows the one before. */
export const planUrl = (venueId: string, floorId: string, version: string): string =>
  `/api/venues/${venueId}/floors/${floorId}/plan?v=${version}`;

/** When it was kept tells one image of a floor from the next. */
const versionOf = (keptAt: number): string => `t${keptAt}`;

/** Reads a floor's plan; undefined when there is none. */
export async function readPlan(
  db: Kysely<StateTables>,
  venueId: string,
  floorId: string,
): Promise<{ type: string; image: Buffer; version: string } | undefined> {
  const document = await readDocument(db, planName(venueId, floorId));
  return document === undefined
    ? undefined
    : { type: document.mediaType, image: document.octets, version: versionOf(document.keptAt) };
}

/** Version of every plan that is kept, by its name. */
export async function planVersions(db: Kysely<StateTables>): Promise<Map<string, string>> {
  const rows = await db.selectFrom("documents").select(["name", "kept_at"]).where("name", "like", "plans/%").execute();
  return new Map(rows.map((row) => [row.name, versionOf(row.kept_at)]));
}

/** Keeps an image, which was checked, as a floor's plan, in the place of the one before. */
export async function keepPlan(
  db: Kysely<StateTables>,
  { venueId, floorId }: { venueId: string; floorId: string },
  { type, image }: { type: string; image: Buffer },
  keptAt: number,
): Promise<void> {
  await putDocument(db, planName(venueId, floorId), { mediaType: type, octets: image }, keptAt);
}

/** Removes the plan of one floor, or those of a venue. */
export async function removePlans(db: Kysely<StateTables>, venueId: string, floorId?: string): Promise<void> {
  await removeDocuments(db, floorId === undefined ? `plans/${venueId}/` : planName(venueId, floorId));
}
