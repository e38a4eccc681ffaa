import { createHash } from "node:crypto";
import { FloorDrawing } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { Check } from "typebox/value";
import { putDocument, readDocument, removeDocuments } from "./state/documents.ts";
import type { StateTables } from "./state/tables.ts";

/** A floor, and the venue that it belongs to. */
export interface FloorName {
  venueId: string;
  floorId: string;
}

/** What is drawn on a floor, and a name of this very content: any change makes another. */
export interface KeptDrawing {
  drawing: FloorDrawing;
  version: string;
}

const FOLDER = "drawings/";
const MEDIA_TYPE = "application/json";
/** A floor on which nobody has drawn. */
const EMPTY: FloorDrawing = { walls: [], zones: [], cameras: [] };

/** Under which name the state keeps what is drawn on a floor. Both ids are Identifiers, so neither holds a slash. */
const drawingName = ({ venueId, floorId }: FloorName): string => `${FOLDER}${venueId}/${floorId}`;

const kept = (drawing: FloorDrawing): KeptDrawing => ({
  drawing,
  version: createHash("sha256").update(JSON.stringify(drawing)).digest("base64url").slice(0, 22),
});

/** What was kept; nothing drawn where it cannot be read, as after somebody wrote into the database. */
function drawnIn(octets: Uint8Array): FloorDrawing {
  try {
    const value: unknown = JSON.parse(Buffer.from(octets).toString("utf8"));
    return Check(FloorDrawing, value) ? value : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** Reads what is drawn on a floor. */
export async function readDrawing(db: Kysely<StateTables>, floor: FloorName): Promise<KeptDrawing> {
  const document = await readDocument(db, drawingName(floor));
  return kept(document === undefined ? EMPTY : drawnIn(document.octets));
}

/** What is drawn in a venue, by floor; floors on which nothing is drawn are absent. */
export async function readDrawings(db: Kysely<StateTables>, venueId: string): Promise<Map<string, FloorDrawing>> {
  const rows = await db
    .selectFrom("documents")
    .select(["name", "octets"])
    .where("name", ">=", `${FOLDER}${venueId}/`)
    // A slash is followed by 0 in ASCII.
    .where("name", "<", `${FOLDER}${venueId}0`)
    .execute();
  return new Map(
    rows.map(({ name, octets }) => [name.slice(`${FOLDER}${venueId}/`.length), drawnIn(new Uint8Array(octets))]),
  );
}

/** Keeps a drawing, which was checked, in the place of the one before. */
export async function keepDrawing(
  db: Kysely<StateTables>,
  floor: FloorName,
  drawing: FloorDrawing,
  keptAt: number,
): Promise<KeptDrawing> {
  const octets = Buffer.from(JSON.stringify(drawing));
  await putDocument(db, drawingName(floor), { mediaType: MEDIA_TYPE, octets }, keptAt);
  return kept(drawing);
}

/** Removes what is drawn on one floor, or in a venue. */
export async function removeDrawings(db: Kysely<StateTables>, venueId: string, floorId?: string): Promise<void> {
  await removeDocuments(db, floorId === undefined ? `${FOLDER}${venueId}/` : drawingName({ venueId, floorId }));
}
