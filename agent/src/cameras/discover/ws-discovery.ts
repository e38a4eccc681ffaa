import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { abortable } from "./abortable.ts";
import { plainAddress } from "../interrogate/address-guard.ts";
import type { PacketKey, Politeness } from "../politeness.ts";
import type { Reader } from "../reading-thread.ts";
import { DeviceRegister, type DiscoveredDevice } from "./device-register.ts";
import { lostDatagrams } from "./lost-datagrams.ts";
import { DISCOVERY_GROUP, DISCOVERY_PORT, discoveryProbe, PROBE_TYPES } from "./probe-message.ts";

/** A host that the operator named. */
export interface UnicastTarget {
  host: string;
  port: number;
}

/** Clock, chance and how long to listen; all are given, so that tests need not wait. */
export interface DiscoverySettings {
  /** Own IPv4 addresses of the interfaces to ask on. */
  interfaces: readonly string[];
  /** Hosts to ask one by one. */
  unicast: readonly UnicastTarget[];
  listenMilliseconds: number;
  jitterMilliseconds: () => number;
  newMessageId: () => string;
  now: () => number;
  budget: Pick<Politeness, "reserve" | "giveBack">;
  /** Whether an address may be sent a probe of its own. */
  mayAsk: (address: string) => boolean;
  /** Port of the group; 3702 except in tests. */
  groupPort?: number;
  /** How many datagrams the kernel lost of one of our ports; the system's table unless a test says otherwise. */
  lostDatagrams?: (port: number) => number;
}

/** What one round of discovery found, and what it did not use, by reason. */
export interface DiscoveryResult {
  devices: DiscoveredDevice[];
  dropped: Record<string, number>;
  /** Datagrams that were sent, to groups and to addresses. */
  packets: number;
}

/** 200 cameras that answer at once fit; the kernel's default loses a third of them, and `doctor` looks whether it gives as much. */
export const RECEIVE_BUFFER_OCTETS = 4 * 1024 * 1024;

/** At most 20 packets a second to hosts that are asked one by one, all of them together. */
const UNICAST_GAP_MILLISECONDS = 50;

/** Addresses that answered a group and are asked once more by themselves, in one round. */
const CHECKED_ADDRESSES = 1_024;

/** This machine has no route there, or a router said that there is none. */
const NO_WAY: ReadonlySet<string> = new Set(["ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN"]);

/** Probes of one round to a group or a host. */
const PROBES = [...PROBE_TYPES, ...PROBE_TYPES];

const interfaceKey = (address: string): PacketKey => `interface ${address}`;
const hostKey = ({ host, port }: UnicastTarget): PacketKey => `host ${host}:${port}`;

/**
 * One round of WS-Discovery. Answers are matched by RelatesTo, never by port: some cameras answer from a random one. What answers
 * none of our probes is counted as unsolicited and never interrogated. Never throws for what a device or the network does.
 *
 * Whoever hears a probe to the group can answer it in anybody's name. So each address that is said to have answered is sent one probe of
 * its own: only who receives what is sent to that address can answer that.
 */
export async function discover(
  settings: DiscoverySettings,
  reader: Pick<Reader, "datagram">,
  signal?: AbortSignal,
): Promise<DiscoveryResult> {
  const dropped: Record<string, number> = {};
  const count = (reason: string): void => {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  };
  const register = new DeviceRegister(count);
  /** Message identifiers of our probes, and the host that each went to. */
  const asked = new Map<string, UnicastTarget | undefined>();
  const answered = new Set<string>();
  /** Message identifiers of probes to one address, for its own word. */
  const checking = new Map<string, string>();
  const heardBy = new Map<string, Socket>();
  const sockets: Socket[] = [];
  const reading = new Set<Promise<void>>();

  const read = async (socket: Socket, datagram: Buffer, from: RemoteInfo, heardAt: number): Promise<void> => {
    const found = await reader.datagram(datagram);
    if (typeof found === "string") return count(found);
    for (const problem of found.problems) count(problem);
    if (found.matches.length === 0) return;
    const id = found.relatesTo ?? "";
    const address = plainAddress(from.address);
    const isOwnWord = checking.get(id) === address;
    if (!isOwnWord && !asked.has(id)) return count("unsolicited");
    const target = asked.get(id);
    const askedAt = target !== undefined && target.host === address ? `${target.host}:${target.port}` : undefined;
    // Nobody else's answer ends the questions to a host that the operator named.
    if (askedAt !== undefined) answered.add(id);
    for (const match of found.matches)
      register.add(address, match, heardAt, askedAt, isOwnWord || askedAt !== undefined);
    if (heardBy.size < CHECKED_ADDRESSES) heardBy.set(address, socket);
  };
  const open = async (address: string | undefined): Promise<Socket | undefined> => {
    const socket = createSocket({ type: "udp4", recvBufferSize: RECEIVE_BUFFER_OCTETS });
    socket.on("message", (datagram, from) => {
      const one = read(socket, datagram, from, settings.now()).finally(() => reading.delete(one));
      reading.add(one);
    });
    try {
      socket.bind(0, address);
      await once(socket, "listening");
      if (address !== undefined) {
        socket.setMulticastInterface(address);
        socket.setMulticastTTL(1);
      }
    } catch {
      // The interface went away between listing and binding: the other interfaces are asked all the same.
      count("interface-unusable");
      socket.close();
      return undefined;
    }
    socket.on("error", () => count("socket-error"));
    sockets.push(socket);
    return socket;
  };
  let sentPackets = 0;
  const send = (socket: Socket, packet: Buffer, port: number, host: string): void => {
    sentPackets++;
    socket.send(packet, port, host, (error) => {
      if (error) count("code" in error && NO_WAY.has(String(error.code)) ? "no-way-there" : "not-sent");
    });
  };
  const pause = (): Promise<void> => abortable(settings.jitterMilliseconds(), signal);

  let lastTurn: Promise<void> = Promise.resolve();
  const unicastTurn = (): Promise<void> => {
    const turn = lastTurn;
    lastTurn = turn.then(() => abortable(UNICAST_GAP_MILLISECONDS, signal));
    return turn;
  };

  const keys = [...new Set([...settings.interfaces.map(interfaceKey), ...settings.unicast.map(hostKey)])];
  const left = await settings.budget.reserve(keys, PROBES.length);
  for (const packets of left.values()) if (packets < PROBES.length) count("burst-budget-spent");
  const take = (key: PacketKey): boolean => {
    const packets = left.get(key) ?? 0;
    left.set(key, Math.max(0, packets - 1));
    return packets > 0;
  };

  const askGroup = async (address: string): Promise<void> => {
    const socket = await open(address);
    if (socket === undefined) return;
    for (const types of PROBES) {
      if (signal?.aborted || !take(interfaceKey(address))) return;
      const id = settings.newMessageId();
      asked.set(id, undefined);
      send(socket, discoveryProbe(id, types), settings.groupPort ?? DISCOVERY_PORT, DISCOVERY_GROUP);
      await pause();
    }
  };
  const askHost = async (socket: Socket, target: UnicastTarget): Promise<void> => {
    const ids: string[] = [];
    for (const types of PROBES) {
      await unicastTurn();
      // Who has answered is not asked again.
      if (signal?.aborted || ids.some((id) => answered.has(id)) || !take(hostKey(target))) return;
      const id = settings.newMessageId();
      ids.push(id);
      asked.set(id, target);
      send(socket, discoveryProbe(id, types), target.port, target.host);
      await pause();
    }
  };

  const askOwnWords = async (): Promise<void> => {
    const port = settings.groupPort ?? DISCOVERY_PORT;
    const targets = register.unproven.filter(settings.mayAsk).map((host) => ({ host, port }));
    const granted = await settings.budget.reserve(targets.map(hostKey), 1);
    let sent = 0;
    for (const target of targets) {
      const socket = heardBy.get(target.host);
      if (socket === undefined || granted.get(hostKey(target)) !== 1) count("own-word-not-asked");
      else {
        await unicastTurn();
        if (signal?.aborted) return;
        const id = settings.newMessageId();
        checking.set(id, target.host);
        send(socket, discoveryProbe(id, ""), target.port, target.host);
        sent++;
      }
    }
    if (sent > 0) await abortable(settings.listenMilliseconds / 2, signal);
  };

  try {
    const work = settings.interfaces.map(askGroup);
    if (settings.unicast.length > 0) {
      const socket = await open(undefined);
      if (socket !== undefined) work.push(...settings.unicast.map((target) => askHost(socket, target)));
    }
    await Promise.all(work);
    await abortable(settings.listenMilliseconds, signal);
    if (!signal?.aborted) await Promise.all(reading);
    await askOwnWords();
    const lostBy = settings.lostDatagrams ?? lostDatagrams;
    const lost = sockets.reduce((sum, socket) => sum + lostBy(socket.address().port), 0);
    // Not a loss of cameras yet: each probe is answered, and there are six.
    if (lost > 0) dropped["answers-lost"] = lost;
  } finally {
    for (const socket of sockets) socket.close();
    await settings.budget.giveBack(left);
  }
  // What was heard in time is read, however long that takes: how busy this machine is must not decide who is found.
  if (!signal?.aborted) await Promise.all(reading);
  return { devices: register.devices, dropped, packets: sentPackets };
}
