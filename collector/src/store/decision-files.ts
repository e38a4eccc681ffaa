import { createHash } from "node:crypto";
import type { DecisionFile, DecisionFileRequest } from "@probewarden/contract";
import { MOST_DOCUMENT_BYTES } from "@probewarden/contract/figures";
import type { Kysely, Transaction } from "kysely";
import { putDocument, readDocument, removeDocuments, type KeptDocument } from "./state/documents.ts";
import type { StateTables } from "./state/tables.ts";

/** Files of one venue that are kept; the same file twice is one. */
export const MOST_FILES = 500;

/** What a file is, by its first octets, whatever its name (ISO 32000-1, 7.5.2; PNG, 5.2; ISO/IEC 10918-1, SOI and a marker). */
const KINDS = [
  ["application/pdf", Buffer.from("%PDF-")],
  ["image/png", Buffer.from("89504e470d0a1a0a", "hex")],
  ["image/jpeg", Buffer.from("ffd8ff", "hex")],
] as const;

/** A file that came with a decision: how it is described, and its octets. */
export interface SentFile {
  described: DecisionFile;
  octets: Buffer;
}

/** Reads a file that a person sends with a decision; else why it is not taken. */
export function readSentFile({ name, content }: DecisionFileRequest): SentFile | string {
  const octets = Buffer.from(content, "base64");
  if (octets.length === 0 || octets.length > MOST_DOCUMENT_BYTES)
    return `the document: it has ${octets.length} octets, and may have 1 to ${MOST_DOCUMENT_BYTES}`;
  const kind = KINDS.find(([, mark]) => octets.subarray(0, mark.length).equals(mark));
  if (kind === undefined) return "the document: it is neither a PDF nor a PNG or JPEG image";
  const sha256 = createHash("sha256").update(octets).digest("hex");
  return { described: { name, mediaType: kind[0], bytes: octets.length, sha256 }, octets };
}

/** By venue and content: a suspect that becomes part of another takes its documents along. */
const nameOf = (venueId: string, sha256: string): string => `decisions/${venueId}/${sha256}`;

/** Keeps a file for good, as its decision is. False: so many of this venue are kept already. */
export async function keepDecisionFile(
  trx: Transaction<StateTables>,
  venueId: string,
  { described, octets }: SentFile,
  at: number,
): Promise<boolean> {
  const name = nameOf(venueId, described.sha256);
  const { n } = await trx
    .selectFrom("documents")
    .select((select) => select.fn.countAll<number | string>().as("n"))
    .where("name", ">=", `decisions/${venueId}/`)
    .where("name", "<", `decisions/${venueId}0`)
    .where("name", "!=", name)
    .executeTakeFirstOrThrow();
  if (Number(n) >= MOST_FILES) return false;
  await putDocument(trx, name, { mediaType: described.mediaType, octets }, at);
  return true;
}

/** A file that came with a decision; undefined when there is none of this content. */
export const readDecisionFile = (
  db: Kysely<StateTables>,
  venueId: string,
  sha256: string,
): Promise<KeptDocument | undefined> => readDocument(db, nameOf(venueId, sha256));

/** Removes those of a venue, with the venue. */
export const removeDecisionFiles = (db: Kysely<StateTables>, venueId: string): Promise<void> =>
  removeDocuments(db, nameOf(venueId, ""));
