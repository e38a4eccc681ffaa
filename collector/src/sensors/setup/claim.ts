import { randomInt } from "node:crypto";
import type { Scope } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { audit } from "../../people/audit.ts";
import { withinScope } from "../../people/scope.ts";
import { hashToken } from "../../people/sessions.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";

/** Digits and capitals without those that are taken for each other on a sticker: 0 O, 1 I L, 5 S, 8 B. */
const LETTERS = "234679ACDEFGHJKMNPQRTUVWXYZ";
const CODE_LETTERS = 8;
/** From the office to the ceiling: boxes are prepared days before they hang. */
export const CODE_MS = 7 * 24 * 3_600_000;

/** 27 letters in eight places are 38 bits; who guesses has twenty attempts in ten minutes, and would win nothing but a name in a list. */
function makeCode(): string {
  const letters = Array.from({ length: CODE_LETTERS }, () => LETTERS[randomInt(LETTERS.length)] ?? "");
  return `${letters.slice(0, 4).join("")}-${letters.slice(4).join("")}`;
}

/** As it is typed with cold fingers: small letters, blanks and hyphens do not matter. */
const hashOf = (code: string): string => hashToken(code.toUpperCase().replaceAll(/[^0-9A-Z]/g, ""));

/**
 * Makes the code of a sensor, in the place of the one before, and gives it once; undefined where there is no such sensor. Whoever uses it is
 * written down as holding that box in hand. It opens nothing: what one may do with a sensor, one's role and its venue decide.
 */
export async function makeClaimCode(
  state: StateStore,
  { sensorId, by, at }: { sensorId: string; by: string; at: number },
): Promise<{ code: string; expiresAt: number } | undefined> {
  const code = makeCode();
  const expiresAt = at + CODE_MS;
  return state.transaction(async (trx) => {
    if (!(await isStanding(trx, sensorId))) return undefined;
    await putSetup(trx, sensorId, { code_hash: hashOf(code), code_until: expiresAt });
    await audit(trx, { at, by, action: "claim-code-made", subject: sensorId });
    return { code, expiresAt };
  });
}

/**
 * Uses a code up, and answers whose it is; undefined where no sensor within `scope` waits for it. Who has used it may say it again, for the
 * answer may be lost between the ceiling and the collector: nothing changes then.
 */
export async function claimSensor(
  state: StateStore,
  { code, scope, by, at }: { code: string; scope: Scope; by: string; at: number },
): Promise<string | undefined> {
  return state.transaction(async (trx) => {
    const row = await trx
      .selectFrom("sensor_setups")
      .innerJoin("sensors", "sensors.sensor_id", "sensor_setups.sensor_id")
      .select(["sensor_setups.sensor_id", "claimed_by", "claimed_at", "code_until"])
      .where("code_hash", "=", hashOf(code))
      .where("code_until", ">", at)
      .where("sensors.retired_at", "is", null)
      .where(withinScope(scope, "sensors.venue_id"))
      .executeTakeFirst();
    if (row === undefined) return undefined;
    // A code that was used stays with who used it, until it is out of time or another is made.
    const usedAt = row.claimed_at === null ? undefined : Number(row.claimed_at);
    const isUsed = usedAt !== undefined && usedAt >= Number(row.code_until) - CODE_MS;
    if (isUsed) return row.claimed_by === by ? row.sensor_id : undefined;
    const { numUpdatedRows } = await trx
      .updateTable("sensor_setups")
      .set({ claimed_by: by, claimed_at: at })
      .where("sensor_id", "=", row.sensor_id)
      .where("code_hash", "=", hashOf(code))
      .where((where) =>
        row.claimed_at === null ? where("claimed_at", "is", null) : where("claimed_at", "=", row.claimed_at),
      )
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return undefined;
    await audit(trx, { at, by, action: "sensor-claimed", subject: row.sensor_id });
    return row.sensor_id;
  });
}

/** Whether there is such a sensor, and it is not retired. */
export const isStanding = async (trx: Transaction<StateTables>, sensorId: string): Promise<boolean> =>
  (await trx
    .selectFrom("sensors")
    .select("sensor_id")
    .where("sensor_id", "=", sensorId)
    .where("retired_at", "is", null)
    .executeTakeFirst()) !== undefined;

const NOTHING = {
  code_hash: null,
  code_until: null,
  claimed_by: null,
  claimed_at: null,
  photo_by: null,
  photo_at: null,
  heard_dbm: null,
  heard_minute: null,
  heard_by: null,
  heard_at: null,
};

/** Writes a part of what is known of a sensor's mounting; the rest stays. */
export async function putSetup(
  trx: Transaction<StateTables>,
  sensorId: string,
  part: Partial<Omit<StateTables["sensor_setups"], "sensor_id">>,
): Promise<void> {
  await trx
    .insertInto("sensor_setups")
    .values({ ...NOTHING, sensor_id: sensorId, ...part })
    .onConflict((conflict) => conflict.column("sensor_id").doUpdateSet(part))
    .execute();
}
