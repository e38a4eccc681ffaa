import { Identifier, type Alert, type Camera, type Sensor, type Suspect } from "@probewarden/contract";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { readAlerts } from "../alerts/read-alerts.ts";
import { readCameras } from "../cameras/read-cameras.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import { readSuspects } from "../suspects/read-suspects.ts";
import type { App, AppParts } from "./app-parts.ts";
import { toCsv } from "./csv.ts";
import { toGeoJson, type Placed } from "./geojson.ts";
import { failures } from "./named-schemas.ts";

/** Most rows of a file, the first in the order of the list; who needs more reads the list in pages. */
const MOST_ROWS = 2_000;

const querystring = Type.Object({ venueId: Type.Optional(Identifier("only this venue")) });
type Filter = { venueId?: string };

/** Lists as files for other programs: CSV of all, GeoJSON of what has a place. */
export function exportRoutes(app: App, { state, series, now }: AppParts): void {
  const suspects = (filter: Filter): Promise<Suspect[]> =>
    readSuspects(state, series, { ...filter, limit: MOST_ROWS }, now());
  const sensors = (filter: Filter): Promise<Sensor[]> => readSensors(state, filter, now());

  const file = (
    path: string,
    type: "text/csv" | "application/geo+json",
    what: string,
    make: (filter: Filter) => Promise<string>,
  ): void => {
    const schema = {
      tags: ["files"],
      summary: `${what} as ${type === "text/csv" ? "CSV" : "GeoJSON"}`,
      description:
        type === "text/csv"
          ? `The first ${MOST_ROWS} rows of the list, in its order. No cell is a formula, and what cannot be seen is written as an escape.`
          : `Those of the first ${MOST_ROWS} rows that have a place. Coordinates are metres on the floor's plan, not longitude and latitude: the member crs says so.`,
      querystring,
      response: { ...failures, 200: { description: "the file", content: { [type]: { schema: Type.String() } } } },
    };
    app.get(path, { schema }, async (request, reply: FastifyReply) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      return reply
        .type(`${type}; charset=utf-8`)
        .header("content-disposition", `attachment; filename="${name}"`)
        .send(await make(request.query as Filter));
    });
  };

  file("/api/suspects.csv", "text/csv", "Suspects", async (filter) => toCsv(await suspects(filter), SUSPECT_COLUMNS));
  file("/api/sensors.csv", "text/csv", "Sensors", async (filter) => toCsv(await sensors(filter), SENSOR_COLUMNS));
  file("/api/cameras.csv", "text/csv", "Cameras", async (filter) =>
    toCsv(await readCameras(state, { ...filter, limit: MOST_ROWS }), CAMERA_COLUMNS),
  );
  file("/api/alerts.csv", "text/csv", "Alerts", async ({ venueId }) =>
    toCsv(
      (await readAlerts(state, { limit: MOST_ROWS })).filter((row) => venueId === undefined || row.venueId === venueId),
      ALERT_COLUMNS,
    ),
  );
  file("/api/suspects.geojson", "application/geo+json", "Suspects", async (filter) =>
    JSON.stringify(toGeoJson((await suspects(filter)).flatMap(placedSuspect))),
  );
  file("/api/sensors.geojson", "application/geo+json", "Sensors", async (filter) =>
    JSON.stringify(toGeoJson((await sensors(filter)).flatMap(placedSensor))),
  );
}

function placedSuspect({ suspectId, venueId, suspicion, band, state, lastHeardAt, place }: Suspect): Placed[] {
  if (place === undefined) return [];
  const { floorId, position, radiusMetres, method } = place;
  const properties = { venueId, suspicion, band, state, lastHeardAt, radiusMetres, method };
  return [{ id: suspectId, floorId, position, properties }];
}

function placedSensor({ sensorId, venueId, floorId, name, state, position }: Sensor): Placed[] {
  if (position === undefined || floorId === undefined) return [];
  return [{ id: sensorId, floorId, position, properties: { venueId, name, state } }];
}

const SUSPECT_COLUMNS = {
  suspectId: (row: Suspect) => row.suspectId,
  venueId: (row: Suspect) => row.venueId,
  suspicion: (row: Suspect) => row.suspicion,
  band: (row: Suspect) => row.band,
  scoreDb: (row: Suspect) => row.scoreDb,
  state: (row: Suspect) => row.state,
  firstHeardAt: (row: Suspect) => row.firstHeardAt,
  lastHeardAt: (row: Suspect) => row.lastHeardAt,
  transmitters: (row: Suspect) => row.transmitters.join(" "),
  targets: (row: Suspect) => row.targets.join(" "),
  heardByNow: (row: Suspect) => row.heardBy.now,
  floorId: (row: Suspect) => row.place?.floorId,
  xMetres: (row: Suspect) => row.place?.position.x,
  yMetres: (row: Suspect) => row.place?.position.y,
  radiusMetres: (row: Suspect) => row.place?.radiusMetres,
  decision: (row: Suspect) => row.decision?.decision,
  decidedBy: (row: Suspect) => row.decision?.by,
  reason: (row: Suspect) => row.decision?.reason,
};
const SENSOR_COLUMNS = {
  sensorId: (row: Sensor) => row.sensorId,
  venueId: (row: Sensor) => row.venueId,
  name: (row: Sensor) => row.name,
  state: (row: Sensor) => row.state,
  reasons: (row: Sensor) => row.reasons.join(" "),
  lastHeardAt: (row: Sensor) => row.lastHeardAt,
  floorId: (row: Sensor) => row.floorId,
  xMetres: (row: Sensor) => row.position?.x,
  yMetres: (row: Sensor) => row.position?.y,
};
const CAMERA_COLUMNS = {
  cameraId: (row: Camera) => row.cameraId,
  venueId: (row: Camera) => row.venueId,
  sensorId: (row: Camera) => row.sensorId,
  firstSeenAt: (row: Camera) => row.firstSeenAt,
  lastSeenAt: (row: Camera) => row.lastSeenAt,
  address: (row: Camera) => row.finding.address,
  vendor: (row: Camera) => row.finding.vendor,
  name: (row: Camera) => row.finding.name,
  hardware: (row: Camera) => row.finding.hardware,
  firmware: (row: Camera) => row.finding.firmware,
  analytics: (row: Camera) => row.finding.analytics,
};
const ALERT_COLUMNS = {
  alertId: (row: Alert) => row.alertId,
  venueId: (row: Alert) => row.venueId,
  suspectId: (row: Alert) => row.suspectId,
  suspicion: (row: Alert) => row.suspicion,
  band: (row: Alert) => row.band,
  state: (row: Alert) => row.state,
  openedAt: (row: Alert) => row.openedAt,
  closedAt: (row: Alert) => row.closedAt,
  closedBy: (row: Alert) => row.closedBy,
  reason: (row: Alert) => row.reason,
  delivery: (row: Alert) => row.delivery,
};
