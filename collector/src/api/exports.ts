import {
  Band,
  Identifier,
  SensorState,
  SuspectState,
  Suspicion,
  type Alert,
  type Camera,
  type Sensor,
  type Suspect,
} from "@probewarden/contract";
import type { FastifyReply } from "fastify";
import { Type, type Static, type TSchema } from "typebox";
import { readAlertPage } from "../alerts/read-alerts.ts";
import { readCameraPage } from "../cameras/read-cameras.ts";
import { readSensorPage } from "../sensors/read-sensors.ts";
import { readSuspectPage } from "../suspects/read-suspects.ts";
import type { Page } from "../store/state/page-cursor.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf } from "./bounded-list.ts";
import { toCsv } from "./csv.ts";
import { toGeoJson, type Placed } from "./geojson.ts";
import { failures } from "./named-schemas.ts";

/** Most rows of a file, the first in the order of the list. Behind it the header `Link` leads on (RFC 8288), as `next` does in the list. */
const MOST_ROWS = 2_000;

/** What any file may be asked for; a list's own filters are those of its file too. */
const ASKED = {
  venueId: Type.Optional(Identifier("only this venue")),
  after: afterCursor,
  limit: limitOf(MOST_ROWS),
};
interface Asked {
  venueId?: string;
  after?: string;
  limit: number;
}
const SUSPECT_FILTERS = {
  state: Type.Optional(SuspectState),
  band: Type.Optional(Band),
  suspicion: Type.Optional(Suspicion),
};
const SENSOR_FILTERS = { state: Type.Optional(SensorState) };
const ALERT_FILTERS = {
  state: Type.Optional(Type.Union([Type.Literal("open"), Type.Literal("closed")], { description: "only these" })),
};
type Filters = Record<string, TSchema>;
type AskedOf<Own extends Filters> = Asked & { [name in keyof Own]?: Static<Own[name]> };

const LINK = {
  type: "string",
  description: 'where there are more rows: the address of those behind, with rel="next" (RFC 8288)',
};

/** The file's form (RFC 7946), for who reads its description; it is written as text. */
const FEATURES = Type.Unsafe<string>(
  Type.Object({
    type: Type.Literal("FeatureCollection"),
    coordinates: Type.String({ description: "what the coordinates are" }),
    crs: Type.Object({ type: Type.Literal("name"), properties: Type.Object({ name: Type.String() }) }),
    features: Type.Array(
      Type.Object({
        type: Type.Literal("Feature"),
        id: Type.String(),
        geometry: Type.Object({
          type: Type.Literal("Point"),
          coordinates: Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }),
        }),
        properties: Type.Record(Type.String(), Type.Unknown()),
      }),
    ),
  }),
);
const KINDS = {
  "text/csv": {
    name: "CSV",
    schema: Type.String({ description: "RFC 4180, the header first" }),
    description: `At most ${MOST_ROWS} rows of the list, in its order. No cell is a formula, and what cannot be seen is written as an escape.`,
  },
  "application/geo+json": {
    name: "GeoJSON",
    schema: FEATURES,
    description: `Those of at most ${MOST_ROWS} rows of the list that have a place. Coordinates are metres on the floor's plan, not longitude and latitude: the member crs says so.`,
  },
} as const;

/** Lists as files for other programs: CSV of all, GeoJSON of what has a place. */
export function exportRoutes(app: App, { state, series, now }: AppParts): void {
  const file = <Row, Own extends Filters>(
    path: string,
    type: keyof typeof KINDS,
    what: string,
    filters: Own,
    read: (asked: AskedOf<Own>) => Promise<Page<Row>>,
    write: (rows: Row[]) => string,
  ): void => {
    const { name, description, schema: written } = KINDS[type];
    const schema = {
      tags: ["files"],
      summary: `${what} as ${name}`,
      description: `${description} Where there are more, the header Link with rel="next" has the address of those behind.`,
      querystring: Type.Object({ ...ASKED, ...filters }),
      response: {
        ...failures,
        200: { description: "the file", headers: { Link: LINK }, content: { [type]: { schema: written } } },
      },
    };
    app.get(path, { schema }, async (request, reply: FastifyReply) => {
      const given = request.query as AskedOf<Own> & { limit?: number };
      const asked: AskedOf<Own> = { ...given, limit: given.limit ?? MOST_ROWS };
      const { items, next } = await answerPage(request.url, () => read(asked));
      if (next !== undefined) reply.header("link", `<${next}>; rel="next"`);
      return reply
        .type(`${type}; charset=utf-8`)
        .header("content-disposition", `attachment; filename="${path.slice(path.lastIndexOf("/") + 1)}"`)
        .send(write(items));
    });
  };
  const csv = <Row, Own extends Filters>(
    what: string,
    filters: Own,
    read: (asked: AskedOf<Own>) => Promise<Page<Row>>,
    columns: Parameters<typeof toCsv<Row>>[1],
  ): void => file(`/api/${what.toLowerCase()}.csv`, "text/csv", what, filters, read, (rows) => toCsv(rows, columns));
  const geo = <Row, Own extends Filters>(
    what: string,
    filters: Own,
    read: (asked: AskedOf<Own>) => Promise<Page<Row>>,
    placed: (row: Row) => Placed[],
  ): void =>
    file(`/api/${what.toLowerCase()}.geojson`, "application/geo+json", what, filters, read, (rows) =>
      JSON.stringify(toGeoJson(rows.flatMap(placed))),
    );

  const suspects = (asked: AskedOf<typeof SUSPECT_FILTERS>): Promise<Page<Suspect>> =>
    readSuspectPage(state.reading, series, asked, now());
  const sensors = (asked: AskedOf<typeof SENSOR_FILTERS>): Promise<Page<Sensor>> =>
    readSensorPage(state.reading, asked, now());
  csv("Suspects", SUSPECT_FILTERS, suspects, SUSPECT_COLUMNS);
  csv("Sensors", SENSOR_FILTERS, sensors, SENSOR_COLUMNS);
  csv("Cameras", {}, (asked) => readCameraPage(state.reading, asked), CAMERA_COLUMNS);
  csv("Alerts", ALERT_FILTERS, (asked) => readAlertPage(state.reading, asked), ALERT_COLUMNS);
  geo("Suspects", SUSPECT_FILTERS, suspects, placedSuspect);
  geo("Sensors", SENSOR_FILTERS, sensors, placedSensor);
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
  place: (row: Camera) => row.onSite?.place,
  filed: (row: Camera) => row.onSite?.filed,
  filingNumber: (row: Camera) => row.onSite?.filingNumber,
  sign: (row: Camera) => row.onSite?.sign,
  decision: (row: Camera) => row.decision?.decision,
  reopenedAt: (row: Camera) => row.reopened?.at,
};
const ALERT_COLUMNS = {
  alertId: (row: Alert) => row.alertId,
  venueId: (row: Alert) => row.venueId,
  suspectId: (row: Alert) => row.suspectId,
  suspicion: (row: Alert) => row.suspicion,
  band: (row: Alert) => row.band,
  cameraId: (row: Alert) => row.camera?.cameraId,
  category: (row: Alert) => row.camera?.category,
  step: (row: Alert) => row.camera?.step,
  state: (row: Alert) => row.state,
  stage: (row: Alert) => row.stage,
  assignee: (row: Alert) => row.assignee,
  dueAt: (row: Alert) => row.dueAt,
  snoozedUntil: (row: Alert) => row.snoozedUntil,
  document: (row: Alert) => row.document,
  authorisedUntil: (row: Alert) => row.authorisedUntil,
  openedAt: (row: Alert) => row.openedAt,
  raisedAt: (row: Alert) => row.raisedAt,
  endedAt: (row: Alert) => row.endedAt,
  closedAt: (row: Alert) => row.closedAt,
  closedBy: (row: Alert) => row.closedBy,
  reason: (row: Alert) => row.reason,
  delivery: (row: Alert) => row.delivery,
};
