import { BandFit, CalibrationPoint, LIMITS, MeasuredError, type FloorDrawing, type Floor } from "@probewarden/contract";
import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import { Type, type Static, type TSchema } from "typebox";
import { Check } from "typebox/value";
import type { FloorName } from "./drawings.ts";
import { putDocument, readDocument, removeDocuments } from "./state/documents.ts";
import type { StateTables } from "./state/tables.ts";

/** A fit as it is kept, and what it holds for: another floor, other walls or a sensor elsewhere make it out of date. */
export const KeptFit = Type.Object({
  calibratedAt: Type.Number(),
  by: Type.String(),
  floorKey: Type.String(),
  sensors: Type.Array(Type.Object({ sensorId: Type.String(), x: Type.Number(), y: Type.Number() })),
  error: MeasuredError,
  errorWithout: MeasuredError,
  leftOut: Type.Array(Type.Integer()),
  bands: Type.Array(BandFit),
});
export type KeptFit = Static<typeof KeptFit>;

/** The points of a fit, apart from it: lists of venues read the one and not the other. */
const KeptPoints = Type.Object({
  points: Type.Array(CalibrationPoint, { maxItems: LIMITS.calibration.points }),
});

const FITS = "calibrations/";
const POINTS = "calibration-points/";
const nameIn = (folder: string, { venueId, floorId }: FloorName): string => `${folder}${venueId}/${floorId}`;

/** A name of the floor's sides and walls: any change makes another. */
export const floorKeyOf = (
  { widthMetres, heightMetres }: Pick<Floor, "widthMetres" | "heightMetres">,
  walls: FloorDrawing["walls"],
): string =>
  createHash("sha256")
    .update(JSON.stringify([widthMetres, heightMetres, walls.map(({ points, lossDb }) => [points, lossDb])]))
    .digest("base64url")
    .slice(0, 22);

function checked<T extends TSchema>(schema: T, octets: Uint8Array): Static<T> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(octets).toString("utf8"));
    return Check(schema, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The fits of a venue, or of all, by venue and floor; one that cannot be read is none. */
export async function readFits(db: Kysely<StateTables>, venueId?: string): Promise<Map<string, Map<string, KeptFit>>> {
  const prefix = venueId === undefined ? FITS : `${FITS}${venueId}/`;
  const rows = await db
    .selectFrom("documents")
    .select(["name", "octets"])
    .where("name", ">=", prefix)
    // A slash is followed by 0 in ASCII.
    .where("name", "<", `${prefix.slice(0, -1)}0`)
    .execute();
  const fits = new Map<string, Map<string, KeptFit>>();
  for (const { name, octets } of rows) {
    const [of = "", floorId = ""] = name.slice(FITS.length).split("/");
    const fit = checked(KeptFit, new Uint8Array(octets));
    if (fit !== undefined) fits.set(of, (fits.get(of) ?? new Map<string, KeptFit>()).set(floorId, fit));
  }
  return fits;
}

/** The points that a floor's fit is from; none where there is no fit. */
export async function readPoints(db: Kysely<StateTables>, floor: FloorName): Promise<CalibrationPoint[]> {
  const document = await readDocument(db, nameIn(POINTS, floor));
  return (document && checked(KeptPoints, document.octets)?.points) ?? [];
}

/** Keeps a fit and its points in the place of those before. */
export async function keepFit(
  db: Kysely<StateTables>,
  floor: FloorName,
  fit: KeptFit,
  points: readonly CalibrationPoint[],
): Promise<void> {
  const put = (name: string, value: object): Promise<void> =>
    putDocument(
      db,
      name,
      { mediaType: "application/json", octets: Buffer.from(JSON.stringify(value)) },
      fit.calibratedAt,
    );
  await put(nameIn(FITS, floor), fit);
  await put(nameIn(POINTS, floor), { points });
}

/** Removes the calibration of one floor, or of all of a venue, points included. */
export async function removeFits(db: Kysely<StateTables>, venueId: string, floorId?: string): Promise<void> {
  for (const folder of [FITS, POINTS])
    await removeDocuments(db, floorId === undefined ? `${folder}${venueId}/` : nameIn(folder, { venueId, floorId }));
}
