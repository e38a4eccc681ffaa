import { EvidenceKey, EvidencePackage, EvidencePackageRequest, Identifier, Items } from "@probewarden/contract";
import { Type } from "typebox";
import { askForPackage, MOST_OF_ONE, readPackages, takePackage } from "../packages/evidence-packages.ts";
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

  app.get(
    "/api/packages",
    {
      schema: {
        tags,
        ...forRoles("takeEvidenceAway", "list"),
        summary: "Packages of evidence that were asked for",
        description: "At most 200, the latest first: who asked, why, and each file that left, with its hash.",
        querystring: Type.Object({ ...OF_VENUE, suspectId: Type.Optional(Identifier("only about this suspect")) }),
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
        tags,
        ...forRoles("packEvidence", "path"),
        summary: "Ask for the evidence about a suspect as a package",
        ...mayAnswer("not-found", "too-many-packages", "too-many-waiting"),
        description:
          "Where that takes a second person it waits for one. Purpose and legal basis stand in the package and in the record.",
        params: Type.Object({ suspectId: Identifier("the suspect") }),
        body: EvidencePackageRequest,
        response: { ...failures, 200: answer(EvidencePackage) },
      },
    },
    async (request) => {
      const who = { by: nameOf(request), at: now() };
      const made = await askForPackage(state, request.params.suspectId, request.body, who);
      if (made === "no-suspect") throw notFound("suspect");
      if (made === "too-many-waiting") throw tooManyWaiting();
      if (made === "too-many")
        throw new Refusal(409, "too-many-packages", `${MOST_OF_ONE} packages were asked for about it already`);
      return made;
    },
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
