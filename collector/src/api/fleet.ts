import { CommandRequest, CommandRow, FleetRow, Identifier, Items, RingRequest } from "@probewarden/contract";
import { Type } from "typebox";
import { giveCommand, type NotGiven } from "../fleet/give-command.ts";
import { putRing } from "../fleet/put-ring.ts";
import { readCommands, readFleetPage } from "../fleet/read-fleet.ts";
import { packageKeyFile, packageKeyOf } from "../packages/package-key.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf, OF_PAGES } from "./bounded-list.ts";
import { nameOf } from "./identity.ts";
import { OF_VENUE } from "./list-filters.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

const USUAL_ROWS = 200;

const REFUSALS: Record<Exclude<NotGiven, "no-sensor">, readonly [status: number, words: string]> = {
  "unknown-command": [400, "there is no such command: identify, test, snapshot, restart, configure"],
  "wrong-arguments": [400, "the arguments are not those of this command"],
  "too-many-commands": [409, "eight commands to this sensor wait for an answer already"],
  "canary-first": [409, "the venue's canaries get new settings first, and must hold them before any other sensor"],
};

/** What sensors run, how they are set, and what they are told. */
export function fleetRoutes(app: App, { state, config, now, commanded }: AppParts): void {
  const tags = ["fleet"];
  const params = Type.Object({ sensorId: Identifier("the sensor") });
  const rowOf = async (sensorId: string): Promise<FleetRow> => {
    const [row] = (await readFleetPage(state, { sensorId, limit: 1 }, now())).items;
    if (row === undefined) throw notFound("sensor");
    return row;
  };

  app.get(
    "/api/fleet",
    {
      schema: {
        tags,
        ...forRoles("anything", "list"),
        summary: "Versions, settings and latest commands of all sensors",
        description: `By their identifiers. A snapshot's contents are in the commands of one sensor. ${OF_PAGES}`,
        querystring: Type.Object({ ...OF_VENUE, after: afterCursor, limit: limitOf(USUAL_ROWS) }),
        response: { ...failures, 200: answer(Items(FleetRow)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readFleetPage(
          state.reading,
          { ...request.query, ...within(request), limit: request.query.limit ?? USUAL_ROWS },
          now(),
        ),
      ),
  );

  app.get(
    "/api/sensors/:sensorId/commands",
    {
      schema: {
        tags,
        ...forRoles("commandSensors", "path"),
        summary: "What a sensor was told, and what it answered",
        description: "The latest twenty, the latest first, with the results of tests and snapshots.",
        params,
        response: { ...failures, 200: answer(Items(CommandRow)) },
      },
    },
    async (request) => ({ items: await readCommands(state.reading, request.params.sensorId, now()) }),
  );

  app.post(
    "/api/sensors/:sensorId/commands",
    {
      schema: {
        tags,
        ...forRoles("commandSensors", "path"),
        summary: "Tell a sensor to do something",
        ...mayAnswer("not-found", "unknown-command", "wrong-arguments", "too-many-commands", "canary-first"),
        description:
          "Signed, and sent at once; a sensor that is away hears it when it is back, while it holds: two minutes for `identify`, ten for the others. `configure` takes the place of all settings before and stands. Who gave it is in the audit.",
        params,
        body: CommandRequest,
        response: { ...failures, 200: answer(FleetRow) },
      },
    },
    async (request) => {
      const { sensorId } = request.params;
      const { name, arguments: words = {} } = request.body;
      // The one is asked at a place of its own, by who stands there; the other is given by an update of the venue alone.
      if (name === "hear" || name === "update")
        throw new Refusal(400, "unknown-command", REFUSALS["unknown-command"][1]);
      const key = packageKeyOf(packageKeyFile(config));
      const given = await giveCommand(state, key, { sensorId, name, arguments: words, by: nameOf(request), at: now() });
      if (given === "no-sensor") throw notFound("sensor");
      if (typeof given === "string") {
        const [status, text] = REFUSALS[given];
        throw new Refusal(status, given, text);
      }
      commanded(sensorId);
      return rowOf(sensorId);
    },
  );

  app.put(
    "/api/sensors/:sensorId/ring",
    {
      schema: {
        tags,
        ...forRoles("commandSensors", "path"),
        summary: "Say whether a sensor is a canary",
        ...mayAnswer("not-found"),
        description:
          "Canaries of a venue get new settings first; the others when every canary says that it holds them.",
        params,
        body: RingRequest,
        response: { ...failures, 200: answer(FleetRow) },
      },
    },
    async (request) => {
      const { sensorId } = request.params;
      const put = await putRing(state, { sensorId, ...request.body, by: nameOf(request), at: now() });
      if (put === undefined) throw notFound("sensor");
      return rowOf(sensorId);
    },
  );
}
