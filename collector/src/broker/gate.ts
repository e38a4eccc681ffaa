import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type Server as TlsServer } from "node:tls";
import { HANDSHAKE_MS, SIGN_IN_MS, CONNECT_MS, SILENT_MS } from "./broker-limits.ts";
import { SlowLane } from "./slow-lane.ts";
import { WaitingRoom, type Waiting } from "./waiting-room.ts";

/** How long each step up to the sign-in may take, in milliseconds. */
export interface GateTimes {
  silentMs: number;
  handshakeMs: number;
  connectMs: number;
  signInMs: number;
}

const TIMES: GateTimes = {
  silentMs: SILENT_MS,
  handshakeMs: HANDSHAKE_MS,
  connectMs: CONNECT_MS,
  signInMs: SIGN_IN_MS,
};

export interface GateOptions {
  /** Certificate chain and key in PEM. Absent: plain TCP. */
  tls?: { cert: string | Buffer; key: string | Buffer };
  /** A connection that speaks; whoever takes it says how its sign-in went. */
  admit: (stream: Socket, pass: Pass) => void;
  times?: Partial<GateTimes>;
  room?: WaitingRoom;
}

/** A connection's way through the gate. */
export interface Pass {
  /** CONNECT has come: from now on it waits for us, not we for it. */
  greeted: () => void;
  /** It is a sensor's, and has no deadline any more but that of its keepalive. */
  signedIn: () => void;
  /** A wrong password, or no MQTT: its network is held to account. */
  failed: () => void;
}

/**
 * The port on which sensors come in. TLS begins when the other side has said something: who only connects costs a socket, for some seconds.
 * Each step has its deadline, each network its share, and no number of strangers keeps those out who have signed in.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #times: GateTimes;
  readonly #room: WaitingRoom;
  readonly #lane = new SlowLane();
  readonly #server: Server;
  readonly #tls: TlsServer | undefined;
  readonly #sockets = new Set<Socket>();
  /** By the other side's address and port: what is under way to TLS. */
  readonly #handshakes = new Map<string, (outcome: Handshake) => void>();

  constructor(options: GateOptions) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
    this.#room = options.room ?? new WaitingRoom();
    this.#server = createServer((socket) => this.#arrive(socket));
    this.#tls = options.tls === undefined ? undefined : createTlsServer({ ...options.tls, minVersion: "TLSv1.2" });
    this.#tls?.on("secureConnection", (stream) => this.#handshakes.get(peerOf(stream))?.(stream));
    this.#tls?.on("tlsClientError", (_error, stream) => {
      this.#handshakes.get(peerOf(stream))?.("no-tls");
      stream.destroy();
    });
  }

  /** @throws whatever the system says of the port */
  async listen(port: number, host: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        this.#server.off("error", reject);
        // A connection that the system could not hand over is that client's trouble.
        this.#server.on("error", () => undefined);
        resolve();
      });
    });
  }

  /** Connections that come from now on are shown this certificate; those that are open go on. Throws where it is none. */
  useCertificate(tls: { cert: string | Buffer; key: string | Buffer }): void {
    this.#tls?.setSecureContext({ ...tls, minVersion: "TLSv1.2" });
  }

  /** Undefined when it does not listen. */
  get address(): AddressInfo | undefined {
    const address = this.#server.address();
    return typeof address === "string" ? undefined : (address ?? undefined);
  }

  /** Connections now: all, and those that have not signed in. */
  get connections(): { all: number; waiting: number } {
    return { all: this.#sockets.size, waiting: this.#room.size };
  }

  /** Listens no more, and closes every connection. */
  async close(): Promise<void> {
    const closed = this.#server.listening
      ? new Promise<void>((resolve) => this.#server.close(() => resolve()))
      : undefined;
    this.#room.clear();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #arrive(socket: Socket): void {
    const address = socket.remoteAddress;
    // It has gone already.
    if (address === undefined) return void socket.destroy();
    this.#sockets.add(socket);
    const waiting: Waiting = { drawer: this.#lane.drawerOf(address), spoke: false, close: () => socket.destroy() };
    const deadline = new Deadline(() => socket.destroy());
    deadline.in(this.#times.silentMs);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => {
      deadline.clear();
      this.#room.leave(waiting);
      this.#sockets.delete(socket);
    });
    this.#room.enter(waiting);
    socket.once("readable", () => {
      if (socket.readableLength === 0) return void socket.destroy();
      this.#room.speaks(waiting);
      deadline.in(this.#times.handshakeMs);
      void this.#pass(socket, waiting, deadline);
    });
  }

  async #pass(socket: Socket, waiting: Waiting, deadline: Deadline): Promise<void> {
    if (!(await this.#lane.enter(waiting.drawer)) || socket.destroyed) return void socket.destroy();
    deadline.in(this.#times.handshakeMs);
    const stream = this.#tls === undefined ? socket : await this.#secure(socket, this.#tls);
    // Whoever went away, or was too slow, may be a sensor on a bad line; no TLS is what no sensor speaks.
    if (stream === "no-tls") await this.#lane.failed(waiting.drawer);
    if (typeof stream === "string" || stream.destroyed) return void socket.destroy();
    deadline.in(this.#times.connectMs);
    this.#options.admit(stream, {
      greeted: () => deadline.in(this.#times.signInMs),
      signedIn: () => {
        deadline.clear();
        this.#room.leave(waiting);
      },
      failed: () => void this.#lane.failed(waiting.drawer),
    });
  }

  #secure(socket: Socket, tls: TlsServer): Promise<Handshake> {
    const peer = peerOf(socket);
    return new Promise((resolve) => {
      const settle = (outcome: Handshake): void => {
        socket.off("close", gone);
        this.#handshakes.delete(peer);
        resolve(outcome);
      };
      const gone = (): void => settle("gone");
      socket.once("close", gone);
      this.#handshakes.set(peer, settle);
      // What waits in the socket's buffer is handed to TLS with it.
      tls.emit("connection", socket);
    });
  }
}

/** The secured stream; or the other side spoke something else, or went. */
type Handshake = Socket | "no-tls" | "gone";

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/** One timer that is set anew at each step. */
class Deadline {
  readonly #over: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(over: () => void) {
    this.#over = over;
  }

  in(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#over, ms);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
