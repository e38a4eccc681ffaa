import type { ServerResponse } from "node:http";
import { Type } from "typebox";
import type { App, AppParts } from "./app-parts.ts";
import type { LiveEvent } from "../live/live-stream.ts";
import { failures } from "./named-schemas.ts";
import { Refusal } from "./refusal.ts";

const MOST_CLIENTS = 64;
const HEARTBEAT_MS = 15_000;
/** After this the client comes back by itself, and its session is looked at again. */
const LIFE_MS = 15 * 60_000;
/** A client that leaves this much unread is dropped; it comes back and catches up. */
const MOST_UNREAD_BYTES = 512 * 1024;

/** Live changes as server-sent events (WHATWG HTML, 9.2). */
export function streamRoutes(app: App, { stream }: AppParts): void {
  const open = new Set<ServerResponse>();
  app.addHook("preClose", () => {
    for (const response of open) response.end();
  });

  const schema = {
    tags: ["stream"],
    summary: "Live changes, text/event-stream; takes Last-Event-ID",
    description:
      "Server-sent events (WHATWG HTML, 9.2). `event` is suspect, sensor, camera or alert and `data` the row as its list shows it; `reset` says that too much was missed and everything must be read anew. `id` rises; a client that comes back with it as Last-Event-ID is told what it missed.",
    response: {
      ...failures,
      200: { description: "the stream", content: { "text/event-stream": { schema: Type.String() } } },
    },
  };
  app.get("/api/stream", { schema }, (request, reply) => {
    if (open.size >= MOST_CLIENTS) throw new Refusal(503, "too-many-listeners", "too many listeners; try again later");
    const headers = reply.getHeaders();
    reply.hijack();
    const response = reply.raw;
    response.writeHead(200, {
      ...headers,
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    } as Record<string, string>);
    const write = (text: string): void => {
      response.write(text);
      if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
    };
    const send = (event: LiveEvent): void => write(`id: ${event.id}\nevent: ${event.kind}\ndata: ${event.data}\n\n`);

    write("retry: 2000\n\n");
    const last = request.headers["last-event-id"];
    if (last !== undefined) for (const event of stream.since(Number(last))) send(event);
    const silence = stream.listen(send);
    const heartbeat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
    const life = setTimeout(() => response.end(), LIFE_MS);
    open.add(response);
    response.on("close", () => {
      silence();
      clearInterval(heartbeat);
      clearTimeout(life);
      open.delete(response);
    });
  });
}
