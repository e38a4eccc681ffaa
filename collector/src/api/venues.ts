import { Identifier, Items, Venue } from "@probewarden/contract";
import { Type } from "typebox";
import { readVenuePage } from "../venues/read-venues.ts";
import { readPlan } from "../store/plans.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf } from "./bounded-list.ts";
import { KEPT } from "./keep-lists.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound } from "./refusal.ts";

const USUAL_ROWS = 500;

/** An image is shown, never run: nothing in an SVG may load, script or frame anything. */
const IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox";

const Image = Type.Unsafe<Buffer>(Type.String({ description: "octets of the image" }));
/** An answer that is no JSON: only described, never serialised. */
const IMAGE = {
  description: "the image",
  content: { "image/svg+xml": { schema: Image }, "image/png": { schema: Image } },
};

/** Venues with their floors, and the floors' plans. */
export function venueRoutes(app: App, { state }: AppParts): void {
  const tags = ["venues"];
  app.get(
    "/api/venues",
    {
      config: KEPT,
      schema: {
        tags,
        ...forRoles("anything", "list"),
        summary: "Venues and their floors",
        description: "By name. Sizes are in metres; a floor with a plan names its address. `next` is the page behind.",
        querystring: Type.Object({ after: afterCursor, limit: limitOf(USUAL_ROWS) }),
        response: { ...failures, 200: answer(Items(Venue)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readVenuePage(state.reading, {
          ...request.query,
          ...within(request),
          limit: request.query.limit ?? USUAL_ROWS,
        }),
      ),
  );

  const params = Type.Object({ venueId: Identifier("the venue"), floorId: Identifier("its floor") });
  app.get(
    "/api/venues/:venueId/floors/:floorId/plan",
    {
      schema: {
        tags,
        ...forRoles("anything", "path"),
        summary: "Plan of a floor, SVG or PNG",
        ...mayAnswer("not-found"),
        description:
          "The image as it was given; nothing in it may load, run or frame anything. A plan's address in `/api/venues` holds its version, and is another when it is replaced: with it, the answer may be kept for ever.",
        params,
        querystring: Type.Object({ v: Type.Optional(Type.String({ maxLength: 64, description: "its version" })) }),
        response: { ...failures, 200: IMAGE },
      },
    },
    async (request, reply) => {
      const plan = await readPlan(state.reading.db, request.params.venueId, request.params.floorId);
      if (!plan) throw notFound("plan");
      return reply
        .type(plan.type)
        .header("content-security-policy", IMAGE_POLICY)
        .header("cache-control", request.query.v === plan.version ? "private, max-age=31536000, immutable" : "no-cache")
        .send(plan.image);
    },
  );
}
