import type { ServerResponse } from "node:http";
import { may } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { Type } from "typebox";
import { venuesIn } from "../people/scope.ts";
import type { Identity } from "../people/sessions.ts";
import type { StateTables } from "../store/state/tables.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import type { LiveEvent } from "../live/live-stream.ts";
import { failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { Refusal } from "./refusal.ts";
import type { StreamSeats } from "./stream-seats.ts";

const EVENT_STREAM = "text/event-stream; charset=utf-8";
const HEARTBEAT_MS = 15_000;
/** After this the client comes back by itself, and its session is looked at again. */
const LIFE_MS = 15 * 60_000;
/** A client that leaves this much unread is dropped; it comes back and catches up. */
const MOST_UNREAD_BYTES = 512 * 1024;

const frame = (event: LiveEvent): string => `id: ${event.id}\nevent: ${event.kind}\ndata: ${event.data}\n\n`;

interface Listener {
  write: (octets: Buffer | string) => void;
  /** Which events go to it; absent: all, and then none is looked at. */
  sees: ((event: LiveEvent) => boolean) | undefined;
}

/** Which events somebody sees: those of the venues that the account reaches, and evidence where a role of it sees evidence. */
async function seenBy(db: Kysely<StateTables>, { roles, scope }: Identity): Promise<Listener["sees"]> {
  const venues = await venuesIn(db, scope);
  const seesEvidence = may(roles, "seeEvidence");
  if (venues === undefined && seesEvidence) return undefined;
  return ({ kind, venueId }) =>
    kind === "reset" ||
    ((seesEvidence || kind === "sensor" || kind === "outage") &&
      (venues === undefined || (venueId !== undefined && venues.has(venueId))));
}

/** Live changes as server-sent events (WHATWG HTML, 9.2). */
export function streamRoutes(app: App, { state, stream }: AppParts, seats: StreamSeats): void {
  const open = new Set<Listener>();
  app.addHook("preClose", () => seats.endAll());

  // What is told is spelt once for all who listen, and what is told in one breath goes out in one write.
  let waiting: LiveEvent[] = [];
  const tellAll = (): void => {
    const events = waiting.map((event) => ({ event, text: frame(event) }));
    waiting = [];
    const octets = Buffer.from(events.map(({ text }) => text).join(""));
    for (const { write, sees } of open) {
      if (sees === undefined) write(octets);
      else {
        const text = events.flatMap(({ event, text: own }) => (sees(event) ? own : [])).join("");
        if (text !== "") write(text);
      }
    }
  };
  const hear = (event: LiveEvent): void => {
    if (waiting.length === 0) setImmediate(tellAll);
    waiting.push(event);
  };
  let silence: (() => void) | undefined;

  const schema = {
    tags: ["stream"],
    ...forRoles("anything", "list"),
    summary: "Live changes, text/event-stream; takes Last-Event-ID",
    description:
      "Server-sent events (WHATWG HTML, 9.2). `event` is suspect, sensor, camera or alert and `data` the row as its list shows it; `reset` says that too much was missed and everything must be read anew. `id` rises; a client that comes back with it as Last-Event-ID is told what it missed. It ends when its session does; so many per account and address (503).",
    ...mayAnswer("too-many-listeners"),
    response: {
      ...failures,
      200: { description: "the stream", content: { "text/event-stream": { schema: Type.String() } } },
    },
  };
  app.get("/api/stream", { schema }, async (request, reply) => {
    const { identity } = request;
    if (identity === undefined) throw new Refusal(401, "sign-in-needed", "sign in first");
    // Fastify answers HEAD by this too: it would wait for an end, and hold a seat, for a body that never comes.
    if (request.method === "HEAD") {
      reply.type(EVENT_STREAM).header("cache-control", "no-store").send("");
      return;
    }
    const response: ServerResponse = reply.raw;
    const sees = await seenBy(state.reading.db, identity);
    const leave = seats.take(identity, request.ip, () => response.end());
    const headers = reply.getHeaders();
    reply.hijack();
    response.writeHead(200, {
      ...headers,
      "content-type": EVENT_STREAM,
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    } as Record<string, string>);
    const write = (text: string | Buffer): void => {
      response.write(text);
      if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
    };

    write("retry: 2000\n\n");
    const last = request.headers["last-event-id"];
    if (last !== undefined)
      write(
        stream
          .since(Number(last))
          .filter((event) => sees?.(event) ?? true)
          .map(frame)
          .join(""),
      );
    // What still waits for the others was in `since` already; told twice, its id says so.
    const listener = { write, sees };
    open.add(listener);
    silence ??= stream.listen(hear);
    const heartbeat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
    const life = setTimeout(() => response.end(), LIFE_MS);
    response.on("close", () => {
      clearInterval(heartbeat);
      clearTimeout(life);
      leave();
      open.delete(listener);
      if (open.size > 0) return;
      silence?.();
      silence = undefined;
    });
  });
}
