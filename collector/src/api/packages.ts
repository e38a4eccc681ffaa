import { EvidenceKey, EvidencePackage, EvidencePackageRequest, Identifier, Items } from "@probewarden/contract";
import { Type } from "typebox";
import { askForPackage, MOST_OF_ONE, readPackages, takePackage } from "../packages/evidence-packages.ts";
import type { About } from "../packages/subjects/package-subject.ts";
import { packageKeyFile, packageKeyOf } from "../packages/package-key.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { OF_VENUE } from "./list-filters.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal, tooManyWaiting } from "./refusal.ts";

const DAY_MS = 24 * 3_600_000;
/** An answer that is no JSON: only described, never serialised. */
const ZIP = {
  description: "the package",
  content: { "application/zip": { schema: Type.Unsafe<Buffer>(Type.String({ description: "octets of the zip" })) } },
};

/** Evidence that leaves the house as a signed file. */
export function packageRoutes(app: App, { config, state, series, now }: AppParts): void {
  const tags = ["packages"];
  const key = () => packageKeyOf(packageKeyFile(config));

  /** Writes down what was asked for, or says why it is not. */
  const ask = async (by: string, { decisionId, ...why }: EvidencePackageRequest, { kind, id }: About) => {
    const made = await askForPackage(state, { kind, id, decisionId }, why, { by, at: now() });
    if (made === "no-subject") throw notFound(kind);
    if (made === "no-decision") throw notFound("decision");
    if (made === "too-many-waiting") throw tooManyWaiting();
    if (made === "too-many")
      throw new Refusal(409, "too-many-packages", `${MOST_OF_ONE} packages were asked for about it already`);
    return made;
  };
  const asking = {
    tags,
    ...forRoles("packEvidence", "path"),
    ...mayAnswer("not-found", "too-many-packages", "too-many-waiting"),
    body: EvidencePackageRequest,
    response: { ...failures, 200: answer(EvidencePackage) },
  };
  const OF_DECISION =
    "With `decisionId` it is of one decision about it: what was known then is marked, and what came later is not taken for it.";

  app.get(
    "/api/packages",
    {
      schema: {
        tags,
        ...forRoles("takeEvidenceAway", "list"),
        summary: "Packages of evidence that were asked for",
        description: "At most 200, the latest first: who asked, why, and each file that left, with its hash.",
        querystring: Type.Object({
          ...OF_VENUE,
          suspectId: Type.Optional(Identifier("only about this suspect")),
          cameraId: Type.Optional(Identifier("only about this camera")),
        }),
        response: { ...failures, 200: answer(Items(EvidencePackage)) },
      },
    },
    async (request) => ({ items: await readPackages(state.reading, { ...request.query, ...within(request) }) }),
  );

  app.get(
    "/api/packages/key",
    {
      schema: {
        tags,
        ...forRoles("anything", "none"),
        summary: "The key with which packages are signed",
        description:
          "Whoever verifies a package is told its fingerprint by another way than the one by which the package comes. Several collectors of one state sign with the same key where they are given the same file (`/packages/keyFile`), else each with its own.",
        response: { ...failures, 200: answer(EvidenceKey) },
      },
    },
    () => key().described,
  );

  app.post(
    "/api/suspects/:suspectId/packages",
    {
      schema: {
        ...asking,
        summary: "Ask for the evidence about a suspect as a package",
        description: `Where that takes a second person it waits for one. Purpose and legal basis stand in the package and in the record. ${OF_DECISION}`,
        params: Type.Object({ suspectId: Identifier("the suspect") }),
      },
    },
    (request) => ask(nameOf(request), request.body, { kind: "suspect", id: request.params.suspectId }),
  );

  app.post(
    "/api/cameras/:cameraId/packages",
    {
      schema: {
        ...asking,
        summary: "Ask for what is known of a camera as a package",
        description: `Its ladder with the proofs, what each sensor says of it, what was seen on site and decided; no credential, no picture. Where that takes a second person it waits for one. Purpose and legal basis stand in the package and in the record. ${OF_DECISION}`,
        params: Type.Object({ cameraId: Identifier("the camera") }),
      },
    },
    (request) => ask(nameOf(request), request.body, { kind: "camera", id: request.params.cameraId }),
  );

  app.get(
    "/api/packages/:packageId/file",
    {
      schema: {
        tags,
        ...forRoles("takeEvidenceAway", "path"),
        summary: "Take a package away",
        ...mayAnswer("not-found", "taken-often", "not-approved"),
        description:
          "A zip, made of what is known now, signed (Ed25519), with a verifier that needs Node and nothing else. Who takes it, and its hash, are written down first; it can be taken 20 times.",
        params: Type.Object({ packageId: Identifier("the package") }),
        response: { ...failures, 200: ZIP },
      },
    },
    async (request, reply) => {
      const { packageId } = request.params;
      const parts = { state, series, key: key(), keptMs: config.retention.hourDays * DAY_MS };
      const made = await takePackage(parts, packageId, { by: nameOf(request), now: now() });
      if (made === "gone") throw notFound("package");
      if (made === "not-approved")
        throw new Refusal(409, "not-approved", "it waits for a second person, one refused it, or it was taken back");
      if (made === "taken-often")
        throw new Refusal(409, "taken-often", "it was taken 20 times already: ask for another one");
      return reply
        .type("application/zip")
        .header("content-disposition", `attachment; filename="${packageId}.zip"`)
        .send(made.file);
    },
  );
}
