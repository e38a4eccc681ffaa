import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { plainAddress } from "../interrogate/address-guard.ts";
import type { BurstBudget } from "../interrogate/budget.ts";
import { DeviceRegister, type DiscoveredDevice } from "./device-register.ts";
import { DISCOVERY_GROUP, DISCOVERY_PORT, discoveryProbe, PROBE_TYPES } from "./probe-message.ts";
import { readProbeMatches } from "./probe-matches.ts";

/** Clock, chance and how long to listen; all are given, so that tests need not wait. */
export interface DiscoverySettings {
  /** Own IPv4 addresses of the interfaces to ask on. */
  interfaces: readonly string[];
  /** Hosts to ask one by one. */
  unicast: readonly { host: string; port: number }[];
  listenMilliseconds: number;
  /** Milliseconds to wait between two packets. */
  jitterMilliseconds: () => number;
  newMessageId: () => string;
  now: () => number;
  budget: BurstBudget;
  /** Port of the group; 3702 except in tests. */
  groupPort?: number;
}

/** What one round of discovery found, and what it did not use, by reason. */
export interface DiscoveryResult {
  devices: DiscoveredDevice[];
  dropped: Record<string, number>;
}

/** 200 cameras that answer at once fit; the kernel's default loses a third of them. */
const RECEIVE_BUFFER_OCTETS = 4 * 1024 * 1024;

/** At most 20 packets a second to hosts that are asked one by one, all of them together. */
const UNICAST_GAP_MILLISECONDS = 50;

/**
 * One round of WS-Discovery. Answers are matched by RelatesTo, never by port: some cameras answer from a random one. What answers
 * none of our probes is counted as unsolicited and never interrogated. Never throws for what a device or the network does.
 */
export async function discover(settings: DiscoverySettings, signal?: AbortSignal): Promise<DiscoveryResult> {
  const dropped: Record<string, number> = {};
  const count = (reason: string): void => {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  };
  const register = new DeviceRegister(count);
  const asked = new Set<string>();
  const answered = new Set<string>();
  const sockets: Socket[] = [];

  const open = async (address: string | undefined): Promise<Socket | undefined> => {
    const socket = createSocket({ type: "udp4", recvBufferSize: RECEIVE_BUFFER_OCTETS });
    socket.on("message", (datagram, from) => {
      const read = readProbeMatches(datagram);
      for (const problem of read.problems) count(problem);
      if (read.matches.length === 0) return;
      if (read.relatesTo === undefined || !asked.has(read.relatesTo)) return count("unsolicited");
      answered.add(read.relatesTo);
      for (const match of read.matches) register.add(plainAddress(from.address), match, settings.now());
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
  const send = (socket: Socket, packet: Buffer, port: number, host: string): void =>
    socket.send(packet, port, host, (error) => {
      if (error) count("not-sent");
    });
  const pause = (): Promise<void> => abortable(settings.jitterMilliseconds(), signal);

  let lastTurn: Promise<void> = Promise.resolve();
  const unicastTurn = (): Promise<void> => {
    const turn = lastTurn;
    lastTurn = turn.then(() => abortable(UNICAST_GAP_MILLISECONDS, signal));
    return turn;
  };

  const askGroup = async (address: string): Promise<void> => {
    const socket = await open(address);
    if (socket === undefined) return;
    for (const types of [...PROBE_TYPES, ...PROBE_TYPES]) {
      if (signal?.aborted) return;
      if (!settings.budget.take(address)) return count("burst-budget-spent");
      const id = settings.newMessageId();
      asked.add(id);
      send(socket, discoveryProbe(id, types), settings.groupPort ?? DISCOVERY_PORT, DISCOVERY_GROUP);
      await pause();
    }
  };
  const askHost = async (socket: Socket, target: { host: string; port: number }): Promise<void> => {
    const ids: string[] = [];
    for (const types of [...PROBE_TYPES, ...PROBE_TYPES]) {
      await unicastTurn();
      // Who has answered is not asked again.
      if (signal?.aborted || ids.some((id) => answered.has(id))) return;
      const id = settings.newMessageId();
      ids.push(id);
      asked.add(id);
      send(socket, discoveryProbe(id, types), target.port, target.host);
      await pause();
    }
  };

  try {
    const work = settings.interfaces.map(askGroup);
    if (settings.unicast.length > 0) {
      const socket = await open(undefined);
      if (socket !== undefined) work.push(...settings.unicast.map((target) => askHost(socket, target)));
    }
    await Promise.all(work);
    await abortable(settings.listenMilliseconds, signal);
  } finally {
    for (const socket of sockets) socket.close();
  }
  return { devices: register.devices, dropped };
}

async function abortable(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return;
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
