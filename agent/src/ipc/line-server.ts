import { chmod, unlink } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import { makeFolder } from "@probewarden/cli";
import { isBeat } from "./beat.ts";
import { readHello, type Hello } from "./hello.ts";
import { LineConnection } from "./line-connection.ts";
import { takeNumber, type Confirmation, type LineOrigin } from "./numbered-line.ts";
import { IpcError } from "./socket-path.ts";

/** Milliseconds in which a peer must say which part it is. */
const HELLO_DEADLINE_MS = 5_000;

/** What the server tells its owner. A part that connects again replaces its former connection. */
export interface LineServerEvents {
  onConnect(part: string, hello: Hello): void;
  /** With an origin the part keeps the line until {@link LineServer.confirm}, and may send it again. */
  onMessage(part: string, message: unknown, origin?: LineOrigin): void;
  /** A sign of life: the part has nothing to tell, and its event loop turns. */
  onBeat?(part: string): void;
  onDisconnect(part: string, reason?: string): void;
}

/** A connected part. */
interface Peer {
  connection: LineConnection;
  run: string;
  /** Lines whose confirmation goes out at the end of this turn. */
  confirmed: number[];
}

/** The supervisor's end of the AF_UNIX socket between the parts of a sensor: each part says `{"type":"hello","part":…,"run":…}` first. */
export class LineServer {
  /** Connections that were dropped, by reason: `line-too-long`, `not-json`, `not-numbered`, `unknown-part`, `no-hello`. */
  readonly refused: Record<string, number> = {};
  private readonly path: string;
  private readonly parts: readonly string[];
  private readonly events: LineServerEvents;
  private readonly peers = new Map<string, Peer>();
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  constructor(path: string, parts: readonly string[], events: LineServerEvents) {
    this.path = path;
    this.parts = parts;
    this.events = events;
  }

  /** Makes the runtime folder (mode 0700) and the socket (mode 0600). Throws {@link IpcError} when another supervisor holds it. */
  async start(): Promise<void> {
    makeFolder(dirname(this.path), 0o700);
    await this.removeStale();
    const server = createServer((socket) => this.accept(socket));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause: NodeJS.ErrnoException) => {
        const text = `${this.path}: nobody can listen there (${cause.code}); runtimeDir must be a folder of this user's`;
        reject(new IpcError(text, { cause }));
      });
      server.listen(this.path, resolve);
    });
    await chmod(this.path, 0o600);
  }

  /** Sends to one part. False: it is not connected, or slow and the message waits. */
  send(part: string, message: { type: string }): boolean {
    return this.peers.get(part)?.connection.send(message) ?? false;
  }

  /**
   * Tells the part that it can forget this line: it is on the disk, or it never will be. The confirmations of one turn of the event loop
   * travel in one line.
   */
  confirm({ part, run, line }: LineOrigin): void {
    const peer = this.peers.get(part);
    // The line came from an earlier process of the part; the one that is connected now means another line by this number.
    if (peer?.run !== run) return;
    if (peer.confirmed.push(line) > 1) return;
    setImmediate(() => {
      const confirmation: Confirmation = { type: "confirmed", lines: peer.confirmed };
      peer.confirmed = [];
      peer.connection.send(confirmation);
    });
  }

  isConnected(part: string): boolean {
    return this.peers.has(part);
  }

  /** Closes all connections after what waits was sent, and removes the socket. */
  async stop(): Promise<void> {
    const server = this.server;
    if (!server) return;
    this.server = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const { connection } of this.peers.values()) connection.close().catch(() => undefined);
    // A peer that reads no more must not hold up the stop.
    const timer = setTimeout(() => this.sockets.forEach((socket) => socket.destroy()), 500);
    await closed;
    clearTimeout(timer);
  }

  private accept(socket: Socket): void {
    let hello: Hello | undefined;
    this.sockets.add(socket);
    const refuse = (reason: string): void => {
      this.count(reason);
      socket.destroy();
    };
    const deadline = setTimeout(() => refuse("no-hello"), HELLO_DEADLINE_MS);
    const connection: LineConnection = new LineConnection(socket, {
      onMessage: (message) => {
        // The connection was dropped because of a line before this one, which came in the same chunk of octets.
        if (socket.destroyed) return;
        if (hello !== undefined) {
          if (isBeat(message)) return this.events.onBeat?.(hello.part);
          const taken = takeNumber(message);
          if (taken === undefined) return refuse("not-numbered");
          const { part, run } = hello;
          return this.events.onMessage(part, taken.told, taken.number && { part, run, ...taken.number });
        }
        const read = readHello(message);
        if (!read || !this.parts.includes(read.part)) return refuse("unknown-part");
        clearTimeout(deadline);
        hello = read;
        this.peers.get(read.part)?.connection.destroy();
        this.peers.set(read.part, { connection, run: read.run, confirmed: [] });
        this.events.onConnect(read.part, read);
      },
      onClose: (reason) => {
        clearTimeout(deadline);
        this.sockets.delete(socket);
        if (reason) this.count(reason);
        if (hello === undefined || this.peers.get(hello.part)?.connection !== connection) return;
        this.peers.delete(hello.part);
        this.events.onDisconnect(hello.part, reason);
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
