import { FloorRequest, Identifier, Venue, VenuePlaceRequest } from "@probewarden/contract";
import { Type } from "typebox";
import { PLAN_LIMITS, PlanError, type Plan } from "../venues/plans/plan-limits.ts";
import { putFloor, readSentPlan } from "../venues/put-floor.ts";
import { putVenuePlace } from "../venues/put-venue-place.ts";
import { readVenues } from "../venues/read-venues.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

/** The largest plan in base64, and what stands around it. */
const BODY_BYTES = Math.ceil((PLAN_LIMITS.bytes * 4) / 3) + 4_096;

/** What a person says of a venue in a browser: its floors, and where on earth it is. */
export function floorRoutes(app: App, { state, now }: AppParts): void {
  const venueOf = async (venueId: string): Promise<Venue> => {
    const venue = (await readVenues(state)).find((one) => one.venueId === venueId);
    if (venue === undefined) throw notFound("venue");
    return venue;
  };
  const params = Type.Object({ venueId: Identifier("the venue"), floorId: Identifier("its floor, new or known") });
  app.put(
    "/api/venues/:venueId/floors/:floorId",
    {
      bodyLimit: BODY_BYTES,
      schema: {
        tags: ["venues"],
        ...forRoles("setUpVenues", "path"),
        summary: "Add a floor, or change its name, size and plan",
        ...mayAnswer("not-found", "bad-plan", "too-many-floors"),
        description: `A floor that is not known yet is added behind the others. The plan is a PNG of at most ${Math.floor(PLAN_LIMITS.bytes / 1e6)} MB and ${PLAN_LIMITS.pixels / 1e6} million pixels in base64, looked through to its last octet; without one the plan before stays. Answers the venue as it is then.`,
        params,
        body: FloorRequest,
        response: { ...failures, 200: answer(Venue) },
      },
    },
    async (request) => {
      const { venueId, floorId } = request.params;
      const { plan: sent, ...floor } = request.body;
      const plan = sent === undefined ? undefined : await planOf(sent);
      const refusal = await putFloor(state, {
        venueId,
        floor: { floorId, ...floor },
        ...(plan === undefined ? {} : { plan }),
        by: nameOf(request),
        at: now(),
      });
      if (refusal === "no-venue") throw notFound("venue");
      if (refusal === "too-many-floors") throw new Refusal(409, "too-many-floors", "a venue has at most 64 floors");
      return venueOf(venueId);
    },
  );

  app.put(
    "/api/venues/:venueId/place",
    {
      schema: {
        tags: ["venues"],
        ...forRoles("setUpVenues", "path"),
        summary: "Say where a venue is on earth, and in which district",
        ...mayAnswer("not-found"),
        description:
          "In the place of what was said before: what is left out is taken away. The region view draws the venue there. Answers the venue as it is then.",
        params: Type.Object({ venueId: Identifier("the venue") }),
        body: VenuePlaceRequest,
        response: { ...failures, 200: answer(Venue) },
      },
    },
    async (request) => {
      const { venueId } = request.params;
      if (!(await putVenuePlace(state, { ...request.body, venueId, by: nameOf(request), at: now() })))
        throw notFound("venue");
      return venueOf(venueId);
    },
  );
}

async function planOf(sent: string): Promise<Plan> {
  try {
    return await readSentPlan(sent);
  } catch (error) {
    throw error instanceof PlanError ? new Refusal(400, "bad-plan", error.message) : error;
  }
}
