import { Identifier, Items, Resident, Sensor } from "@probewarden/contract";
import { Type } from "typebox";
import { readResidents, readSensorPage, readSensors } from "../sensors/read-sensors.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf, OF_PAGES } from "./bounded-list.ts";
import { KEPT } from "./keep-lists.ts";
import { SENSOR_FILTERS } from "./list-filters.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound } from "./refusal.ts";

const USUAL_ROWS = 200;

/** Sensors, how they are, and what each hears all the time. */
export function sensorRoutes(app: App, { state, series, now }: AppParts): void {
  const tags = ["sensors"];
  const querystring = Type.Object({
    ...SENSOR_FILTERS,
    after: afterCursor,
    limit: limitOf(USUAL_ROWS),
  });
  app.get(
    "/api/sensors",
    {
      config: KEPT,
      schema: {
        tags,
        ...forRoles("anything", "list"),
        summary: "Sensors and their state, what needs a person first",
        description: `Every sensor that is not retired: whether it hears, why not, its clock, its contract and its latest health. Deaf and offline ones come first, then those that were never seen or are in doubt, stopped ones, and those that hear; within that by name. The order may be ten seconds behind, and what came into a state within them is not yet among those of it. ${OF_PAGES}`,
        querystring,
        response: { ...failures, 200: answer(Items(Sensor)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readSensorPage(
          state.reading,
          { ...request.query, ...within(request), limit: request.query.limit ?? USUAL_ROWS },
          now(),
        ),
      ),
  );

  const params = Type.Object({ sensorId: Identifier("the sensor") });
  app.get(
    "/api/sensors/:sensorId/residents",
    {
      schema: {
        tags,
        ...forRoles("seeEvidence", "path"),
        summary: "Access points that a sensor hears",
        ...mayAnswer("not-found"),
        description: "Those heard in the last 15 minutes, loudest first, at most 500.",
        params,
        response: { ...failures, 200: answer(Items(Resident)) },
      },
    },
    async (request) => {
      const [sensor] = await readSensors(state.reading, { sensorId: request.params.sensorId }, now());
      if (!sensor) throw notFound("sensor");
      return { items: await readResidents(series, sensor.venueId, sensor.sensorId, now()) };
    },
  );
}
