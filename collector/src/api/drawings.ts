import { FloorDrawing, Identifier, Sensor, SensorPlaceRequest } from "@probewarden/contract";
import { Type } from "typebox";
import { putSensorPlace } from "../sensors/put-sensor-place.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import { readDrawing } from "../store/drawings.ts";
import { putDrawing } from "../venues/drawing/put-drawing.ts";
import { readFloors } from "../venues/read-venues.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { changedMeanwhile, ifMatch, versionsIn } from "./if-match.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

/** The largest drawing that the schema lets through, with room for white space. */
const BODY_BYTES = 1024 * 1024;

/** What people draw on floors by hand, and where they hang sensors. */
export function drawingRoutes(app: App, { state, stream, now }: AppParts): void {
  const params = Type.Object({ venueId: Identifier("the venue"), floorId: Identifier("its floor") });
  const path = "/api/venues/:venueId/floors/:floorId/drawing";
  app.get(
    path,
    {
      schema: {
        tags: ["venues"],
        ...forRoles("anything", "path"),
        summary: "Walls, private zones and cameras drawn on a floor",
        ...mayAnswer("not-found"),
        description: "Empty where nobody has drawn. Its ETag is what a change has to name.",
        params,
        response: { ...failures, 200: answer(FloorDrawing) },
      },
    },
    async (request, reply) => {
      const { venueId, floorId } = request.params;
      const venue = await state.reading.db
        .selectFrom("venues")
        .select("floors")
        .where("venue_id", "=", venueId)
        .executeTakeFirst();
      if (!readFloors(venue?.floors ?? "[]").some((floor) => floor.floorId === floorId)) throw notFound("floor");
      const { drawing, version } = await readDrawing(state.reading.db, request.params);
      reply.header("etag", `"${version}"`);
      return drawing;
    },
  );
  app.put(
    path,
    {
      bodyLimit: BODY_BYTES,
      schema: {
        tags: ["venues"],
        ...forRoles("setUpVenues", "path"),
        summary: "Draw walls, private zones and cameras on a floor",
        ...mayAnswer("not-found", "bad-drawing", "changed-meanwhile", "version-needed"),
        description:
          "In the place of the whole drawing before, which `If-Match` names by its ETag (RFC 9110, 13.1.1): two who draw at the same time do not overwrite each other. Everything lies on the floor; the edge of a zone does not cross itself. A suspect that is heard from then on is placed with these walls.",
        params,
        headers: ifMatch,
        body: FloorDrawing,
        response: { ...failures, 200: answer(FloorDrawing) },
      },
    },
    async (request, reply) => {
      const result = await putDrawing(state, {
        ...request.params,
        drawing: request.body,
        inPlaceOf: versionsIn(request.headers["if-match"]),
        by: nameOf(request),
        at: now(),
      });
      if (result.outcome === "no-floor") throw notFound("floor");
      if (result.outcome === "bad") throw new Refusal(400, "bad-drawing", result.fault);
      if (result.outcome === "changed-meanwhile") throw changedMeanwhile();
      reply.header("etag", `"${result.version}"`);
      return result.drawing;
    },
  );

  app.put(
    "/api/sensors/:sensorId/place",
    {
      schema: {
        tags: ["sensors"],
        ...forRoles("setUpVenues", "path"),
        summary: "Move a sensor to its place on a plan",
        ...mayAnswer("not-found", "outside-floor", "changed-meanwhile"),
        description:
          "What is heard from now on is judged there. `before` is where it was seen to hang: when somebody has moved it since, nothing is changed.",
        params: Type.Object({ sensorId: Identifier("the sensor") }),
        body: SensorPlaceRequest,
        response: { ...failures, 200: answer(Sensor) },
      },
    },
    async (request) => {
      const { sensorId } = request.params;
      const at = now();
      const placing = await putSensorPlace(state, { sensorId, place: request.body, by: nameOf(request), at });
      if (placing.outcome === "no-sensor") throw notFound("sensor");
      if (placing.outcome === "no-floor") throw notFound("floor");
      if (placing.outcome === "changed-meanwhile") throw changedMeanwhile();
      if (placing.outcome === "outside") {
        const { x, y } = request.body.position;
        const sides = `${placing.widthMetres} × ${placing.heightMetres} m`;
        throw new Refusal(400, "outside-floor", `the sensor: ${x}, ${y} is outside the floor, which has ${sides}`);
      }
      stream.changed("sensor", sensorId);
      const [sensor] = await readSensors(state, { sensorId }, at);
      if (sensor === undefined) throw notFound("sensor");
      return sensor;
    },
  );
}
