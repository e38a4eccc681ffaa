import { isSensorId, spellOctets } from "@probewarden/contract";
import type { Selectable, Transaction } from "kysely";
import { makeSecret } from "../../broker/sensor-secret.ts";
import { audit } from "../../people/audit.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { hashesOf, writeSensor, type SensorHashes } from "../../venues/import-venue.ts";
import { isStanding } from "../setup/claim.ts";

/** Why a box was not let in. `unproven`: it does not know the code, or somebody stands between. */
export type JoinRefusal = "unknown" | "out-of-time" | "used-up" | "unproven";

/** A box that was let in, and its password, which stands nowhere else. */
export interface Joined {
  sensorId: string;
  venueId: string;
  password: string;
  /** The name that it asked for and did not get: it is another box's, or this box joined by this code before and keeps its own. */
  otherBox?: string;
}

export interface JoinAttempt {
  codeId: string;
  /** Hash that the box makes of its serial number. */
  box: string;
  /** What it wants to be called; else it is called after its own number. */
  name?: string;
  /** Whether what it said proves that it knows a code, by the key of that code. */
  isProven: (key: Buffer) => boolean;
  at: number;
}

/** Boxes of one name at a venue that are told apart by a number behind it. */
const MOST_OF_A_NAME = 99;

/**
 * Lets a box in by a code: as a sensor of its own, or in the place of the one that the code replaces, whose password is void from then on. A name
 * that there is, or was, is never given to another box: it gets a number behind it. A box that says the same again, for the answer was lost, is the same
 * sensor and uses the code up once.
 */
export async function joinByCode(state: StateStore, attempt: JoinAttempt): Promise<Joined | JoinRefusal> {
  const seen = await state.db
    .selectFrom("site_codes")
    .selectAll()
    .where("code_id", "=", attempt.codeId)
    .executeTakeFirst();
  const refused = refusalOf(seen, attempt);
  if (refused !== undefined) return refused;
  // Its hash for mosquitto takes time, in which no transaction waits.
  const password = makeSecret();
  const hashes = await hashesOf(password);
  return state.transaction(async (trx) => {
    const code = await trx
      .selectFrom("site_codes")
      .selectAll()
      .where("code_id", "=", attempt.codeId)
      .executeTakeFirst();
    const meanwhile = refusalOf(code, attempt);
    if (meanwhile !== undefined || code === undefined) return meanwhile ?? "unknown";
    const before = await joinedBefore(trx, attempt);
    if (before === undefined && !(await takeUse(trx, code.code_id))) return "used-up";
    const sensorId = before ?? code.replaces ?? (await freeName(trx, attempt));
    if (sensorId === undefined) return "used-up";
    // What it was to take over was retired since.
    if (code.replaces !== null && !(await isStanding(trx, code.replaces))) return "out-of-time";
    await letIn(trx, {
      sensorId,
      venueId: code.venue_id,
      isThere: sensorId === (before ?? code.replaces),
      hashes,
      at: attempt.at,
    });
    const box = { box: attempt.box, code_id: code.code_id, joined_at: attempt.at };
    await trx
      .insertInto("sensor_boxes")
      .values({ sensor_id: sensorId, ...box })
      .onConflict((conflict) => conflict.column("sensor_id").doUpdateSet(box))
      .execute();
    const action = code.replaces === null ? "sensor-joined" : "sensor-replaced";
    await audit(trx, { at: attempt.at, by: code.made_by, action, subject: `${sensorId} ${code.venue_id}` });
    const isOther = code.replaces === null && attempt.name !== undefined && attempt.name !== sensorId;
    return { sensorId, venueId: code.venue_id, password, ...(isOther ? { otherBox: attempt.name } : {}) };
  });
}

function refusalOf(
  code: Selectable<StateTables["site_codes"]> | undefined,
  { isProven, at }: JoinAttempt,
): JoinRefusal | undefined {
  if (code === undefined) return "unknown";
  if (code.code_key === null || Number(code.expires_at) <= at) return "out-of-time";
  return isProven(Buffer.from(code.code_key, "base64")) ? undefined : "unproven";
}

/** Counts one box; of two that come for the last place, one gets it. */
async function takeUse(trx: Transaction<StateTables>, codeId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("site_codes")
    .set(({ eb }) => ({ uses_left: eb("uses_left", "-", 1) }))
    .where("code_id", "=", codeId)
    .where("uses_left", ">", 0)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** As whom this box came by this very code already. */
async function joinedBefore(trx: Transaction<StateTables>, { codeId, box }: JoinAttempt): Promise<string | undefined> {
  const row = await trx
    .selectFrom("sensor_boxes")
    .innerJoin("sensors", "sensors.sensor_id", "sensor_boxes.sensor_id")
    .select("sensor_boxes.sensor_id")
    .where("code_id", "=", codeId)
    .where("box", "=", box)
    .where("retired_at", "is", null)
    .executeTakeFirst();
  return row?.sensor_id;
}

/** The name that it asked for where no sensor has or had it, with a number behind it otherwise. */
async function freeName(trx: Transaction<StateTables>, { name, box }: JoinAttempt): Promise<string | undefined> {
  const wanted = name ?? `box-${spellOctets(Buffer.from(box.slice(0, 6), "hex"))}`;
  for (let number = 1; number <= MOST_OF_A_NAME; number += 1) {
    const tried = number === 1 ? wanted : `${wanted}-${number}`;
    if (!isSensorId(tried)) continue;
    const taken = await trx.selectFrom("sensors").select("sensor_id").where("sensor_id", "=", tried).executeTakeFirst();
    if (taken === undefined) return tried;
  }
  return undefined;
}

/** A sensor that is there keeps name, place and history, and gets another password: who had the one before is out. */
async function letIn(
  trx: Transaction<StateTables>,
  given: { sensorId: string; venueId: string; isThere: boolean; hashes: SensorHashes; at: number },
): Promise<void> {
  const { sensorId, venueId, isThere, hashes, at } = given;
  if (!isThere) return writeSensor(trx, { sensorId, venueId, name: sensorId }, hashes, at);
  await trx.updateTable("sensors").set(hashes).where("sensor_id", "=", sensorId).execute();
}
