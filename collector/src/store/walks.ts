import { LIMITS } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { Type, type Static } from "typebox";
import { Check } from "typebox/value";
import type { FloorName } from "./drawings.ts";
import { putDocument, removeDocuments } from "./state/documents.ts";
import type { StateTables } from "./state/tables.ts";

const KeptPoint = Type.Object({
  pointId: Type.String(),
  kind: Type.Union([Type.Literal("carried"), Type.Literal("access-point")]),
  transmitter: Type.String(),
  x: Type.Number(),
  y: Type.Number(),
  fromMs: Type.Number(),
  toMs: Type.Number(),
});
export type KeptPoint = Static<typeof KeptPoint>;

/** A walk that is under way. It is forgotten when it ends: what is kept of it are levels, without its transmitter's address. */
export const KeptWalk = Type.Object({
  carried: Type.Optional(Type.String()),
  startedAt: Type.Number(),
  endsAt: Type.Number(),
  by: Type.String(),
  points: Type.Array(KeptPoint, { maxItems: LIMITS.calibration.walkPoints }),
});
export type KeptWalk = Static<typeof KeptWalk>;

const FOLDER = "walks/";
const nameOf = ({ venueId, floorId }: FloorName): string => `${FOLDER}${venueId}/${floorId}`;

/** A walk with the floor that it is on. */
export interface FloorWalk extends FloorName {
  walk: KeptWalk;
}

/** The walks of a venue, or of all; one that cannot be read is none. */
export async function readWalks(db: Kysely<StateTables>, venueId?: string): Promise<FloorWalk[]> {
  const prefix = venueId === undefined ? FOLDER : `${FOLDER}${venueId}/`;
  const rows = await db
    .selectFrom("documents")
    .select(["name", "octets"])
    .where("name", ">=", prefix)
    // A slash is followed by 0 in ASCII.
    .where("name", "<", `${prefix.slice(0, -1)}0`)
    .execute();
  return rows.flatMap(({ name, octets }): FloorWalk[] => {
    const walk = walkIn(new Uint8Array(octets));
    const [of = "", floorId = ""] = name.slice(FOLDER.length).split("/");
    return walk === undefined ? [] : [{ venueId: of, floorId, walk }];
  });
}

/** The walk on one floor. */
export const readWalk = async (
  db: Kysely<StateTables>,
  { venueId, floorId }: FloorName,
): Promise<KeptWalk | undefined> => (await readWalks(db, venueId)).find((one) => one.floorId === floorId)?.walk;

/** Transmitters that somebody carries through the venue at this time (epoch milliseconds), and until when sensors report them. */
export async function carriedIn(db: Kysely<StateTables>, venueId: string, now: number): Promise<Map<string, number>> {
  return new Map(
    (await readWalks(db, venueId)).flatMap(({ walk: { carried, endsAt } }): [string, number][] =>
      carried === undefined || endsAt <= now ? [] : [[carried, endsAt]],
    ),
  );
}

/** Keeps a walk as it is now. */
export async function keepWalk(db: Kysely<StateTables>, floor: FloorName, walk: KeptWalk): Promise<void> {
  const octets = Buffer.from(JSON.stringify(walk));
  await putDocument(db, nameOf(floor), { mediaType: "application/json", octets }, walk.startedAt);
}

/** Forgets the walk of one floor, or those of a venue. */
export async function removeWalks(db: Kysely<StateTables>, venueId: string, floorId?: string): Promise<void> {
  await removeDocuments(db, floorId === undefined ? `${FOLDER}${venueId}/` : nameOf({ venueId, floorId }));
}

function walkIn(octets: Uint8Array): KeptWalk | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(octets).toString("utf8"));
    return Check(KeptWalk, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
