import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { plainAddress } from "../../interrogate/address-guard.ts";
import { isSystemError } from "../../own-files.ts";
import type { Reader } from "../../reading-thread.ts";
import { DISCOVERY_GROUP, DISCOVERY_PORT } from "../probe-message.ts";

/** What to listen on, and whom to tell. */
export interface HelloSettings {
  /** Own IPv4 addresses of the interfaces to listen on. */
  interfaces: () => readonly string[];
  /** Whether that address may be visited at all; a Hello of another is nothing. */
  mayAsk: (address: string) => boolean;
  /** Told of each Hello of what may be a camera. It has proven nothing. */
  heard: (address: string) => void;
  count: (reason: string) => void;
  /** Milliseconds. */
  now: () => number;
  /** 3702 except in tests. */
  port?: number;
}

/** Datagrams that are read in a minute: of one address, and of how many addresses. Only what holds a greeting is read at all. */
const OF_ONE_A_MINUTE = 16;
const SOURCES = 1_024;
const MINUTE = 60_000;

/** The elements by their local names, whatever stands before them. */
const GREETING = /[<:](?:Hello|Bye)\b/;

/** Hears devices say Hello and Bye to the group of WS-Discovery. Sends nothing but the membership of the group. */
export class HelloListener {
  readonly #settings: HelloSettings;
  readonly #reader: Reader;
  #socket: Socket | undefined;
  #minute = 0;
  readonly #sources = new Map<string, number>();

  constructor(settings: HelloSettings, reader: Reader) {
    this.#settings = settings;
    this.#reader = reader;
  }

  /**
   * Begins to listen, or listens on interfaces that have come since. Where that cannot be done it is counted, and cameras are found by the
   * rounds alone.
   */
  async start(): Promise<void> {
    const { count, port = DISCOVERY_PORT } = this.#settings;
    const interfaces = this.#settings.interfaces();
    if (interfaces.length === 0) return;
    const socket = this.#socket ?? createSocket({ type: "udp4", reuseAddr: true });
    if (this.#socket === undefined) {
      socket.on("message", (datagram, { address }) => void this.#hear(datagram, plainAddress(address)));
      // Bound to the group: an answer that is sent to another program of this machine does not end here.
      socket.bind(port, DISCOVERY_GROUP);
      try {
        await once(socket, "listening");
      } catch {
        socket.close();
        return count("hello-not-heard");
      }
      socket.on("error", () => count("socket-error"));
      this.#socket = socket;
    }
    for (const own of interfaces)
      try {
        socket.addMembership(DISCOVERY_GROUP, own);
      } catch (error) {
        // It is a member already.
        if (!(isSystemError(error) && error.code === "EADDRINUSE")) count("hello-not-heard");
      }
  }

  async stop(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.close();
    await this.#reader.stop();
  }

  async #hear(datagram: Buffer, address: string): Promise<void> {
    const { mayAsk, heard, count, now } = this.#settings;
    // Everybody's questions come to the group as well, our own among them: they are none of ours to read.
    if (!GREETING.test(datagram.toString("latin1"))) return;
    const minute = Math.floor(now() / MINUTE);
    if (minute !== this.#minute) this.#sources.clear();
    this.#minute = minute;
    const before = this.#sources.get(address) ?? 0;
    if (before >= OF_ONE_A_MINUTE || (before === 0 && this.#sources.size >= SOURCES)) return count("flood-by-hello");
    this.#sources.set(address, before + 1);
    const read = await this.#reader.announcement("hello", datagram);
    if (typeof read === "string") return count(read);
    if ("claims" in read) return mayAsk(address) ? heard(address) : count("hello-of-whom-is-never-asked");
    if (read.problem === "not-a-camera") return count("not-a-camera-by-hello");
    if (read.problem === "bye") return count("bye");
    if (read.problem !== "not-an-answer") count(`unreadable-hello-${read.problem}`);
  }
}
