import { Identifier, SuspectPast, SuspectPresence } from "@probewarden/contract";
import { Type } from "typebox";
import { PRESENCE_STEP_MS } from "../store/series/presence.ts";
import { minutesByHour, weekHours } from "../suspects/presence-week.ts";
import { MOST_PAST_SPANS, readPast } from "../suspects/read-past.ts";
import { isTimeZone } from "../venues/time-zone.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { instantQuery } from "./instant.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound } from "./refusal.ts";
import { mayBeAskedAgain } from "./time.ts";
import { spanOf } from "./time-range.ts";

/** As long as findings are kept at most. */
const MOST_PAST_DAYS = 3_660;
/** Four weeks and a little more: of each hour of the week four are counted. */
const MOST_PRESENCE_DAYS = 31;
const DAY_MS = 86_400_000;

const params = Type.Object({ suspectId: Identifier("the suspect") });
const querystring = Type.Object({ from: instantQuery("begin"), to: instantQuery("end") });

/** One suspect over time: what was known of it, and when it is there. */
export function suspectTimeRoutes(app: App, { config, state, series, now }: AppParts): void {
  const tags = ["time"];
  const suspectOf = async (suspectId: string) => {
    const found = await state.reading.db
      .selectFrom("suspects")
      .innerJoin("venues", "venues.venue_id", "suspects.venue_id")
      .select(["suspects.venue_id", "suspects.first_heard_at", "venues.time_zone"])
      .where("suspect_id", "=", suspectId)
      .executeTakeFirst();
    if (found === undefined) throw notFound("suspect");
    // A zone may have been mistyped long ago: screens tell such a venue's times in UTC.
    return {
      venueId: found.venue_id,
      firstHeardAt: found.first_heard_at,
      timeZone: isTimeZone(found.time_zone) ? found.time_zone : "UTC",
    };
  };

  app.get(
    "/api/suspects/:suspectId/time/known",
    {
      schema: {
        tags,
        ...forRoles("seeEvidence", "path"),
        summary: "What was known of a suspect, instant by instant",
        ...mayAnswer("not-found", "bad-range"),
        description: `Score, band, state, decision and place as they stood then, each for as long as it stood. The latest ${MOST_PAST_SPANS} spans; \`fromMs\` says since when. An answer that did not change since is told by its ETag.`,
        params,
        querystring,
        response: { ...failures, 200: answer(SuspectPast) },
      },
    },
    async (request, reply) => {
      const span = spanOf(request.query, now(), MOST_PAST_DAYS);
      await suspectOf(request.params.suspectId);
      mayBeAskedAgain(reply);
      return readPast(state.reading, request.params.suspectId, span);
    },
  );

  app.get(
    "/api/suspects/:suspectId/time/presence",
    {
      schema: {
        tags,
        ...forRoles("seeEvidence", "path"),
        summary: "When a suspect is there, by hour and weekday",
        ...mayAnswer("not-found", "bad-range"),
        description: `Minutes in which it was heard, of those in which one of the sensors that hear it most listened, by the hour of the week in the venue's zone. Out of steps of five minutes, as long as they are kept; at most ${MOST_PRESENCE_DAYS} days. An answer that did not change since is told by its ETag.`,
        params,
        querystring,
        response: { ...failures, 200: answer(SuspectPresence) },
      },
    },
    async (request, reply) => {
      const { suspectId } = request.params;
      const span = spanOf(request.query, now(), MOST_PRESENCE_DAYS);
      const { venueId, firstHeardAt, timeZone } = await suspectOf(suspectId);
      // Before it was first heard nobody kept its levels, and beyond what is kept nothing is left: neither is absence.
      const kept = now() - config.retention.fiveMinuteDays * DAY_MS;
      const fromMs = Math.min(span.toMs, Math.max(span.fromMs, stepOf(firstHeardAt), kept));
      const transmitters = await state.reading.db
        .selectFrom("suspect_transmitters")
        .select("transmitter")
        .where("suspect_id", "=", suspectId)
        .orderBy("transmitter")
        .limit(MOST_TRANSMITTERS)
        .execute();
      const { stepMs, sensorIds, heard, listened } = await series.presence(
        venueId,
        transmitters.map(({ transmitter }) => transmitter),
        fromMs,
        span.toMs,
      );
      const hourOf = weekHours(timeZone);
      const isWithin = (at: number): boolean => at >= stepOf(fromMs);
      mayBeAskedAgain(reply);
      return {
        suspectId,
        fromMs,
        toMs: span.toMs,
        timeZone,
        stepMinutes: stepMs / 60_000,
        sensorIds,
        heardMinutes: minutesByHour(heard.filter(isWithin), stepMs, hourOf),
        listenedMinutes: minutesByHour(listened.filter(isWithin), stepMs, hourOf),
      };
    },
  );
}

const stepOf = (at: number): number => Math.floor(at / PRESENCE_STEP_MS) * PRESENCE_STEP_MS;

/** As many as a suspect names. */
const MOST_TRANSMITTERS = 16;
