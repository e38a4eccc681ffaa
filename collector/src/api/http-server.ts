import type { EventEmitter } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import type { FastifyServerFactory } from "fastify";
import { networkOf } from "../people/network-of.ts";
import { isLoopback } from "./guard.ts";

/** What a connection may take and how many there may be. */
export interface ServerLimits {
  /** TLS must be agreed on in this time. */
  handshakeMs: number;
  /** A request must have arrived, headers and body, in these times; answers may stream for longer. */
  headersMs: number;
  requestMs: number;
  /** A connection that asked and was answered may stay so long for the next request. */
  keepAliveMs: number;
  /** No octet in either direction for so long ends any connection; a live stream says something every 15 s. */
  idleMs: number;
  /** How often the times are looked at. */
  checkMs: number;
  connections: number;
  /** Of one address (IPv6: one /64). Loopback and proxies of ours are not counted: everybody comes from there. */
  connectionsEach: number;
}

export const SERVER_LIMITS: ServerLimits = {
  handshakeMs: 10_000,
  headersMs: 10_000,
  requestMs: 20_000,
  keepAliveMs: 30_000,
  idleMs: 60_000,
  checkMs: 2_000,
  connections: 4_096,
  connectionsEach: 256,
};

/** Makes the server that listens: whoever connects and says nothing, or says it slowly, is let go, and nobody holds all places. */
export function serverFactory(
  tls: { cert: Buffer; key: Buffer } | undefined,
  limits: ServerLimits = SERVER_LIMITS,
  isProxy: (address: string, hop: number) => boolean = () => false,
): FastifyServerFactory {
  return (handler) => {
    const options = {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
    };
    const server = tls
      ? createHttpsServer({ ...tls, ...options, handshakeTimeout: limits.handshakeMs, minVersion: "TLSv1.2" }, handler)
      : createHttpServer(options, handler);
    server.timeout = limits.idleMs;
    server.maxConnections = limits.connections;
    limitEach(server, limits.connectionsEach, (address) => isLoopback(address) || isProxy(address, 0));
    return server;
  };
}

/** Lets each address have so many connections at a time, but for those that stand for many. */
export function limitEach(
  server: EventEmitter,
  connectionsEach: number,
  standsForMany: (address: string) => boolean = isLoopback,
): void {
  const open = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    if (standsForMany(address)) return;
    const network = networkOf(address);
    const count = (open.get(network) ?? 0) + 1;
    if (count > connectionsEach) {
      socket.destroy();
      return;
    }
    open.set(network, count);
    socket.once("close", () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
  });
}
