import { idOfCode, keyOf, makeWords } from "@probewarden/cli";
import { SITE_CODE_USES } from "@probewarden/contract/figures";
import { audit } from "../../people/audit.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import { isStanding } from "../setup/claim.ts";

/** One night: made in the evening, it is void before the shops open. */
export const NIGHT_MS = 12 * 3_600_000;
/** So long who comes late is told that the night is over; afterwards nobody knows of the code. */
const REMEMBERED_MS = 7 * 24 * 3_600_000;

export interface MadeSiteCode {
  words: string[];
  expiresAt: number;
}

/**
 * Makes the code by which so many boxes join a venue, in the place of the venue's code before; of one that replaces a sensor, in the place of the
 * one before for that sensor. The words are given once: the store keeps what is computed from them. Undefined where there is no such venue or sensor.
 */
export async function makeSiteCode(
  state: StateStore,
  { venueId, uses, replaces, by, at }: { venueId: string; uses: number; replaces?: string; by: string; at: number },
): Promise<MadeSiteCode | undefined> {
  const words = makeWords();
  const key = await keyOf(words);
  const expiresAt = at + NIGHT_MS;
  return state.transaction(async (trx) => {
    await trx
      .deleteFrom("site_codes")
      .where("expires_at", "<", at - REMEMBERED_MS)
      .execute();
    const venue = await trx.selectFrom("venues").select("venue_id").where("venue_id", "=", venueId).executeTakeFirst();
    if (venue === undefined) return undefined;
    if (replaces !== undefined && !(await isStanding(trx, replaces))) return undefined;
    await trx
      .updateTable("site_codes")
      .set({ code_key: null })
      .where("venue_id", "=", venueId)
      .where((where) => (replaces === undefined ? where("replaces", "is", null) : where("replaces", "=", replaces)))
      .execute();
    await trx
      .insertInto("site_codes")
      .values({
        code_id: idOfCode(key),
        venue_id: venueId,
        replaces: replaces ?? null,
        code_key: key.toString("base64"),
        // One box takes over one sensor.
        uses_left: replaces === undefined ? Math.min(uses, SITE_CODE_USES.most) : 1,
        made_by: by,
        made_at: at,
        expires_at: expiresAt,
      })
      .execute();
    await audit(trx, { at, by, action: "site-code-made", subject: replaces ?? venueId });
    return { words, expiresAt };
  });
}

/** Makes all codes of a venue void at once; false where none was open. */
export async function withdrawSiteCodes(
  state: StateStore,
  { venueId, by, at }: { venueId: string; by: string; at: number },
): Promise<boolean> {
  return state.transaction(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("site_codes")
      .set({ code_key: null })
      .where("venue_id", "=", venueId)
      .where("code_key", "is not", null)
      .where("expires_at", ">", at)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await audit(trx, { at, by, action: "site-code-withdrawn", subject: venueId });
    return true;
  });
}
