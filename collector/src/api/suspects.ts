import { DecisionRequest, Identifier, Items, LevelSeries, Suspect, SuspectDetail } from "@probewarden/contract";
import { Type } from "typebox";
import { decide } from "../suspects/decide.ts";
import { readSuspectDetail, readSuspectPage } from "../suspects/read-suspects.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { DECISION_BODY_BYTES, decisionOf, tooManyDocuments } from "./decision-files.ts";
import { afterCursor, answerPage, limitOf, OF_PAGES } from "./bounded-list.ts";
import { nameOf } from "./identity.ts";
import { keptRows } from "./keep-lists.ts";
import { SUSPECT_FILTERS } from "./list-filters.ts";
import { noted } from "./noted-reads.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, tooManyWaiting } from "./refusal.ts";

/** A page that is read and written down in some milliseconds, however many suspects there are; `next` leads on. */
const USUAL_ROWS = 100;
/** Points of one answer, all sensors together: more than a screen shows, and few enough that to write them down holds nobody up. */
const MOST_POINTS = 20_000;
const FEWEST_POINTS = 10;
const HOUR_MS = 3_600_000;

const params = Type.Object({ suspectId: Identifier("the suspect") });
const ListQuery = Type.Object({
  ...SUSPECT_FILTERS,
  after: afterCursor,
  limit: limitOf(USUAL_ROWS),
});
const LevelQuery = Type.Object({
  fromMs: Type.Integer({ minimum: 0, description: "start, epoch milliseconds" }),
  toMs: Type.Integer({ minimum: 0, description: "end, epoch milliseconds" }),
  maxPoints: Type.Optional(
    Type.Integer({
      minimum: FEWEST_POINTS,
      maximum: 2000,
      default: 500,
      description: "most points per sensor; fewer where the venue has many sensors",
    }),
  ),
});

/** Suspects: the list, why each is one, its levels, and what a person decides. */
export function suspectRoutes(
  app: App,
  { config, state, series, made, alerts, suspectChanged, decided, now }: AppParts,
): void {
  const tags = ["suspects"];

  app.get(
    "/api/suspects",
    {
      config: keptRows(Suspect),
      schema: {
        tags,
        ...forRoles("seeEvidence", "list"),
        summary: "Suspects, what needs a person first",
        description: `Transmitters that the sensors of a venue accuse, fused: where they are, how sure, and what was decided. Strong and unsettled ones come first, settled and ended ones last; within that the latest heard. ${OF_PAGES}`,
        querystring: ListQuery,
        response: { ...failures, 200: answer(Items(Suspect)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readSuspectPage(
          state.reading,
          series,
          { ...request.query, ...within(request), limit: request.query.limit ?? USUAL_ROWS },
          now(),
          made,
        ),
      ),
  );

  const read = async (suspectId: string): Promise<SuspectDetail> => {
    const detail = await readSuspectDetail(state.reading, series, suspectId, now());
    if (!detail) throw notFound("suspect");
    return detail;
  };

  app.get(
    "/api/suspects/:suspectId",
    {
      schema: {
        tags,
        ...forRoles("seeEvidence", "path"),
        ...noted("suspect-read"),
        summary: "One suspect and why",
        ...mayAnswer("not-found"),
        description:
          "The suspect with every line of evidence, its weight, the figures and redacted frames behind it, and the history of decisions.",
        params,
        response: { ...failures, 200: answer(SuspectDetail) },
      },
    },
    (request) => read(request.params.suspectId),
  );

  app.get(
    "/api/suspects/:suspectId/levels",
    {
      schema: {
        tags,
        ...forRoles("seeEvidence", "path"),
        summary: "Its level at each sensor over time",
        ...mayAnswer("not-found"),
        description:
          "Medians and percentiles per sensor, taken together in steps so that no sensor has more than maxPoints and all of them no more than 20,000. A gap is a gap; spans in which a sensor did not listen are named.",
        params,
        querystring: LevelQuery,
        response: { ...failures, 200: answer(Items(LevelSeries)) },
      },
    },
    async (request) => {
      const { suspect } = await read(request.params.suspectId);
      const { maxPoints = 500 } = request.query;
      const { sensors } = await state.reading.db
        .selectFrom("sensors")
        .select((select) => select.fn.countAll<number>().as("sensors"))
        .where("venue_id", "=", suspect.venueId)
        .executeTakeFirstOrThrow();
      const each = Math.max(FEWEST_POINTS, Math.min(maxPoints, Math.floor(MOST_POINTS / Math.max(1, Number(sensors)))));
      // Outside of what is kept there is nothing to read, however wide the span that was asked for.
      const fromMs = Math.max(request.query.fromMs, now() - config.retention.hourDays * 24 * HOUR_MS);
      const toMs = Math.min(request.query.toMs, now() + HOUR_MS);
      return { items: await series.levels(suspect.venueId, suspect.transmitters, fromMs, toMs, each) };
    },
  );

  app.post(
    "/api/suspects/:suspectId/decision",
    {
      bodyLimit: DECISION_BODY_BYTES,
      schema: {
        tags,
        ...forRoles("decide", "path"),
        summary: "Decide, or take a decision back",
        ...mayAnswer("not-found", "too-many-waiting", "bad-document", "too-many-documents", "not-possible"),
        description:
          "Kept for good with who, when and why. Where to authorise takes a second person, `GET /api/approvals` shows that it waits, and nothing is decided yet. What is authorised or dismissed raises no alert and leaves the sensors' watch list at once; none takes the decision back.",
        params,
        body: DecisionRequest,
        response: { ...failures, 200: answer(SuspectDetail) },
      },
    },
    async (request) => {
      const { suspectId } = request.params;
      const by = nameOf(request);
      const at = now();
      const { said, file } = decisionOf(request.body, at);
      const record = {
        ...said,
        ...(file === undefined ? {} : { file: file.described }),
        by,
        at: new Date(at).toISOString(),
      };
      const made = await decide(state, suspectId, record, file);
      if (made === undefined) throw notFound("suspect");
      if (made.outcome === "too-many-files") throw tooManyDocuments();
      if (made.outcome === "too-many") throw tooManyWaiting();
      if (made.outcome === "waits") return read(suspectId);
      await alerts.suspectChanged(suspectId);
      decided(made.venueId);
      suspectChanged(suspectId);
      return read(suspectId);
    },
  );
}
