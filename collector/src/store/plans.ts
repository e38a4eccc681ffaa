import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Kysely } from "kysely";
import { putDocument, readDocument, removeDocuments } from "./state/documents.ts";
import type { StateTables } from "./state/tables.ts";

/** Media types of a plan, by the ending of its file. */
export const PLAN_TYPES: Readonly<Record<string, string>> = { ".svg": "image/svg+xml", ".png": "image/png" };

/** Under which name the state keeps a floor's plan. Both ids are Identifiers, so neither holds a slash. */
export const planName = (venueId: string, floorId: string): string => `plans/${venueId}/${floorId}`;

/** Where the API serves a floor's plan. */
export const planUrl = (venueId: string, floorId: string): string => `/api/venues/${venueId}/floors/${floorId}/plan`;

/** Reads a floor's plan; undefined when there is none. */
export async function readPlan(
  db: Kysely<StateTables>,
  venueId: string,
  floorId: string,
): Promise<{ type: string; image: Buffer } | undefined> {
  const document = await readDocument(db, planName(venueId, floorId));
  return document === undefined ? undefined : { type: document.mediaType, image: document.octets };
}

/** Keeps a copy of an image as a floor's plan, in the place of the one before. @throws RangeError when it is neither `.svg` nor `.png` */
export async function keepPlan(
  db: Kysely<StateTables>,
  venueId: string,
  floorId: string,
  image: string,
  keptAt: number,
): Promise<void> {
  const mediaType = PLAN_TYPES[extname(image).toLowerCase()];
  if (mediaType === undefined) throw new RangeError(`${image}: a plan is an .svg or a .png`);
  await putDocument(db, planName(venueId, floorId), { mediaType, octets: await readFile(image) }, keptAt);
}

/** Removes the plan of one floor, or those of a venue. */
export async function removePlans(db: Kysely<StateTables>, venueId: string, floorId?: string): Promise<void> {
  await removeDocuments(db, floorId === undefined ? `plans/${venueId}/` : planName(venueId, floorId));
}
