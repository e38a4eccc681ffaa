import { chmod, mkdir, unlink } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import { LineConnection } from "./line-connection.ts";
import { IpcError } from "./socket-path.ts";

/** Milliseconds in which a peer must say which part it is. */
const HELLO_DEADLINE_MS = 5_000;

/** What the server tells its owner. A part that connects again replaces its former connection. */
export interface LineServerEvents {
  onConnect(part: string, hello: Record<string, unknown>): void;
  onMessage(part: string, message: unknown): void;
  onDisconnect(part: string, reason?: string): void;
}

/** The supervisor's end of the AF_UNIX socket between the parts of a sensor: each part says `{"type":"hello","part":…}` first. */
export class LineServer {
  /** Connections that were dropped, by reason: `line-too-long`, `not-json`, `unknown-part`, `no-hello`. */
  readonly refused: Record<string, number> = {};
  private readonly path: string;
  private readonly parts: readonly string[];
  private readonly events: LineServerEvents;
  private readonly connections = new Map<string, LineConnection>();
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  constructor(path: string, parts: readonly string[], events: LineServerEvents) {
    this.path = path;
    this.parts = parts;
    this.events = events;
  }

  /** Makes the runtime folder (mode 0700) and the socket (mode 0600). Throws {@link IpcError} when another supervisor holds it. */
  async start(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    await this.removeStale();
    const server = createServer((socket) => this.accept(socket));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) => reject(new IpcError(`${this.path}: cannot listen`, { cause })));
      server.listen(this.path, resolve);
    });
    await chmod(this.path, 0o600);
  }

  /** Sends to one part. False: it is not connected, or slow and the message waits. */
  send(part: string, message: { type: string }): boolean {
    return this.connections.get(part)?.send(message) ?? false;
  }

  isConnected(part: string): boolean {
    return this.connections.has(part);
  }

  /** Closes all connections after what waits was sent, and removes the socket. */
  async stop(): Promise<void> {
    const server = this.server;
    if (!server) return;
    this.server = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const connection of this.connections.values()) connection.close().catch(() => undefined);
    // A peer that reads no more must not hold up the stop.
    const timer = setTimeout(() => this.sockets.forEach((socket) => socket.destroy()), 500);
    await closed;
    clearTimeout(timer);
  }

  private accept(socket: Socket): void {
    let part: string | undefined;
    this.sockets.add(socket);
    const refuse = (reason: string): void => {
      this.count(reason);
      socket.destroy();
    };
    const deadline = setTimeout(() => refuse("no-hello"), HELLO_DEADLINE_MS);
    const connection: LineConnection = new LineConnection(socket, {
      onMessage: (message) => {
        if (part !== undefined) return this.events.onMessage(part, message);
        const hello = asHello(message);
        if (!hello || !this.parts.includes(hello.part)) return refuse("unknown-part");
        clearTimeout(deadline);
        part = hello.part;
        this.connections.get(part)?.destroy();
        this.connections.set(part, connection);
        this.events.onConnect(part, hello);
      },
      onClose: (reason) => {
        clearTimeout(deadline);
        this.sockets.delete(socket);
        if (reason) this.count(reason);
        if (part === undefined || this.connections.get(part) !== connection) return;
        this.connections.delete(part);
        this.events.onDisconnect(part, reason);
      },
    });
  }

  private count(reason: string): void {
    this.refused[reason] = (this.refused[reason] ?? 0) + 1;
  }

  /** A socket file that nobody answers on is left over from a supervisor that was killed. */
  private async removeStale(): Promise<void> {
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect(this.path);
      socket.once("connect", () => {
        socket.destroy();
        resolve("in-use");
      });
      socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    });
    if (outcome === "in-use") throw new IpcError(`${this.path}: another supervisor is running; stop it first`);
    if (outcome === "ECONNREFUSED") await unlink(this.path);
  }
}

function asHello(message: unknown): { part: string; [key: string]: unknown } | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const hello: { type?: unknown; part?: unknown } = message;
  return hello.type === "hello" && typeof hello.part === "string" ? { ...hello, part: hello.part } : undefined;
}
