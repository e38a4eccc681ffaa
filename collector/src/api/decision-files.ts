import { Identifier, Sha256, type DecisionFileRequest, type DecisionRequest } from "@probewarden/contract";
import { MOST_DOCUMENT_BYTES } from "@probewarden/contract/figures";
import { Type } from "typebox";
import { readDecisionFile, readSentFile, type SentFile } from "../store/decision-files.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { failures } from "./named-schemas.ts";
import { noted } from "./noted-reads.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

/** The largest document in base64, and what stands around it. */
export const DECISION_BODY_BYTES = Math.ceil((MOST_DOCUMENT_BYTES * 4) / 3) + 8_192;

const Octets = Type.Unsafe<Buffer>(Type.String({ description: "octets of the document" }));

/** What a decision says beside its file, looked through, and the file. */
export function decisionOf(
  { file: sent, ...said }: DecisionRequest,
  at: number,
): { said: Omit<DecisionRequest, "file">; file: SentFile | undefined } {
  if (said.until !== undefined && (said.decision !== "authorised" || Date.parse(said.until) <= at))
    throw new Refusal(409, "not-possible", "until: only what is authorised has an end, and it lies ahead");
  return { said, file: sent === undefined ? undefined : sentFileOf(sent) };
}

/** A document as it was sent, looked through. @throws Refusal bad-document */
export function sentFileOf(sent: DecisionFileRequest): SentFile {
  const file = readSentFile(sent);
  if (typeof file === "string") throw new Refusal(400, "bad-document", file);
  return file;
}

export const tooManyDocuments = (): Refusal =>
  new Refusal(409, "too-many-documents", "500 documents of this venue are kept already");

/** Documents that came with decisions. */
export function decisionFileRoutes(app: App, { state }: AppParts): void {
  app.get(
    "/api/venues/:venueId/documents/:sha256",
    {
      schema: {
        tags: ["venues"],
        ...forRoles("seeEvidence", "path"),
        ...noted("document-read"),
        summary: "A document that came with a decision",
        ...mayAnswer("not-found"),
        description:
          "As it was given: a PDF, a PNG or a JPEG. It is to be saved and not shown by the browser, for somebody else made it.",
        params: Type.Object({ venueId: Identifier("the venue"), sha256: Sha256("of the document") }),
        response: {
          ...failures,
          200: { description: "the document", content: { "application/octet-stream": { schema: Octets } } },
        },
      },
    },
    async (request, reply) => {
      const { venueId, sha256 } = request.params;
      const kept = await readDecisionFile(state.reading.db, venueId, sha256);
      if (kept === undefined) throw notFound("document");
      const [, ending = "bin"] = kept.mediaType.split("/");
      return reply
        .type("application/octet-stream")
        .header("content-disposition", `attachment; filename="${sha256.slice(0, 16)}.${ending}"`)
        .send(kept.octets);
    },
  );
}
