import { randomInt, randomUUID } from "node:crypto";
import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";
import type { AgentConfig } from "../main/config.ts";
import { AccountabilityLog } from "./accountability/accountability-log.ts";
import type { LogEntry } from "./accountability/log-entry.ts";
import { COMMON_PORTS, type DirectPlace } from "./direct.ts";
import type { AnnouncingProtocol } from "./discover/announced/protocol.ts";
import { PROTOCOLS } from "./discover/announced/protocols.ts";
import { HelloListener } from "./discover/hello/hello-listener.ts";
import { DISCOVERY_PORT } from "./discover/probe-message.ts";
import type { UnicastTarget } from "./discover/ws-discovery.ts";
import { isLoopback, plainAddress, refuseAddress, spellPlace, type GuardPolicy } from "./interrogate/address-guard.ts";
import { CALL_DEADLINE_MILLISECONDS } from "./interrogate/web-call.ts";
import { MAKER_CALLS } from "./maker-visit.ts";
import { gateways, interfaceAddresses, ipv6Links, type Ipv6Link } from "./own-network.ts";
import { BrokerAddresses, type OwnServers, type Resolve } from "./own-servers.ts";
import { CameraBook } from "./known/camera-book.ts";
import { FullVisits } from "./known/full-visits.ts";
import { linkAddressOf, type LinkAddressOf } from "./known/link-address.ts";
import { Politeness } from "./politeness.ts";
import { ReadingThread } from "./reading-thread.ts";
import { CameraRounds, type Round, type RoundParts } from "./round.ts";

/** Settings of the camera process. */
export type CameraConfig = AgentConfig["cameras"];

/** Addresses that somebody typed for one round: named one by one, or as a range. */
export interface AskedPlaces {
  named: readonly { address: string; port?: number | undefined; secure?: boolean }[];
  range: readonly string[];
  /** The ranges as they were typed. */
  ranges?: readonly string[];
}

/** A cameras setting that cannot be used; the message says what to write instead. */
export class CameraConfigError extends Error {
  override readonly name = "CameraConfigError";
}

/** How long answers are waited for after the last probe; a camera may take its time within half a second, a slow network more. */
const LISTEN_MILLISECONDS = 5_000;
/** On the loopback address alone nothing takes long. */
const LISTEN_LOOPBACK_MILLISECONDS = 1_000;

const MEND: Readonly<Record<string, string>> = {
  loopback: "(set /cameras/allowLoopback to true in a demo or test)",
  "denied-address": "(it is the gateway or the broker, or stands in /cameras/never)",
};

/** Reads `host:port`. @throws CameraConfigError */
function parseUnicast(text: string): { host: string; port: number } {
  const [, host, digits] = /^\[?([0-9a-fA-F.:]+?)\]?:(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === undefined || isIP(host) !== 4 || port < 1 || port > 65_535)
    throw new CameraConfigError(
      `/cameras/unicast: ${JSON.stringify(text)} is not address:port (example: 192.168.1.64:3702)`,
    );
  return { host, port };
}

/** Reads `/cameras/never`: addresses and ranges that are never contacted. @throws CameraConfigError */
function denyList(never: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const each of never) {
    const [base = "", digits, ...more] = each.split("/");
    const family = isIP(plainAddress(base));
    const kind = family === 6 ? "ipv6" : "ipv4";
    const bits = digits === undefined ? (family === 6 ? 128 : 32) : Number(digits);
    if (family === 0 || more.length > 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === 6 ? 128 : 32))
      throw new CameraConfigError(
        `/cameras/never: ${JSON.stringify(each)} is no address and no range (examples: 192.168.1.20, 192.168.9.0/24)`,
      );
    list.addSubnet(plainAddress(base), bits, kind);
  }
  return (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** Whom the scanner may talk to. The broker's and the collector's machine is a server and no camera, by whatever address or name. */
function guardPolicy(config: CameraConfig, servers: OwnServers): GuardPolicy {
  const own = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter((each) => !each.internal).map((each) => plainAddress(each.address)),
  );
  return {
    allowLoopback: config.allowLoopback,
    allowed: config.unicast.map((each) => parseUnicast(each).host),
    denied: [...gateways(), ...servers.addresses],
    isDenied: denyList(config.never ?? []),
    ownPorts: servers.portsHere,
    ownAddresses: own,
    links: linksOf(interfacesOf(config)).map(({ name }) => name),
  };
}

/** What the scanner needs of agent.yaml beside its own settings. */
export interface CameraSurroundings {
  brokerUrl?: string;
  /** Where the packet budget is kept; without it, in memory. */
  dataDir?: string;
  /** How the broker's name becomes addresses; the system's resolver unless a test says otherwise. */
  resolve?: Resolve;
  places?: AskedPlaces;
  /** Whether cameras are asked for their media profiles as nobody, once each; never by the service. */
  askMedia?: boolean;
  /** By which hardware address a neighbour is reached; the system's table unless a test says otherwise. */
  linkAddressOf?: LinkAddressOf;
  /** Is given each entry that was written into the accountability log. */
  logged?: (entries: readonly LogEntry[]) => void;
  /** Asked beside WS-Discovery; all there are unless a test says otherwise. */
  protocols?: readonly AnnouncingProtocol[];
}

/** Builds the scanner out of its configuration, the clock and chance of this machine. @throws CameraConfigError */
export function cameraRounds(config: CameraConfig, surroundings: CameraSurroundings = {}): CameraRounds {
  const now = (): number => Date.now();
  const places = surroundings.places ?? { named: [], range: [] };
  const typed = [...places.named.map(({ address }) => address), ...places.range];
  const unicast: UnicastTarget[] = config.unicast.map(parseUnicast);
  const broker = new BrokerAddresses(surroundings.brokerUrl, surroundings.resolve);
  const policyOf = (servers: OwnServers): GuardPolicy => allowing(guardPolicy(config, servers), places);
  const policy = policyOf(broker.known);
  for (const { host, port } of unicast) {
    const refused = refuseAddress(host, policy);
    if (refused !== undefined)
      throw new CameraConfigError(
        `/cameras/unicast: ${host}:${port} is never asked: ${refused} ${MEND[refused] ?? ""}`.trim(),
      );
  }
  for (const address of typed) {
    const refused = refuseAddress(address, policy);
    if (refused !== undefined && places.named.some((each) => each.address === address))
      throw new CameraConfigError(`${address} is never asked: ${refused} ${MEND[refused] ?? ""}`.trim());
    if (refused === undefined && isIP(address) === 4) unicast.push({ host: address, port: DISCOVERY_PORT });
  }
  const onlyLoopback =
    (config.allowLoopback || typed.length > 0) && unicast.length > 0 && unicast.every(({ host }) => isLoopback(host));
  const interfaces =
    // A demo that is told to ask on the loopback address does not walk into the network that it happens to run in.
    (onlyLoopback || typed.length > 0) && config.interfaces.length === 0
      ? []
      : interfaceAddresses(networkInterfaces(), config.interfaces);
  const discovery = {
    interfaces,
    links: linksOf(interfaces),
    unicast,
    listenMilliseconds: onlyLoopback ? LISTEN_LOOPBACK_MILLISECONDS : LISTEN_MILLISECONDS,
    jitterMilliseconds: () => randomInt(50, 251),
    newMessageId: () => `urn:uuid:${randomUUID()}`,
    now,
  };
  const contact =
    config.contact === undefined ? "" : ` (${config.contact.replaceAll(/[^\x20-\x7e]|[()]/g, "").slice(0, 128)})`;
  return new CameraRounds({
    discovery,
    visits: {
      userAgent: `Probewarden/1${contact}`,
      deadlineMilliseconds: CALL_DEADLINE_MILLISECONDS,
      now,
    },
    politeness: new Politeness(surroundings.dataDir, now),
    book: new CameraBook(surroundings.dataDir, now, surroundings.linkAddressOf ?? linkAddressOf),
    fullVisits: new FullVisits(surroundings.dataDir),
    policy: async (count) => {
      const servers = await broker.now();
      if (servers.unresolved) count("broker-name-unresolved");
      return policyOf(servers);
    },
    startReader: () => new ReadingThread(),
    log: new AccountabilityLog(surroundings.dataDir, surroundings.logged),
    typed: typedPlaces(config, places),
    asksMedia: surroundings.askMedia === true,
    direct: directPlaces(places),
    announcements: {
      protocols: surroundings.protocols ?? PROTOCOLS,
      newId: randomUUID,
    },
  });
}

/** What somebody typed, in the configuration or on the command line, as the accountability log says it before a round. */
function typedPlaces(config: CameraConfig, { named, range, ranges = [] }: AskedPlaces): RoundParts["typed"] {
  const hosts = config.unicast.map((each) => parseUnicast(each).host);
  const typed = new Set([...hosts, ...named.map(({ address }) => address)]);
  return {
    named: [...config.unicast, ...named.map(({ address, port }) => spellPlace(address, port))],
    ranges: [...ranges],
    ports:
      range.length === 0 && named.every(({ port }) => port !== undefined) ? [] : COMMON_PORTS.map(({ port }) => port),
    isNamed: (address) => typed.has(plainAddress(address)),
  };
}

/**
 * Listens for cameras that say Hello on the networks that rounds ask on. @param heard told of each that may be visited
 * @throws CameraConfigError
 */
export function cameraHellos(
  config: CameraConfig,
  brokerUrl: string | undefined,
  heard: (address: string) => void,
  count: (reason: string) => void,
): HelloListener {
  const policy = guardPolicy(config, new BrokerAddresses(brokerUrl).known);
  const settings = {
    interfaces: () => interfacesOf(config),
    mayAsk: (address: string) => refuseAddress(address, policy) === undefined,
    heard,
    count,
    now: () => Date.now(),
  };
  return new HelloListener(settings, new ReadingThread());
}

const linksOf = (interfaces: readonly string[]): Ipv6Link[] => ipv6Links(networkInterfaces(), interfaces);

/** Own addresses to listen on: none for a demo that asks on the loopback address alone. */
function interfacesOf(config: CameraConfig): string[] {
  const hosts = config.unicast.map((each) => parseUnicast(each).host);
  const isDemo = config.allowLoopback && hosts.length > 0 && hosts.every(isLoopback);
  return isDemo && config.interfaces.length === 0 ? [] : interfaceAddresses(networkInterfaces(), config.interfaces);
}

/** What somebody typed on this machine may be asked, be it this machine or outside the private ranges; a range only within them. */
export function allowing(policy: GuardPolicy, { named }: AskedPlaces): GuardPolicy {
  const addresses = named.map(({ address }) => address);
  return {
    ...policy,
    allowLoopback: policy.allowLoopback || addresses.some(isLoopback),
    allowed: [...policy.allowed, ...addresses],
  };
}

const directPlaces = ({ named, range }: AskedPlaces): DirectPlace[] => [
  ...named.map(({ address, port, secure }): DirectPlace => ({
    address,
    ports: port === undefined ? COMMON_PORTS : [{ port, secure: secure === true }],
    makers: MAKER_CALLS,
    isAnnounced: false,
    isNamed: true,
  })),
  ...range.map((address): DirectPlace => ({
    address,
    ports: COMMON_PORTS,
    makers: [],
    isAnnounced: false,
    isNamed: false,
  })),
];

/** Whom an audit may talk to: the same addresses as a visit, and those outside the private ranges that `/cameras/unicast` names. */
export async function auditPolicy(config: CameraConfig, brokerUrl: string | undefined): Promise<GuardPolicy> {
  return guardPolicy(config, await new BrokerAddresses(brokerUrl).now());
}

/** Looks for cameras once: what `probewarden-agent cameras` prints. An address that was named is asked everything. @throws CameraConfigError */
export async function visitOnce(
  config: CameraConfig,
  surroundings: CameraSurroundings = {},
  signal?: AbortSignal,
): Promise<Round> {
  const inFull = new Set(surroundings.places?.named.map(({ address }) => address));
  return cameraRounds(config, surroundings).run(() => undefined, signal, inFull);
}
