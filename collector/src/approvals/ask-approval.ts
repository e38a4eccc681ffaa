import { randomBytes } from "node:crypto";
import { spellOctets, type DecisionFile, type DecisionRecord } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { audit } from "../people/audit.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Requests of one venue that may wait. */
export const MOST_WAITING = 200;

/** What waits, as it stands in the store. */
export interface WaitingBody {
  reason: string;
  document?: string | undefined;
  until?: string | undefined;
  file?: DecisionFile | undefined;
}

type About = ({ suspect_id: string } | { camera_id: string }) & { package_id?: string };

/**
 * Writes down that somebody wants it, so that a second person can say yes or no. About one thing one request waits: another for the same is
 * taken for it. `too-many`: so many of this venue wait already, and it is not written down.
 */
export async function askApproval(
  trx: Transaction<StateTables>,
  { venueId, kind, about }: { venueId: string; kind: "authorise" | "package"; about: About },
  body: WaitingBody,
  { by, at }: { by: string; at: number },
): Promise<"waits" | "too-many"> {
  const waiting = await trx
    .selectFrom("approvals")
    .selectAll()
    .where("venue_id", "=", venueId)
    .where("state", "=", "waiting")
    .execute();
  const columns = { suspect_id: null, camera_id: null, package_id: null, ...about };
  const isSame = (row: (typeof waiting)[number]): boolean =>
    row.kind === kind &&
    row.suspect_id === columns.suspect_id &&
    row.camera_id === columns.camera_id &&
    row.package_id === columns.package_id;
  if (waiting.some(isSame)) return "waits";
  if (waiting.length >= MOST_WAITING) return "too-many";
  await trx
    .insertInto("approvals")
    .values({
      approval_id: `approval-${spellOctets(randomBytes(8))}`,
      venue_id: venueId,
      kind,
      ...columns,
      body: JSON.stringify(body),
      asked_by: by,
      asked_at: at,
      state: "waiting",
      answered_by: null,
      answered_at: null,
      answer: null,
    })
    .execute();
  const subject = columns.package_id ?? columns.camera_id ?? columns.suspect_id ?? "";
  await audit(trx, { at, by, action: `approval-asked-${kind}`, subject });
  return "waits";
}

/** The request for a decision that authorises, in the place of the decision. */
export const askToAuthorise = (
  trx: Transaction<StateTables>,
  venueId: string,
  about: About,
  { reason, document, until, file, by, at }: DecisionRecord,
): Promise<"waits" | "too-many"> =>
  askApproval(
    trx,
    { venueId, kind: "authorise", about },
    { reason, document, until, file },
    { by, at: Date.parse(at) },
  );
