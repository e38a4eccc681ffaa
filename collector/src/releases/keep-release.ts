import type { Release } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { audit } from "../people/audit.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Releases that are kept at most: four versions for two processors. */
export const MOST_RELEASES = 8;
/** Octets of a part as it is kept. Some are written in one transaction, so that a running collector is not kept waiting. */
export const PART_BYTES = 64 * 1024;
const PARTS_AT_ONCE = 16;
/** A release that is not whole after so long was left by a command that was stopped. */
const LEFT_AFTER_MS = 3_600_000;

/** What became of a release that was to be kept. */
export type ReleaseKept = "kept" | "there-already" | "other-there" | "being-added" | "too-many";

/**
 * Keeps a release and its octets, which were held against its hash. They stand in the state as plans do, so that every collector of one database
 * has them. It can be used when the last part is there; what an earlier attempt left behind goes first.
 */
export async function keepRelease(
  state: StateStore,
  { release, octets, checked }: { release: Release; octets: Buffer; checked: boolean },
  { by, at }: { by: string; at: number },
): Promise<ReleaseKept> {
  const { sha256, version, architecture, size } = release;
  const begun = await state.transaction(async (trx): Promise<ReleaseKept | "begun"> => {
    const rows = await trx
      .selectFrom("releases")
      .select(["sha256", "version", "architecture", "whole", "added_at"])
      .execute();
    const left = rows.filter((row) => row.whole === 0 && Number(row.added_at) < at - LEFT_AFTER_MS);
    for (const row of left) await removeOctets(trx, row.sha256);
    const there = rows.filter((row) => !left.includes(row));
    const same = there.find((row) => row.version === version && row.architecture === architecture);
    if (same !== undefined && same.sha256 !== sha256) return "other-there";
    if (same !== undefined) return same.whole === 1 ? "there-already" : "being-added";
    if (there.length >= MOST_RELEASES) return "too-many";
    await trx
      .insertInto("releases")
      .values({
        sha256,
        version,
        architecture,
        size,
        release: JSON.stringify(release),
        checked: checked ? 1 : 0,
        whole: 0,
        added_at: at,
      })
      .execute();
    return "begun";
  });
  if (begun !== "begun") return begun;
  const parts = Math.ceil(octets.length / PART_BYTES);
  for (let from = 0; from < parts; from += PARTS_AT_ONCE)
    await state.transaction(async (trx) => {
      for (let part = from; part < Math.min(from + PARTS_AT_ONCE, parts); part++)
        await trx
          .insertInto("release_pieces")
          .values({ sha256, part, octets: octets.subarray(part * PART_BYTES, (part + 1) * PART_BYTES) })
          .execute();
    });
  await state.transaction(async (trx) => {
    await trx.updateTable("releases").set({ whole: 1 }).where("sha256", "=", sha256).execute();
    await audit(trx, { at, by, action: "release-added", subject: `${version} ${architecture}` });
  });
  return "kept";
}

async function removeOctets(trx: Kysely<StateTables>, sha256: string): Promise<void> {
  await trx.deleteFrom("release_pieces").where("sha256", "=", sha256).execute();
  await trx.deleteFrom("releases").where("sha256", "=", sha256).execute();
}

/** What became of a version that was to go; `neededBy`: the venue whose update needs it. */
export type ReleaseRemoved = { removed: true } | { neededBy: string } | "no-release";

/** Removes a version, for every processor. One that an update installs, or would go back to, stays until that is over. */
export async function removeRelease(
  state: StateStore,
  version: string,
  { by, at }: { by: string; at: number },
): Promise<ReleaseRemoved> {
  return state.transaction(async (trx): Promise<ReleaseRemoved> => {
    const rows = await trx
      .selectFrom("releases")
      .select(["sha256", "architecture"])
      .where("version", "=", version)
      .execute();
    if (rows.length === 0) return "no-release";
    const running = await trx
      .selectFrom("rollouts")
      .select(["venue_id", "version", "body"])
      .where("over_at", "is", null)
      .execute();
    const needs = running.find(
      (row) => row.version === version || rows.some(({ sha256 }) => row.body.includes(sha256)),
    );
    if (needs !== undefined) return { neededBy: needs.venue_id };
    for (const { sha256, architecture } of rows) {
      await removeOctets(trx, sha256);
      await audit(trx, { at, by, action: "release-removed", subject: `${version} ${architecture}` });
    }
    return { removed: true };
  });
}
