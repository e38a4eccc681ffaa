import type { FastifyReply } from "fastify";
import type { App } from "./app-parts.ts";
import { codingFor, pack, packedTag, type Coding } from "./packing.ts";

declare module "fastify" {
  interface FastifyReply {
    /** Packs this answer, where somebody who asked before may have had it packed already. */
    packed: ((coding: Coding) => Promise<Buffer>) | undefined;
  }
}

/** Below this an answer fits into one packet of any network anyway. */
const LEAST_BYTES = 1_024;
/** What is text by its kind: JSON in all its forms, CSV, SVG, the metrics. Other images are packed already. */
const PACKABLE = /^(?:text\/(?!event-stream)|application\/(?:[\w.-]+\+)?json|image\/svg\+xml)/;

/**
 * Sends answers as small as whoever asks can read them. A stream goes out as it comes: what is live waits for no block to fill, and the files of
 * the dashboard were packed when they were built. Added before the tags: one that is made of an answer is made of the octets that are sent.
 */
export function packAnswers(app: App): void {
  app.decorateReply("packed", undefined);
  app.addHook("onSend", async (request, reply, payload: unknown) => {
    if (!isPackable(reply, payload)) return payload;
    // What lies between must not give one client what was packed for another.
    addVary(reply, "accept-encoding");
    const coding = codingFor(request.headers["accept-encoding"]);
    if (coding === undefined || Buffer.byteLength(payload) < LEAST_BYTES) return payload;
    const etag = reply.getHeader("etag");
    if (typeof etag === "string") {
      const tag = packedTag(etag, coding);
      reply.header("etag", tag);
      // It is answered with 304 and no body.
      if (request.headers["if-none-match"]?.replace(/^W\//, "") === tag) return payload;
    }
    const octets = await (reply.packed?.(coding) ?? pack(payload, coding));
    reply.header("content-encoding", coding).removeHeader("content-length");
    return octets;
  });
}

const isPackable = (reply: FastifyReply, payload: unknown): payload is string | Buffer =>
  (typeof payload === "string" || Buffer.isBuffer(payload)) &&
  !reply.hasHeader("content-encoding") &&
  PACKABLE.test(String(reply.getHeader("content-type") ?? ""));

function addVary(reply: FastifyReply, name: string): void {
  const before = reply.getHeader("vary");
  reply.header("vary", before === undefined ? name : `${String(before)}, ${name}`);
}
