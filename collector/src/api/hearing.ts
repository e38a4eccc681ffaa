import { HearingRequest, HearingRow, Identifier } from "@probewarden/contract";
import { Type } from "typebox";
import { giveCommand } from "../fleet/give-command.ts";
import { readQuestion } from "../fleet/read-question.ts";
import { packageKeyFile, packageKeyOf } from "../packages/package-key.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { noted } from "./noted-reads.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

/** A sensor listens so long at most: whoever stands on a ladder does not wait longer. */
const LISTENS_SECONDS = 10;

/** The walk test: whether a sensor hears a transmitter now, and how loud. It answers within ten seconds, and for nobody's phone. */
export function hearingRoutes(app: App, { state, config, now, commanded }: AppParts): void {
  const tags = ["setup"];
  const sensor = { sensorId: Identifier("the sensor") };

  app.post(
    "/api/sensors/:sensorId/hearing",
    {
      schema: {
        tags,
        ...forRoles("setUpVenues", "path"),
        ...noted("sensor-listened"),
        summary: "Ask a sensor how loud it hears a transmitter now",
        ...mayAnswer("not-found", "too-many-commands"),
        description:
          "The sensor listens for ten seconds at most, and answers as soon as it is sure. It tells levels of access points, of its own suspects, and of nothing that behaved as a station. Who asks again and again stands in the audit once in ten minutes.",
        params: Type.Object(sensor),
        body: HearingRequest,
        response: { ...failures, 200: answer(HearingRow) },
      },
    },
    async (request) => {
      const { sensorId } = request.params;
      const words = { transmitter: request.body.transmitter, seconds: LISTENS_SECONDS };
      const key = packageKeyOf(packageKeyFile(config));
      const given = await giveCommand(state, key, {
        sensorId,
        name: "hear",
        arguments: words,
        by: nameOf(request),
        at: now(),
      });
      if (given === "too-many-commands")
        throw new Refusal(409, given, "eight commands to this sensor wait for an answer already");
      if (typeof given === "string") throw notFound("sensor");
      commanded(sensorId);
      return { askId: given.commandId, state: "asked" as const };
    },
  );

  app.get(
    "/api/sensors/:sensorId/hearing/:askId",
    {
      schema: {
        tags,
        ...forRoles("setUpVenues", "path"),
        summary: "What the sensor answered",
        ...mayAnswer("not-found"),
        description: "A question is kept until the next one to the same sensor.",
        params: Type.Object({ ...sensor, askId: Identifier("the question") }),
        response: { ...failures, 200: answer(HearingRow) },
      },
    },
    async (request) => {
      const found = await readQuestion(state.reading, request.params, now());
      if (found === undefined) throw notFound("question");
      const { answeredAt: _, ...row } = found;
      return row;
    },
  );
}
