import { Identifier, Items, SensorTimeline, SuspectTimeline, TimeStep } from "@probewarden/contract";
import { Type } from "typebox";
import { readSensorTimes } from "../sensors/read-sensor-times.ts";
import { readTimelines } from "../suspects/read-spans.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf } from "./bounded-list.ts";
import { instantQuery } from "./instant.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound } from "./refusal.ts";
import { MOST_STEPS, stretchOf } from "./time-range.ts";

const USUAL_SUSPECTS = 100;
const MOST_SUSPECTS = 200;
const USUAL_SENSORS = 50;
/** Figures of one answer, all sensors together. */
const MOST_FIGURES = 100_000;

const params = Type.Object({ venueId: Identifier("the venue") });
const range = {
  from: instantQuery("begin; the step that holds it is the first"),
  to: instantQuery("end; steps that begin before it are told, none beyond the present"),
  step: TimeStep,
  after: afterCursor,
};
const BOUNDS = `At most ${MOST_STEPS} steps. An answer that did not change since is told by its ETag.`;

/** A venue over time: what was known of its suspects then, and what its sensors heard of phones. */
export function timeRoutes(app: App, { state, series, now }: AppParts): void {
  const tags = ["time"];
  const mustHold = async (venueId: string): Promise<void> => {
    const known = state.reading.db.selectFrom("venues").select("venue_id").where("venue_id", "=", venueId);
    if ((await known.executeTakeFirst()) === undefined) throw notFound("venue");
  };

  app.get(
    "/api/venues/:venueId/time/suspects",
    {
      schema: {
        tags,
        ...forRoles("seeEvidence", "path"),
        summary: "Suspects as they were known then",
        ...mayAnswer("not-found", "bad-range"),
        description: `State, score, place and decision of each suspect as they stood at the beginning of each step: what came later, a finding, a decision, a merge, changes nothing of it. What began and ended between two steps shows in finer ones only. By identifier. ${BOUNDS}`,
        params,
        querystring: Type.Object({ ...range, limit: limitOf(USUAL_SUSPECTS) }),
        response: { ...failures, 200: answer(Items(SuspectTimeline)) },
      },
    },
    async (request, reply) => {
      const { after, limit = USUAL_SUSPECTS } = request.query;
      const stretch = stretchOf(request.query, now());
      await mustHold(request.params.venueId);
      mayBeAskedAgain(reply);
      return answerPage(request.url, () =>
        readTimelines(state.reading, request.params.venueId, stretch, {
          ...(after === undefined ? {} : { after }),
          limit: Math.min(limit, MOST_SUSPECTS),
        }),
      );
    },
  );

  app.get(
    "/api/venues/:venueId/time/sensors",
    {
      schema: {
        tags,
        ...forRoles("seeEvidence", "path"),
        summary: "What sensors heard of phones, and whether they listened",
        ...mayAnswer("not-found", "bad-range"),
        description: `Probe requests and distinct phones a minute, and the share of the time in which each sensor listened, so that silence is not read as absence. Small counts are suppressed minute by minute before anything is added up: no difference of two steps tells more than a minute does. By identifier. ${BOUNDS}`,
        params,
        querystring: Type.Object({ ...range, limit: limitOf(USUAL_SENSORS) }),
        response: { ...failures, 200: answer(Items(SensorTimeline)) },
      },
    },
    async (request, reply) => {
      const { after, limit = USUAL_SENSORS } = request.query;
      const stretch = stretchOf(request.query, now());
      await mustHold(request.params.venueId);
      mayBeAskedAgain(reply);
      const most = Math.max(1, Math.floor(MOST_FIGURES / ((stretch.toMs - stretch.fromMs) / stretch.stepMs)));
      return answerPage(request.url, () =>
        readSensorTimes(
          state.reading,
          series,
          request.params.venueId,
          { ...stretch, now: now() },
          {
            ...(after === undefined ? {} : { after }),
            limit: Math.min(limit, most),
          },
        ),
      );
    },
  );
}

/** Kept by who asked alone, and asked for again each time: what did not change is not sent twice. */
export const mayBeAskedAgain = (reply: { header: (name: string, value: string) => unknown }): void =>
  void reply.header("cache-control", "private, no-cache");
