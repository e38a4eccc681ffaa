import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { abortable } from "./abortable.ts";
import { reachableAddress } from "../interrogate/address-guard.ts";
import type { Ipv6Link } from "../own-network.ts";
import type { PacketKey, Politeness } from "../politeness.ts";
import type { Reader } from "../reading-thread.ts";
import { DeviceRegister, type DiscoveredDevice } from "./device-register.ts";
import { lostDatagrams } from "./lost-datagrams.ts";
import { DISCOVERY_GROUP, DISCOVERY_GROUP_IPV6, DISCOVERY_PORT, discoveryProbe, PROBE_TYPES } from "./probe-message.ts";

/** A host that the operator named. */
export interface UnicastTarget {
  host: string;
  port: number;
}

/** Clock, chance and how long to listen; all are given, so that tests need not wait. */
export interface DiscoverySettings {
  /** Own IPv4 addresses of the interfaces to ask on. */
  interfaces: readonly string[];
  /** Interfaces to ask on over IPv6 as well; none where they do not speak it. */
  links?: readonly Ipv6Link[];
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
  lostDatagrams?: (port: number, family: "IPv4" | "IPv6") => number;
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

/** What one address may say to the questions of a round, and again to the one for its own word: a recorder may answer for each of 64 channels. */
const OF_ONE = { datagrams: 512, octets: 1024 * 1024 } as const;
/** Addresses of which that is counted; what comes from further ones is not read. */
const SOURCES = 8_192;

/** One network that is asked by multicast. */
interface AskedNetwork {
  key: PacketKey;
  group: string;
  family: "udp4" | "udp6";
  /** Own address to ask from. */
  own: string;
  /** What names the interface to the system. */
  interface: string;
}

const networksOf = ({ interfaces, links = [] }: DiscoverySettings): AskedNetwork[] => [
  ...interfaces.map((own): AskedNetwork => ({
    key: `interface ${own}`,
    group: DISCOVERY_GROUP,
    family: "udp4",
    own,
    interface: own,
  })),
  ...links.map(({ name, address }): AskedNetwork => ({
    key: `interface ${name} IPv6`,
    group: `${DISCOVERY_GROUP_IPV6}%${name}`,
    family: "udp6",
    own: `${address}%${name}`,
    interface: `::%${name}`,
  })),
];

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
    const address = reachableAddress(from.address);
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
  let sources = new Map<string, { datagrams: number; octets: number }>();
  /** Whether what an address sends is read: nobody takes the time that it needs from all others. */
  const isHeard = (address: string, octets: number): boolean => {
    const said = sources.get(address) ?? { datagrams: 0, octets: 0 };
    if (said.datagrams >= OF_ONE.datagrams || said.octets >= OF_ONE.octets) return false;
    if (said.datagrams === 0 && sources.size >= SOURCES) return false;
    sources.set(address, { datagrams: said.datagrams + 1, octets: said.octets + octets });
    return true;
  };
  const open = async (network?: AskedNetwork): Promise<Socket | undefined> => {
    const family = network?.family ?? "udp4";
    const socket = createSocket({ type: family, ipv6Only: family === "udp6", recvBufferSize: RECEIVE_BUFFER_OCTETS });
    socket.on("message", (datagram, from) => {
      if (!isHeard(from.address, datagram.length)) return count("flood-by-ws-discovery");
      const one = read(socket, datagram, from, settings.now()).finally(() => reading.delete(one));
      reading.add(one);
    });
    try {
      socket.bind(0, network?.own);
      await once(socket, "listening");
      if (network !== undefined) {
        socket.setMulticastInterface(network.interface);
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

  const networks = networksOf(settings);
  const keys = [...new Set([...networks.map(({ key }) => key), ...settings.unicast.map(hostKey)])];
  const left = await settings.budget.reserve(keys, PROBES.length);
  for (const packets of left.values()) if (packets < PROBES.length) count("burst-budget-spent");
  const take = (key: PacketKey): boolean => {
    const packets = left.get(key) ?? 0;
    left.set(key, Math.max(0, packets - 1));
    return packets > 0;
  };

  const askGroup = async (network: AskedNetwork): Promise<void> => {
    const socket = await open(network);
    if (socket === undefined) return;
    for (const types of PROBES) {
      if (signal?.aborted || !take(network.key)) return;
      const id = settings.newMessageId();
      asked.set(id, undefined);
      send(socket, discoveryProbe(id, types), settings.groupPort ?? DISCOVERY_PORT, network.group);
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
    const work = networks.map(askGroup);
    if (settings.unicast.length > 0) {
      const socket = await open();
      if (socket !== undefined) work.push(...settings.unicast.map((target) => askHost(socket, target)));
    }
    await Promise.all(work);
    await abortable(settings.listenMilliseconds, signal);
    if (!signal?.aborted) await Promise.all(reading);
    // What somebody has sent in another's name must not keep that one's own word from being heard.
    sources = new Map();
    await askOwnWords();
    const lostBy = settings.lostDatagrams ?? lostDatagrams;
    const lost = sockets.reduce(
      (sum, socket) => sum + lostBy(socket.address().port, socket.address().family === "IPv6" ? "IPv6" : "IPv4"),
      0,
    );
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
