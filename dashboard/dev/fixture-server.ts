import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type AirSurvey,
  type VenueNetworks,
  type Alert,
  type AlertSteps,
  CONTRACT_VERSION,
  TIME_STEP_MS,
  type FloorDrawing,
  type HearingRow,
  type MaintenanceWindow,
  type Readiness,
  type StreamEvent,
  type TimeStep,
} from "@probewarden/contract";
import { ID_OF, LIST_OF, type LiveList } from "../src/api/live-rows.ts";
import { upsertRow } from "../src/api/upsert-row.ts";
import { ROLES, type Role } from "@probewarden/contract/figures";
import { cameras, recordOf } from "./fixture-cameras.ts";
import * as data from "./fixture-data.ts";
import { detail, levels } from "./fixture-detail.ts";
import { commands, fleet } from "./fixture-fleet.ts";
import { plan, releases, rollout } from "./fixture-updates.ts";
import { newcomers } from "./fixture-newcomers.ts";
import { networks } from "./fixture-networks.ts";
import { survey } from "./fixture-survey.ts";
import { claimCode, PHOTO, setups, siteCode, heardNow } from "./fixture-setups.ts";
import { FixtureChannels } from "./fixture-channels.ts";
import { FixtureWalks } from "./fixture-walk.ts";
import { FixtureAlerts } from "./fixture-alerts.ts";
import { alertCounts, filteredAlerts } from "./fixture-inbox.ts";
import * as own from "./fixture-own.ts";
import { sensorTimes, suspectPast, venueDays, suspectPresence, suspectTimes } from "./fixture-past.ts";

/** Their names hold a hash of their content. */
const KEPT = /^\/assets\//;
const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const PLAN = fileURLToPath(new URL("../../configs/demo/plan.svg", import.meta.url));
/** The floor of the made-up venue on which somebody has drawn. */
export const DRAWN_FLOOR = "/api/venues/venue-demo/floors/floor-b1/drawing";
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".otf": "font/otf",
};
// As the collector's own, in as far as the screens meet it.
const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";

/** What the made-up collector shows: a venue at work, an empty or calm one, one that fails, one that never answers, nobody signed in. */
export const MODES = ["full", "empty", "calm", "failed", "slow", "signed-out"] as const;
export type Mode = (typeof MODES)[number];

/** Serves the built dashboard with made-up data, to look at the screens, and to test them, without a collector. */
export class FixtureServer {
  /** Paths that answer 500 although the mode is not `failed`. */
  readonly failing = new Set<string>();
  /** Paths of what there is not. */
  readonly gone = new Set<string>();
  /** Paths that never answer although the mode is not `slow`. */
  readonly silent = new Set<string>();
  /** Paths of lists of which there is more than what is answered. */
  readonly cut = new Set<string>();
  /** Lists of so many rows that they are answered in pages, by their paths. */
  readonly long = new Map<string, readonly object[]>();
  /** Who is signed in, where it is not the demo that signs in by itself. */
  person: string | undefined;
  /** Whether a role of that person takes a second step, which is not set up. */
  needsSecondStep = false;
  /** What that person may do. */
  roles: readonly Role[] = ROLES;
  /** What is wrong with the made-up collector itself. */
  faults: Readiness["faults"] = [];
  /** What is in the air of a venue. */
  survey: AirSurvey = survey;
  /** The list of a venue's own access points, and what is heard beside it. */
  networks: VenueNetworks = networks;
  /** What a sensor answers who asks for a level. */
  hearing: HearingRow = heardNow;
  /** Channels as people keep them. */
  channels = new FixtureChannels(own.channels);
  /** What is drawn on floors, by the path of the floor; and which version of it that is. */
  readonly drawings = new Map<string, { drawing: FloorDrawing; version: number }>([
    [DRAWN_FLOOR, { drawing: own.drawing, version: 1 }],
  ]);
  /** Calibrations of floors, and walks. */
  walks = new FixtureWalks();
  /** Maintenance windows. */
  readonly maintenance: MaintenanceWindow[] = [];
  /** Alerts as people change them. */
  alerts = new FixtureAlerts(own.alerts);
  /** Requests that change something: method, path and body. */
  readonly changes: string[] = [];
  readonly #streams = new Set<ServerResponse>();
  /** What was told, by the path of its list; of alerts, what people did is kept with them. */
  readonly #told = new Map<string, object[]>();
  #server: Server | undefined;
  #lastId = 1_000;
  mode: Mode;

  constructor(mode: Mode = "full") {
    this.mode = mode;
  }

  /** Listens on a port of 127.0.0.1, a free one by default; resolves with its address. */
  async start(port = 0): Promise<string> {
    const dist = await readDist();
    this.#server = createServer((request, response) => {
      const { pathname: path, searchParams } = new URL(request.url ?? "/", "http://localhost");
      if (!path.startsWith("/api/")) {
        const file = extname(path) === "" ? "index.html" : path.slice(1);
        // Packed as the collector sends it, to whoever reads that.
        const packed = String(request.headers["accept-encoding"]).includes("br") ? dist.get(`${file}.br`) : undefined;
        if (packed !== undefined) response.setHeader("content-encoding", "br");
        const content = packed ?? dist.get(file);
        return content
          ? send(response, 200, TYPES[extname(file)] ?? "application/octet-stream", content, KEPT.test(path))
          : send(response, 404, "text/plain", "there is no such file");
      }
      if (request.method === "GET" && path.endsWith("/photo")) return send(response, 200, "image/svg+xml", PHOTO);
      if (request.method === "GET" && path.endsWith("/plan"))
        return void readFile(PLAN).then((plan) => send(response, 200, "image/svg+xml", plan));
      if (request.method === "GET" && path.endsWith("/drawing") && this.mode !== "failed") {
        const { drawing, version } = this.#drawn(path);
        response.setHeader("etag", `"v${version}"`);
        return sendJson(response, 200, drawing);
      }
      if (path === "/api/stream" && this.mode !== "failed")
        return this.#openStream(response, request.headers["last-event-id"]);
      if (
        request.method === "GET" &&
        path.includes("/time/") &&
        !this.long.has(path) &&
        this.mode === "full" &&
        !this.failing.has(path)
      )
        return sendJson(response, 200, past(path, searchParams));
      if (request.method === "GET") return this.#answer(response, path, searchParams);
      const body: Buffer[] = [];
      request.on("data", (chunk: Buffer) => body.push(chunk));
      request.on("end", () => {
        if (this.mode === "signed-out")
          return sendJson(response, 401, {
            // Whoever is called so has a second step.
            code: Buffer.concat(body).includes("second") ? "code-needed" : "wrong-sign-in",
            detail: "wrong",
            id: "error-ghijklmnopqr",
          });
        this.changes.push(`${request.method} ${path} ${Buffer.concat(body).toString("utf8")}`);
        const changed = this.channels.change(request.method, path, Buffer.concat(body).toString("utf8"));
        if (changed !== undefined && this.mode !== "failed") return sendJson(response, 200, changed);
        const announcedAt = /^\/api\/venues\/([^/]+)\/maintenance$/.exec(path)?.[1];
        if (announcedAt !== undefined) {
          const asked = JSON.parse(Buffer.concat(body).toString("utf8")) as { until: string; reason: string };
          const at = new Date().toISOString();
          const made = { windowId: "window-one", venueId: announcedAt, from: at, ...asked, by: "demo", at };
          this.maintenance.push(made);
          return sendJson(response, 200, made);
        }
        if (path === "/api/alerts/steps" && this.mode !== "failed" && !this.failing.has(path))
          return sendJson(
            response,
            200,
            this.alerts.take(JSON.parse(Buffer.concat(body).toString("utf8")) as AlertSteps),
          );
        const walked = this.walks.change(request.method, path, Buffer.concat(body).toString("utf8"));
        if (walked !== undefined) return sendJson(response, 200, walked);
        if (path.endsWith("/drawing"))
          return this.#draw(response, path, request.headers["if-match"], Buffer.concat(body).toString("utf8"));
        this.#answer(response, path);
      });
    }).listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Tells a row on the live stream. Who asks for its list afterwards, as a page does once its stream stands, is answered with it. */
  tell(kind: StreamEvent, row: object): void {
    if (kind !== "reset" && kind !== "alert") {
      const list = LIST_OF[kind];
      const id = ID_OF[list] as (row: object) => string;
      this.#told.set(`/api/${list}`, upsertRow(this.#told.get(`/api/${list}`) ?? [], row, id));
    }
    this.#lastId += 1;
    for (const stream of this.#streams)
      stream.write(`id: ${this.#lastId}\nevent: ${kind}\ndata: ${JSON.stringify(row)}\n\n`);
  }

  /** Goes away as a killed collector does: all connections break. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    this.#streams.clear();
    this.#told.clear();
    await closed;
  }

  /** Nothing is kept for clients that come back: they are told to ask for everything again. */
  #openStream(response: ServerResponse, lastEventId: unknown): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write("retry: 500\n\n");
    if (lastEventId !== undefined) response.write(`id: ${this.#lastId}\nevent: reset\ndata: {}\n\n`);
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }

  #drawn(path: string): { drawing: FloorDrawing; version: number } {
    return this.drawings.get(path) ?? { drawing: { walls: [], zones: [], cameras: [] }, version: 0 };
  }

  /** As the collector does it: whoever has not seen the latest version changes nothing. */
  #draw(response: ServerResponse, path: string, tag: string | undefined, body: string): void {
    const { version } = this.#drawn(path);
    if (tag !== `"v${version}"`)
      return sendJson(response, 412, { code: "changed-meanwhile", detail: "changed", id: "error-ghijklmnopqr" });
    this.drawings.set(path, { drawing: JSON.parse(body) as FloorDrawing, version: version + 1 });
    response.setHeader("etag", `"v${version + 1}"`);
    sendJson(response, 200, this.#drawn(path).drawing);
  }

  #answer(response: ServerResponse, path: string, asked = new URLSearchParams()): void {
    if ((this.mode === "slow" && path !== "/api/session") || this.silent.has(path)) return;
    if ((this.mode === "failed" && path !== "/api/session") || this.failing.has(path))
      return sendJson(response, 500, { code: "internal", detail: "the collector failed", id: "error-ghijklmnopqr" });
    const long = this.long.has(path) ? this.#withTold(path, this.long.get(path)!) : undefined;
    const own = this.gone.has(path) ? undefined : this.#answerTo(path, asked);
    const answer =
      path.startsWith("/api/alerts") && !path.endsWith("/steps")
        ? this.#answerInbox(path, asked)
        : long === undefined
          ? own
          : pageOf(long, path, asked);
    if (answer) sendJson(response, 200, answer);
    else sendJson(response, 404, { code: "not-found", detail: "there is no such thing", id: "error-ghijklmnopqr" });
  }

  /** Alerts are answered as the collector does it: filtered, counted, in pages. */
  #answerInbox(path: string, asked: URLSearchParams): object {
    const isNothing = this.mode === "empty" || this.mode === "calm";
    const all = isNothing ? [] : ((this.long.get("/api/alerts") as Alert[] | undefined) ?? this.alerts.rows);
    if (path.endsWith("/counts")) return alertCounts(all, asked);
    const page = pageOf(filteredAlerts(all, asked), path, asked);
    return this.cut.has(path) ? { ...page, more: true } : page;
  }

  #withTold(path: string, rows: readonly object[]): readonly object[] {
    const told = this.#told.get(path);
    if (told === undefined) return rows;
    const id = ID_OF[path.slice("/api/".length) as LiveList] as (row: object) => string;
    return told.reduce<readonly object[]>((all, row) => upsertRow(all, row, id), rows);
  }

  #answerTo(path: string, asked: URLSearchParams): object | undefined {
    const isCalm = this.mode === "calm";
    const list = (items: readonly object[]) => ({
      items: this.mode === "empty" ? [] : this.#withTold(path, items),
      ...(this.cut.has(path) ? { more: true } : {}),
    });
    switch (path) {
      case "/api/health":
        return {
          state: "ready",
          version: "0.1.0",
          contractVersion: CONTRACT_VERSION,
          demo: true,
          faults: this.faults,
        };
      case "/api/session":
        return this.mode === "signed-out"
          ? { signedIn: false, demo: false, needsFirstAccount: true }
          : {
              signedIn: true,
              demo: this.person === undefined,
              name: this.person ?? "demo",
              roles: this.roles,
              scope: { all: true },
              needsFirstAccount: false,
              ...(this.needsSecondStep ? { needsSecondStep: true } : {}),
            };
      case "/api/venues":
        return list(data.venues);
      case "/api/sensors":
        return list(isCalm ? data.sensors.filter((one) => one.state === "hearing") : data.sensors);
      case "/api/suspects":
        return list(isCalm ? [] : data.suspects);
      case "/api/cameras":
        return list(cameras);
      case "/api/fleet":
        return list(fleet);
      case "/api/releases":
        return list(releases);
      case "/api/rollouts":
        return list([{ ...rollout, sensors: undefined }]);
      case "/api/newcomers":
        return list(isCalm ? [] : newcomers);
      case "/api/approvals":
        return list(isCalm ? [] : own.approvals);
      case "/api/second-person":
        return list(own.secondPerson);
      case "/api/packages":
        return list(
          isCalm
            ? []
            : own.packages.filter(
                (one) => (one.cameraId ?? one.suspectId) === (asked.get("cameraId") ?? asked.get("suspectId")),
              ),
        );
      case "/api/packages/key":
        return own.evidenceKey;
      case "/api/maintenance":
        return list(isCalm ? [] : this.maintenance);
      case "/api/outages":
        return list(isCalm ? [] : own.outages);
      case "/api/collectors":
        return list(
          isCalm ? own.collectors.filter((one) => one.state === "ready" && one.faults.length === 0) : own.collectors,
        );
      case "/api/setups":
        return list(setups);
      case "/api/setups/claim":
        return setups[0];
      case "/api/people":
        return own.people;
      case "/api/people/invitations":
        return { token: "made-up-token", expiresAt: own.people.invitations[0]?.expiresAt };
      case "/api/audit":
        return list(own.auditLines);
      case "/api/audit/check":
        return own.auditReport;
      case "/api/channels":
        return list(this.mode === "full" ? this.channels.rows : []);
      case "/api/notices":
        return list(this.mode === "full" ? own.notices : []);
    }
    if (path.endsWith("/rollouts/plan")) return plan;
    if (/^\/api\/(venues\/[^/]+\/rollouts|rollouts\/[^/]+.*)$/.test(path)) return rollout;
    if (path.endsWith("/survey")) return this.survey;
    if (path.endsWith("/networks")) return this.networks;
    if (path.startsWith("/api/own/second-step")) return own.secondStepAnswers[path] ?? {};
    const calibrated = this.walks.read(path);
    if (calibrated !== undefined) return calibrated;
    if (path.endsWith("/tokens")) return own.tokens;
    if (path === "/api/own/sessions" || /^\/api\/people\/[^/]+\/sessions$/.test(path)) return list(own.personSessions);
    if (path.startsWith("/api/people/")) return own.people;
    if (/^\/api\/channels\/[^/]+\/test$/.test(path))
      return {
        ok: false,
        message: "refused it (310000)",
        code: "refused",
        facts: { error: 310_000 },
        said: "sign not match",
      };
    const recordOfAlert = /^\/api\/alerts\/([^/]+)\/steps$/.exec(path)?.[1];
    if (recordOfAlert !== undefined) return { items: this.alerts.record(recordOfAlert) };
    if (/^\/api\/newcomers\/[^/]+\/mark$/.test(path)) return newcomers[0];
    if (path.endsWith("/time/known")) return suspectPast("nobody", 0, Date.now());
    if (path.endsWith("/time/presence"))
      return { ...suspectPresence("nobody", 0, 0), listenedMinutes: [], heardMinutes: [] };
    if (path.includes("/time/")) return { items: [] };
    if (/^\/api\/venues\/[^/]+\/(floors\/[^/]+|place)$/.test(path)) return data.venues[0];
    if (path.endsWith("/ring")) return fleet[0];
    if (path.endsWith("/commands")) return list(commands);
    if (path.endsWith("/claim-code")) return claimCode;
    if (path.endsWith("/site-code")) return siteCode;
    if (/^\/api\/sensors\/[^/]+\/(photo|heard)$/.test(path)) return setups[0];
    if (path.endsWith("/hearing")) return { askId: this.hearing.askId, state: "asked" };
    if (/\/hearing\/[^/]+$/.test(path)) return this.hearing;
    if (/^\/api\/sensors\/[^/]+\/(place|name)$/.test(path)) return data.sensors[0];
    if (/^\/api\/sensors\/[^/]+\/residents$/.test(path)) return list(data.residents);
    const cameraId = /^\/api\/cameras\/([^/]+)\/(?:record|on-site|decision)$/.exec(path)?.[1];
    if (cameraId !== undefined) return recordOf(cameraId);
    const [, suspectId, what] = /^\/api\/suspects\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
    if (suspectId === undefined) return undefined;
    return what === "/levels" ? { items: levels(suspectId) } : detail(suspectId);
  }
}

/** The made-up venue, or one of its suspects, over time. */
function past(path: string, asked: URLSearchParams): object {
  const [from, to] = [Number(asked.get("from")), Number(asked.get("to"))];
  if (path.endsWith("/time/days")) return { items: venueDays(String(asked.get("from")), String(asked.get("to"))) };
  const step = TIME_STEP_MS[(asked.get("step") ?? "5m") as TimeStep];
  const [, suspectId, what] = /^\/api\/suspects\/([^/]+)\/time\/(\w+)$/.exec(path) ?? [];
  if (suspectId !== undefined)
    return what === "known" ? suspectPast(suspectId, from, to) : suspectPresence(suspectId, from, to);
  return { items: path.endsWith("suspects") ? suspectTimes(from, to, step) : sensorTimes(from, to, step) };
}

/** Rows of a page of the collector's lists, where nobody says how many. */
const PAGE = 100;
const PAGE_OF_VENUES = 500;

/** A page of a long list; its cursor is the number of the rows before. */
function pageOf(rows: readonly object[], path: string, asked: URLSearchParams): object {
  const limit = Number(asked.get("limit") ?? (path === "/api/venues" ? PAGE_OF_VENUES : PAGE));
  const end = Number(asked.get("after") ?? 0) + limit;
  const behind = new URLSearchParams(asked);
  behind.set("limit", String(limit));
  behind.set("after", String(end));
  return {
    items: rows.slice(end - limit, end),
    ...(rows.length > end ? { more: true, next: `${path}?${behind.toString()}` } : {}),
  };
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer, isKept = false): void {
  const caching = isKept ? "public, max-age=31536000, immutable" : "no-store";
  response.writeHead(status, { "content-type": type, "content-security-policy": POLICY, "cache-control": caching });
  response.end(body);
}
const sendJson = (response: ServerResponse, status: number, value: object): void =>
  send(response, status, "application/json", JSON.stringify(value));

/** The built dashboard, read once: a build that goes on meanwhile changes nothing. */
async function readDist(): Promise<Map<string, Buffer>> {
  const entries = await readdir(DIST, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, Buffer]> => [relative(DIST, file), await readFile(file)]),
    ),
  );
}
