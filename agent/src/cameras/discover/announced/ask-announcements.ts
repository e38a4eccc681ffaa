import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { SearchEntry } from "../../accountability/log-entry.ts";
import { abortable } from "../abortable.ts";
import { plainAddress } from "../../interrogate/address-guard.ts";
import type { PacketKey, Politeness } from "../../politeness.ts";
import type { Reader } from "../../reading-thread.ts";
import { Leads, type Lead } from "./leads.ts";
import { LIMITED_BROADCAST, type AnnouncingProtocol } from "./protocol.ts";

/** Writes a search down before it is sent. @returns false when that could not be done */
export type SearchLog = (sent: Omit<SearchEntry, "at">) => Promise<boolean>;

/** What to ask, where, and for how long. */
export interface AnnouncementSettings {
  protocols: readonly AnnouncingProtocol[];
  /** Own IPv4 addresses of the interfaces to ask on. */
  interfaces: readonly string[];
  listenMilliseconds: number;
  newId: () => string;
  budget: Pick<Politeness, "reserve" | "giveBack">;
  count: (reason: string) => void;
  /** Told of each question before it is sent. */
  log: SearchLog;
}

/** Datagrams of one address that are read in a round, of each protocol. A device with many services answers `ssdp:all` once for each. */
const DATAGRAMS_OF_ONE = 64;
/** Addresses of which that is counted; what comes from further ones is not read. */
const SOURCES = 4_096;
const RECEIVE_BUFFER_OCTETS = 1024 * 1024;

/**
 * Asks each protocol's group once on each interface, and everybody there where the protocol wants it, and collects who says that it is a camera. Of all that answer else nothing but a number
 * is kept: phones and their names answer here too. Never throws for what a device or the network does.
 */
export async function askAnnouncements(
  settings: AnnouncementSettings,
  reader: Pick<Reader, "announcement">,
  signal?: AbortSignal,
): Promise<Lead[]> {
  const leads = new Leads(settings.count);
  await Promise.all(settings.protocols.map((protocol) => askOne(protocol, leads, settings, reader, signal)));
  return leads.all;
}

async function askOne(
  protocol: AnnouncingProtocol,
  leads: Leads,
  { interfaces, listenMilliseconds, newId, budget, count, log }: AnnouncementSettings,
  reader: Pick<Reader, "announcement">,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sources = new Map<string, number>();
  const sockets: Socket[] = [];
  const reading = new Set<Promise<void>>();
  const question = protocol.question(newId());
  const asked = [protocol.group, ...(protocol.asksAll ? [LIMITED_BROADCAST] : [])];

  const read = async (datagram: Buffer, address: string): Promise<void> => {
    const read = await reader.announcement(protocol.name, datagram);
    if (typeof read === "string") return count(read);
    if ("claims" in read) for (const claim of read.claims) leads.add(address, claim);
    else if (read.problem === "not-a-camera") count(`not-a-camera-by-${protocol.name}`);
    else count(`unreadable-${protocol.name}-${read.problem}`);
  };
  const hear = (datagram: Buffer, from: { address: string }): void => {
    // Our own question, from the group.
    if (datagram.equals(question)) return;
    const address = plainAddress(from.address);
    const heard = sources.get(address) ?? 0;
    if (heard >= DATAGRAMS_OF_ONE || (heard === 0 && sources.size >= SOURCES))
      return count(`flood-by-${protocol.name}`);
    sources.set(address, heard + 1);
    const one = read(datagram, address).finally(() => reading.delete(one));
    reading.add(one);
  };
  const open = async (port: number, bindTo: string, prepare: (socket: Socket) => void): Promise<Socket | undefined> => {
    const socket = createSocket({ type: "udp4", reuseAddr: port !== 0, recvBufferSize: RECEIVE_BUFFER_OCTETS });
    socket.on("message", hear);
    try {
      socket.bind(port, bindTo);
      await once(socket, "listening");
      prepare(socket);
    } catch {
      socket.close();
      return undefined;
    }
    socket.on("error", () => count("socket-error"));
    sockets.push(socket);
    return socket;
  };
  /** @returns how many datagrams were sent */
  const ask = async (own: string, most: number): Promise<number> => {
    const socket = await open(0, own, (opened) => {
      opened.setMulticastInterface(own);
      opened.setMulticastTTL(1);
      opened.setBroadcast(protocol.asksAll === true);
    });
    if (socket === undefined) count("interface-unusable");
    let sent = 0;
    for (const group of asked.slice(0, most)) {
      if (socket === undefined || signal?.aborted) break;
      const { name, port } = protocol;
      // What cannot be written down is not sent.
      const isWritten = await log({ search: name, group, port, interface: own });
      if (!isWritten) count(`not-written-down-${name}`);
      if (!isWritten || signal?.aborted) break;
      socket.send(question, port, group, (error) => {
        if (error) count("not-sent");
      });
      sent++;
    }
    return sent;
  };

  const key = (own: string): PacketKey => `interface ${own} ${protocol.name}`;
  const left = await budget.reserve(interfaces.map(key), asked.length);
  try {
    const packets = (own: string): number => left.get(key(own)) ?? 0;
    for (const own of interfaces) if (packets(own) < asked.length) count(`budget-spent-for-${protocol.name}`);
    const free = interfaces.filter((own) => packets(own) > 0);
    if (protocol.answersGroup && free.length > 0) {
      // Bound to the group itself, it takes nothing that is sent to another program of this machine.
      const heard = await open(protocol.port, protocol.group, (socket) => {
        for (const own of free) socket.addMembership(protocol.group, own);
      });
      if (heard === undefined) count(`group-not-heard-by-${protocol.name}`);
    }
    for (const own of free) left.set(key(own), packets(own) - (await ask(own, packets(own))));
    if (sockets.length > 0) await abortable(listenMilliseconds, signal);
  } finally {
    for (const socket of sockets) socket.close();
    await budget.giveBack(left);
  }
  if (!signal?.aborted) await Promise.all(reading);
}
