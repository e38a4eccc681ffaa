import { AirSurvey, Identifier } from "@probewarden/contract";
import { Type } from "typebox";
import { readSurvey } from "../survey/read-survey.ts";
import { surveyLines, SURVEY_COLUMNS } from "../survey/survey-columns.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { toCsv } from "./csv.ts";
import { answer, failures } from "./named-schemas.ts";
import { noted } from "./noted-reads.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound } from "./refusal.ts";

/** What is in the air of a venue and is not recognised. */
export function surveyRoutes(app: App, { state, series, now }: AppParts): void {
  const params = Type.Object({ venueId: Identifier("the venue") });
  // A large venue takes seconds to read: whoever asks meanwhile waits for the same reading. Nothing is kept, so that what is erased is gone.
  const reading = new Map<string, Promise<AirSurvey | undefined>>();
  const surveyOf = async (venueId: string): Promise<AirSurvey> => {
    let survey = reading.get(venueId);
    if (survey === undefined) {
      survey = readSurvey(state.reading, series, venueId, now()).finally(() => reading.delete(venueId));
      reading.set(venueId, survey);
    }
    const found = await survey;
    if (found === undefined) throw notFound("venue");
    return found;
  };
  app.get(
    "/api/venues/:venueId/survey",
    {
      schema: {
        tags: ["venues"],
        ...forRoles("seeEvidence", "path"),
        summary: "What was heard in the last hour and is not recognised",
        ...mayAnswer("not-found"),
        description:
          "Suspects, newcomers, and access points that are not on the venue's list of networks, with what they could be; and which channels and floors nobody listened to, so that nothing found differs from nothing there. An access point is told when it was heard for half an hour, one with a locally administered address after a day, for it may be somebody's hotspot; phones are counted and never listed.",
        params,
        response: { ...failures, 200: answer(AirSurvey) },
      },
    },
    (request) => surveyOf(request.params.venueId),
  );

  app.get(
    "/api/venues/:venueId/survey.csv",
    {
      schema: {
        tags: ["files"],
        ...forRoles("takeEvidenceAway", "path"),
        ...noted("file-taken", "every-time"),
        summary: "The air survey of a venue as CSV",
        ...mayAnswer("not-found"),
        description:
          "RFC 4180, the header first: a line for each row of the survey, then one for each channel and each floor that nobody listened to (`kind` is `channel-not-listened` or `floor-not-listened`). No cell is a formula, and what cannot be seen is written as an escape.",
        params,
        response: {
          ...failures,
          200: {
            description: "the file",
            content: { "text/csv": { schema: Type.String({ description: "RFC 4180, the header first" }) } },
          },
        },
      },
    },
    async (request, reply) => {
      const survey = await surveyOf(request.params.venueId);
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="survey.csv"')
        .send(toCsv(surveyLines(survey), SURVEY_COLUMNS));
    },
  );
}
