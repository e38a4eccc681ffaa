import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isIP, type Socket } from "node:net";
import { CONTENT_POLICY } from "./render.ts";

/** All that one phone, or forty, may take of the box. */
const MOST_CONNECTIONS = 32;
const MOST_OF_ONE_ADDRESS = 8;
const MOST_BODY_OCTETS = 4_096;
const MOST_HEADER_OCTETS = 8_192;
/** Seconds for a request to arrive, and in which a connection may say nothing: a join waits for the collector. */
const REQUEST_SECONDS = 10;
const IDLE_SECONDS = 60;

/** What the page answers with. */
export interface PageAnswer {
  status: number;
  html: string;
}

export interface PageParts {
  /** Name of this machine: under it, and under its addresses, the page answers. */
  hostName: string;
  show: () => Promise<PageAnswer>;
  /** By the path that a form is sent to. */
  forms: Readonly<Record<string, (form: URLSearchParams) => Promise<PageAnswer>>>;
}

/**
 * The sensor's own page as a server: what comes in, and what keeps others out. It answers to the names and addresses of this machine (a page elsewhere could
 * have its name point here), takes a form from its own page only, and holds everything that a visitor can fill within bounds. No address is kept or logged.
 */
export function makePageServer(parts: PageParts): Server {
  const server = createServer({ maxHeaderSize: MOST_HEADER_OCTETS, keepAlive: false }, (request, response) => {
    answer(request, response, parts).catch(() => {
      if (!response.headersSent) plain(response, 500, "500");
      request.socket.destroy();
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.maxRequestsPerSocket = 1;
  server.headersTimeout = REQUEST_SECONDS * 1_000;
  server.requestTimeout = REQUEST_SECONDS * 1_000;
  server.timeout = IDLE_SECONDS * 1_000;
  // Counted while it is there, and forgotten with the connection.
  const of = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    const there = (of.get(address) ?? 0) + 1;
    of.set(address, there);
    socket.once("close", () => {
      const left = (of.get(address) ?? 1) - 1;
      if (left === 0) of.delete(address);
      else of.set(address, left);
    });
    if (there > MOST_OF_ONE_ADDRESS) socket.destroy();
  });
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: PageParts): Promise<void> {
  const { method, url = "", headers } = request;
  const host = headers.host ?? "";
  const isOurs = isOwnName(host, parts.hostName);
  if (method === "GET" || method === "HEAD") {
    // A phone in a hotspot asks for a page of its maker to see whether it is on the Internet, and shows what it is sent to.
    if (!isOurs || url !== "/") return moved(response, isOurs ? "/" : `http://${ownAddress(request)}/`);
    return page(response, await parts.show());
  }
  const take = method === "POST" && Object.hasOwn(parts.forms, url) ? parts.forms[url] : undefined;
  if (take === undefined) return plain(response, 404, "404");
  const { origin } = headers;
  if (!isOurs || (origin !== undefined && origin !== `http://${host}`)) return plain(response, 403, "403");
  if (headers["content-type"]?.split(";")[0] !== "application/x-www-form-urlencoded")
    return plain(response, 415, "415");
  const body = await bodyOf(request);
  if (body === undefined) {
    plain(response, 413, "413");
    request.destroy();
    return;
  }
  return page(response, await take(new URLSearchParams(body)));
}

/** An address in digits can point nowhere else; of names only this machine's, with the number that mDNS puts behind the second of a name. */
function isOwnName(host: string, hostName: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (isIP(name.replace(/^\[|\]$/g, "")) !== 0 || name === "localhost") return true;
  const [own = "", ...rest] = name.split(".");
  const isLocal = rest.length === 0 || (rest.length === 1 && rest[0] === "local");
  return isLocal && own.replace(/-\d{1,3}$/, "") === hostName.toLowerCase().replace(/-\d{1,3}$/, "");
}

/** Where this request came in, as a browser writes it. */
function ownAddress({ socket }: IncomingMessage): string {
  const address = (socket.localAddress ?? "127.0.0.1").replace(/^::ffff:/, "");
  const host = address.includes(":") ? `[${address}]` : address;
  return socket.localPort === 80 ? host : `${host}:${socket.localPort}`;
}

/** Undefined where it is longer than any form of ours. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let octets = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    octets += part.length;
    if (octets > MOST_BODY_OCTETS) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

const HEADERS = {
  "cache-control": "no-store",
  connection: "close",
  "content-security-policy": CONTENT_POLICY,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // A form's Origin would be "null" with no-referrer.
  "referrer-policy": "same-origin",
};

function page(response: ServerResponse, { status, html }: PageAnswer): void {
  response.writeHead(status, { ...HEADERS, "content-type": "text/html; charset=utf-8" }).end(html);
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...HEADERS, "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

function moved(response: ServerResponse, location: string): void {
  response.writeHead(302, { ...HEADERS, location }).end();
}

/** What a form of this page carries, so that no other page's form is taken. It changes with each start. */
export class FormToken {
  readonly #token = randomBytes(16).toString("hex");

  get text(): string {
    return this.#token;
  }

  isOurs(said: string): boolean {
    const [one, other] = [Buffer.from(said), Buffer.from(this.#token)];
    return one.length === other.length && timingSafeEqual(one, other);
  }
}
