import { Identifier, Items, ReleaseRow, Rollout, RolloutPlan, RolloutRequest } from "@probewarden/contract";
import { ROLLOUT_LIMITS } from "@probewarden/contract/figures";
import { Type } from "typebox";
import { beginRollout, planRollout, type NotBegun } from "../fleet/rollout/begin-rollout.ts";
import { changeRollout } from "../fleet/rollout/change-rollout.ts";
import { asRolloutSensor, readRollout, readRollouts } from "../fleet/rollout/read-rollouts.ts";
import { readReleases } from "../releases/read-releases.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { OF_VENUE } from "./list-filters.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

const REFUSALS: Record<Exclude<NotBegun, "no-release" | "no-sensor">, string> = {
  "too-many-sensors": `an update is of ${ROLLOUT_LIMITS.sensors} sensors at most: choose some`,
  "nobody-to-update": "none of these sensors can be updated to this version",
  "canary-first": "the venue's canaries get a new version first: choose them too",
  "rollout-runs": "an update of this venue runs already",
};

function refuse(why: NotBegun): never {
  if (why === "no-release") throw notFound("release");
  if (why === "no-sensor") throw notFound("sensor");
  throw new Refusal(409, why, REFUSALS[why]);
}

/** Versions that are here, and updates of a venue's sensors to one of them. */
export function rolloutRoutes(app: App, { state, now }: AppParts): void {
  const tags = ["fleet"];
  const ofVenue = Type.Object({ venueId: Identifier("the venue") });
  const ofRollout = Type.Object({ rolloutId: Identifier("the update") });
  const asked = async (rolloutId: string): Promise<Rollout> => {
    const found = await readRollout(state, rolloutId);
    if (found === undefined) throw notFound("update");
    return found;
  };

  app.get(
    "/api/releases",
    {
      schema: {
        tags,
        ...forRoles("anything", "none"),
        summary: "Versions of the sensor's program that are here",
        description: "At most eight, the latest first. `probewarden-collector release add` takes one in.",
        response: { ...failures, 200: answer(Items(ReleaseRow)) },
      },
    },
    async () => ({ items: await readReleases(state.reading) }),
  );

  app.get(
    "/api/rollouts",
    {
      schema: {
        tags,
        ...forRoles("anything", "list"),
        summary: "Updates of venues' sensors",
        description: "The latest 20, the latest first, without their sensors.",
        querystring: Type.Object(OF_VENUE),
        response: { ...failures, 200: answer(Items(Rollout)) },
      },
    },
    async (request) => ({ items: await readRollouts(state.reading, { ...request.query, ...within(request) }) }),
  );

  app.get(
    "/api/rollouts/:rolloutId",
    {
      schema: {
        tags,
        ...forRoles("anything", "path"),
        summary: "One update, with how far each sensor is",
        ...mayAnswer("not-found"),
        description: "The first ones first, then by their identifiers.",
        params: ofRollout,
        response: { ...failures, 200: answer(Rollout) },
      },
    },
    (request) => asked(request.params.rolloutId),
  );

  app.post(
    "/api/venues/:venueId/rollouts/plan",
    {
      schema: {
        tags,
        ...forRoles("commandSensors", "path"),
        summary: "What an update would do",
        ...mayAnswer("not-found", "too-many-sensors", "canary-first"),
        description: "Who would be first, who follows, and who cannot be updated and why. Nothing is begun.",
        params: ofVenue,
        body: RolloutRequest,
        response: { ...failures, 200: answer(RolloutPlan) },
      },
    },
    async (request) => {
      const plan = await planRollout(state, { ...request.body, ...request.params }, now());
      if (typeof plan === "string") return refuse(plan);
      return { isFirstChosen: plan.isFirstChosen, sensors: plan.sensors.map(asRolloutSensor) };
    },
  );

  app.post(
    "/api/venues/:venueId/rollouts",
    {
      schema: {
        tags,
        ...forRoles("commandSensors", "path"),
        summary: "Update a venue's sensors to a version",
        ...mayAnswer("not-found", "too-many-sensors", "nobody-to-update", "canary-first", "rollout-runs"),
        description:
          "The canaries first, or one sensor where there are none; the others, ten at a time, when each of these has answered, reports the new version and was well for `soakMinutes`. Whatever fails stops it. A venue has one at a time.",
        params: ofVenue,
        body: RolloutRequest,
        response: { ...failures, 200: answer(Rollout) },
      },
    },
    async (request) => {
      const { soakMinutes = ROLLOUT_LIMITS.soakMinutes.usual, ...wish } = request.body;
      const who = { by: nameOf(request), at: now() };
      const begun = await beginRollout(state, { ...wish, ...request.params, soakMinutes }, who);
      return typeof begun === "string" ? refuse(begun) : asked(begun.rolloutId);
    },
  );

  for (const [verb, to, summary, description] of [
    [
      "stop",
      "stopped",
      "Stop an update",
      "Nobody else is told, and no piece of it is handed out. Who has fetched all of it installs it all the same.",
    ],
    [
      "resume",
      "running",
      "Go on with an update that was stopped",
      "What failed, or was left without an answer, is tried again.",
    ],
  ] as const)
    app.post(
      `/api/rollouts/:rolloutId/${verb}`,
      {
        schema: {
          tags,
          ...forRoles("commandSensors", "path"),
          summary,
          ...mayAnswer("not-found", "rollout-over", ...(verb === "resume" ? (["rollout-runs"] as const) : [])),
          description,
          params: ofRollout,
          response: { ...failures, 200: answer(Rollout) },
        },
      },
      async (request) => {
        const { rolloutId } = request.params;
        const changed = await changeRollout(state, { rolloutId, to }, { by: nameOf(request), at: now() });
        if (changed === "no-rollout") throw notFound("update");
        if (changed === "rollout-over") throw new Refusal(409, "rollout-over", "this update is over");
        return changed === "rollout-runs" ? refuse(changed) : asked(rolloutId);
      },
    );
}
