import type { Camera, Sensor, Suspect, Venue } from "@probewarden/contract";
import type { FastifyReply } from "fastify";
import { Type, type Static, type TSchema } from "typebox";
import { readAlertPage } from "../alerts/read-alerts.ts";
import { readNotices } from "../alerts/notify/read-notices.ts";
import { readOutagePage } from "../alerts/read-outages.ts";
import { readCameraPage } from "../cameras/read-cameras.ts";
import { readAuditPage } from "../people/read-audit.ts";
import { readFleetPage } from "../fleet/read-fleet.ts";
import { readDeletions } from "../health/deletions.ts";
import { readNewcomerPage } from "../newcomers/read-newcomers.ts";
import type { Identity } from "../people/sessions.ts";
import { readSensorPage } from "../sensors/read-sensors.ts";
import { readSetups } from "../sensors/setup/read-setups.ts";
import { readSuspectPage } from "../suspects/read-suspects.ts";
import type { Page } from "../store/state/page-cursor.ts";
import { readVenuePage } from "../venues/read-venues.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf } from "./bounded-list.ts";
import { AUDIT_FILTERS } from "./audit.ts";
import { noted } from "./noted-reads.ts";
import { toCsv } from "./csv.ts";
import {
  ALERT_COLUMNS,
  AUDIT_COLUMNS,
  CAMERA_COLUMNS,
  DELETION_COLUMNS,
  FLEET_COLUMNS,
  NEWCOMER_COLUMNS,
  NOTICE_COLUMNS,
  OUTAGE_COLUMNS,
  SENSOR_COLUMNS,
  SETUP_COLUMNS,
  SUSPECT_COLUMNS,
  VENUE_COLUMNS,
} from "./export-columns.ts";
import { locatedVenue, placedCameras, placedSensor, placedSuspect } from "./export-places.ts";
import { toEarthGeoJson, toGeoJson } from "./geojson.ts";
import {
  ALERT_FILTERS,
  NEWCOMER_FILTERS,
  NOTICE_FILTERS,
  OF_VENUE,
  OUTAGE_FILTERS,
  SENSOR_FILTERS,
  SUSPECT_FILTERS,
} from "./list-filters.ts";
import { failures } from "./named-schemas.ts";

/** Most rows of a file, the first in the order of the list. Behind it the header `Link` leads on (RFC 8288), as `next` does in the list. */
const MOST_ROWS = 2_000;

/** What any file may be asked for; a list's own filters are those of its file too. */
const ASKED = {
  after: afterCursor,
  limit: limitOf(MOST_ROWS),
};
interface Asked {
  after?: string;
  limit: number;
  within: Identity["scope"];
}
type Filters = Record<string, TSchema>;
type AskedOf<Own extends Filters> = Asked & { [name in keyof Own]?: Static<Own[name]> };

/** Lists of our own boxes and of ourselves: no evidence stands in them. */
const OURS: ReadonlySet<string> = new Set(["Sensors", "Outages", "Deletions", "Venues", "Notices", "Setups", "Fleet"]);

/** Lists that only those may read who may do this. */
const RIGHTS: ReadonlyMap<string, "audit" | "seeSettings"> = new Map([
  ["Audit", "audit"],
  ["Notices", "seeSettings"],
]);

const LINK = {
  type: "string",
  description: 'where there are more rows: the address of those behind, with rel="next" (RFC 8288)',
};

/** The files' form (RFC 7946), for who reads their description; they are written as text. */
const FEATURES = {
  type: Type.Literal("FeatureCollection"),
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
};
const KINDS = {
  csv: {
    type: "text/csv",
    name: "CSV",
    schema: Type.String({ description: "RFC 4180, the header first" }),
    description: `At most ${MOST_ROWS} rows of the list, in its order. No cell is a formula, and what cannot be seen is written as an escape.`,
  },
  onFloor: {
    type: "application/geo+json",
    name: "GeoJSON",
    schema: Type.Unsafe<string>(
      Type.Object({
        ...FEATURES,
        coordinates: Type.String({ description: "what the coordinates are" }),
        crs: Type.Object({ type: Type.Literal("name"), properties: Type.Object({ name: Type.String() }) }),
      }),
    ),
    description: `Those of at most ${MOST_ROWS} rows of the list that have a place. Coordinates are metres on the floor's plan, not longitude and latitude: the member crs says so.`,
  },
  onEarth: {
    type: "application/geo+json",
    name: "GeoJSON",
    schema: Type.Unsafe<string>(Type.Object(FEATURES)),
    description: `Those of at most ${MOST_ROWS} rows of the list of which somebody has said where they are. Coordinates are longitude and latitude, WGS 84.`,
  },
} as const;

/** Lists as files for other programs: CSV of all, GeoJSON of what has a place. */
export function exportRoutes(app: App, { state, series, now }: AppParts): void {
  const file = <Row, Own extends Filters>(
    path: string,
    kind: keyof typeof KINDS,
    what: string,
    filters: Own,
    read: (asked: AskedOf<Own>) => Promise<Page<Row>>,
    write: (rows: Row[]) => string | Promise<string>,
  ): void => {
    const isOurs = OURS.has(what);
    const right = RIGHTS.get(what);
    const { type, name, description, schema: written } = KINDS[kind];
    const schema = {
      tags: ["files"],
      ...(right !== undefined
        ? forRoles(right, "all")
        : forRoles(isOurs ? "anything" : "takeEvidenceAway", what === "Deletions" ? "none" : "list")),
      ...(isOurs ? {} : noted("file-taken", "every-time")),
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
      const asked: AskedOf<Own> = { ...given, ...within(request), limit: given.limit ?? MOST_ROWS };
      const { items, next } = await answerPage(request.url, () => read(asked));
      if (next !== undefined) reply.header("link", `<${next}>; rel="next"`);
      return reply
        .type(`${type}; charset=utf-8`)
        .header("content-disposition", `attachment; filename="${path.slice(path.lastIndexOf("/") + 1)}"`)
        .send(await write(items));
    });
  };
  const csv = <Row, Own extends Filters>(
    what: string,
    filters: Own,
    read: (asked: AskedOf<Own>) => Promise<Page<Row>>,
    columns: Parameters<typeof toCsv<Row>>[1],
  ): void => file(`/api/${what.toLowerCase()}.csv`, "csv", what, filters, read, (rows) => toCsv(rows, columns));
  const geo = <Row, Own extends Filters>(
    what: string,
    kind: "onFloor" | "onEarth",
    filters: Own,
    read: (asked: AskedOf<Own>) => Promise<Page<Row>>,
    collected: (rows: Row[]) => object | Promise<object>,
  ): void =>
    file(`/api/${what.toLowerCase()}.geojson`, kind, what, filters, read, async (rows) =>
      JSON.stringify(await collected(rows)),
    );

  const suspects = (asked: AskedOf<typeof SUSPECT_FILTERS>): Promise<Page<Suspect>> =>
    readSuspectPage(state.reading, series, asked, now());
  const venues = (asked: AskedOf<Record<never, never>>): Promise<Page<Venue>> => readVenuePage(state.reading, asked);
  const sensors = (asked: AskedOf<typeof SENSOR_FILTERS>): Promise<Page<Sensor>> =>
    readSensorPage(state.reading, asked, now());
  const cameras = (asked: AskedOf<typeof OF_VENUE>): Promise<Page<Camera>> => readCameraPage(state.reading, asked);
  csv("Suspects", SUSPECT_FILTERS, suspects, SUSPECT_COLUMNS);
  csv("Venues", {}, venues, VENUE_COLUMNS);
  csv("Sensors", SENSOR_FILTERS, sensors, SENSOR_COLUMNS);
  csv("Cameras", OF_VENUE, cameras, CAMERA_COLUMNS);
  csv("Alerts", ALERT_FILTERS, (asked) => readAlertPage(state.reading, asked), ALERT_COLUMNS);
  csv("Outages", OUTAGE_FILTERS, (asked) => readOutagePage(state.reading, asked), OUTAGE_COLUMNS);
  csv("Newcomers", NEWCOMER_FILTERS, (asked) => readNewcomerPage(state.reading, asked), NEWCOMER_COLUMNS);
  csv("Deletions", {}, ({ limit, after }) => readDeletions(state.reading, limit, after), DELETION_COLUMNS);
  csv("Audit", AUDIT_FILTERS, (asked) => readAuditPage(state.reading, asked), AUDIT_COLUMNS);
  csv("Notices", NOTICE_FILTERS, (asked) => readNotices(state.reading, asked), NOTICE_COLUMNS);
  csv("Setups", OF_VENUE, (asked) => readSetups(state.reading, asked, now()), SETUP_COLUMNS);
  csv("Fleet", OF_VENUE, (asked) => readFleetPage(state.reading, asked, now()), FLEET_COLUMNS);
  geo("Suspects", "onFloor", SUSPECT_FILTERS, suspects, (rows) => toGeoJson(rows.flatMap(placedSuspect)));
  geo("Sensors", "onFloor", SENSOR_FILTERS, sensors, (rows) => toGeoJson(rows.flatMap(placedSensor)));
  geo("Cameras", "onFloor", OF_VENUE, cameras, async (rows) => toGeoJson(await placedCameras(state.reading.db, rows)));
  geo("Venues", "onEarth", {}, venues, (rows) => toEarthGeoJson(rows.flatMap(locatedVenue)));
}
