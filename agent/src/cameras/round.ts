import type { AccountabilityLog } from "./accountability/accountability-log.ts";
import { CallLog, type TellCall } from "./accountability/call-log.ts";
import type { RoundBegun } from "./accountability/log-entry.ts";
import { addMedia } from "./ask-media.ts";
import { mayBeCamera } from "./classify/camera-or-not.ts";
import type { DiscoveredDevice } from "./discover/device-register.ts";
import { askDirectly, type DirectMeans, type DirectPlace } from "./direct.ts";
import { askAnnouncements, type AnnouncementSettings } from "./discover/announced/ask-announcements.ts";
import type { Lead } from "./discover/announced/leads.ts";
import { discover, type DiscoverySettings } from "./discover/ws-discovery.ts";
import { guardXAddr, plainAddress, refuseAddress, type GuardPolicy } from "./interrogate/address-guard.ts";
import { BUDGET, inParallel } from "./interrogate/budget.ts";
import { visitMaker } from "./maker-visit.ts";
import type { CameraBook } from "./known/camera-book.ts";
import { isVisitedByIpv4 } from "./known/over-ipv6.ts";
import type { FullVisits } from "./known/full-visits.ts";
import { oddity } from "./oddity.ts";
import type { Politeness } from "./politeness.ts";
import type { Reader } from "./reading-thread.ts";
import { addRtspBanner } from "./rtsp-visit.ts";
import { visit, type Visit, type VisitEnd, type VisitSettings } from "./visit.ts";

/** A round: what was found, and what was not used, by reason. */
export interface Round {
  visits: Visit[];
  dropped: Record<string, number>;
}

/** What a round is made of, built once by the process. */
export interface RoundParts {
  discovery: Omit<DiscoverySettings, "budget" | "mayAsk">;
  visits: Omit<VisitSettings, "policy" | "reader">;
  politeness: Politeness;
  /** Which camera is which, whatever address it has today. */
  book: CameraBook;
  /** What each said when it was asked everything, so that the next visit can be short. */
  fullVisits: FullVisits;
  /** Whom the round may talk to, told anew at each: the broker may have moved. */
  policy: (count: (reason: string) => void) => Promise<GuardPolicy>;
  /** Begins a thread that reads; the round ends it. */
  startReader: () => Reader;
  /** Addresses that are asked over HTTP whether or not they answered discovery. */
  direct?: readonly DirectPlace[];
  /** Everything that is sent is written down there. */
  log: AccountabilityLog;
  /** Whom somebody named, and ranges as they were typed: what the log says of a round before it begins. */
  typed: Pick<RoundBegun, "named" | "ranges" | "ports"> & { isNamed: (address: string) => boolean };
  /** Each camera is asked once, without a login, for what is kept for who has one. */
  asksMedia?: boolean;
  /** What is asked beside WS-Discovery, on the same interfaces. */
  announcements?: Pick<AnnouncementSettings, "protocols" | "newId">;
}

/** Discovers, asks and classifies. */
export class CameraRounds {
  readonly #parts: RoundParts;

  constructor(parts: RoundParts) {
    this.#parts = parts;
  }

  /**
   * One round.
   * @param found is told of each camera as soon as its visit has ended
   * @param inFull addresses that are asked everything, whatever is known of them
   */
  async run(
    found: (visit: Visit) => void,
    signal?: AbortSignal,
    inFull: ReadonlySet<string> = new Set(),
  ): Promise<Round> {
    const reader = this.#parts.startReader();
    try {
      // Before the first question: who has answered is not asked again, and that must be known at once.
      await reader.start();
      return await this.#run(found, reader, signal, inFull);
    } finally {
      await reader.stop();
    }
  }

  async #run(
    found: (visit: Visit) => void,
    reader: Reader,
    signal: AbortSignal | undefined,
    inFull: ReadonlySet<string>,
  ): Promise<Round> {
    const { discovery, visits, politeness, book, fullVisits, log, typed, announcements } = this.#parts;
    const dropped: Record<string, number> = {};
    const count = (reason: string, times = 1): void => {
      dropped[reason] = (dropped[reason] ?? 0) + times;
    };
    const policy = await this.#parts.policy(count);
    const id = discovery.newMessageId();
    const at = (): string => new Date(visits.now()).toISOString();
    const { named: namedPlaces, ranges, ports, isNamed } = typed;
    const begun = {
      round: "begun",
      id,
      interfaces: [
        ...discovery.interfaces,
        ...(discovery.links ?? []).map(({ name, address }) => `${address}%${name}`),
      ],
      named: namedPlaces,
      ranges,
      ports,
    } as const;
    if (!(await log.write([{ at: at(), ...begun }]))) {
      count("not-written-down-round");
      return { visits: [], dropped };
    }
    const calls = new CallLog(log, visits.now, count);
    let connections = 0;
    const unicast = discovery.unicast.filter(({ host }) => {
      const refused = refuseAddress(host, policy);
      if (refused !== undefined) count(`unicast-${refused}`);
      return refused === undefined;
    });
    const [{ devices, dropped: unused, packets }, leads] = await Promise.all([
      discover(
        { ...discovery, unicast, budget: politeness, mayAsk: (host) => refuseAddress(host, policy) === undefined },
        reader,
        signal,
      ),
      askAnnouncements(
        {
          protocols: [],
          newId: () => "",
          ...announcements,
          log: (entry) => log.write([{ at: at(), ...entry }]),
          interfaces: discovery.interfaces,
          listenMilliseconds: discovery.listenMilliseconds,
          budget: politeness,
          count,
        },
        reader,
        signal,
      ),
    ]);
    for (const [reason, times] of Object.entries(unused)) count(reason, times);
    const isResting = await politeness.resting();
    const candidates = devices.filter((device) => {
      if (isResting(device.address)) count("left-alone-after-lock-out");
      else if (!mayBeCamera(device.match)) count("not-a-camera");
      else return true;
      return false;
    });
    const told = new Set<string>();
    const granted = new Map<string, number>();
    const plan: NonNullable<VisitSettings["plan"]> = async (seen) => {
      const octets = await politeness.reserveOctets(seen.address, BUDGET.fullVisitOctets);
      granted.set(seen.address, octets);
      if (octets < LEAST_OCTETS) return undefined;
      const name = inFull.has(seen.address) ? undefined : await book.nameOf(seen, told);
      return { octets: octets - BANNER_OCTETS, before: name === undefined ? undefined : await fullVisits.of(name) };
    };
    /** Gives back what a visit has not cost of what was taken for it. */
    const settle = async (address: string, spent: number): Promise<void> => {
      const taken = granted.get(address) ?? 0;
      granted.delete(address);
      await politeness.giveOctetsBack(address, taken - spent);
    };
    const settings: VisitSettings = { ...visits, policy, reader, plan };
    const done = new Map<DiscoveredDevice, Visit>();
    // Where several devices share an address there is no telling whose streams the one port serves.
    const shared = new Set([...sharedAddresses(candidates), ...sharedAddresses(this.#parts.direct ?? [])]);
    const withBanner = async (visited: Visit, tell: TellCall): Promise<Visit> =>
      shared.has(visited.finding.address) || visited.isShort
        ? visited
        : addRtspBanner(visited, { ...settings, tell }, signal);
    /** What only somebody at the command line can want: it is no visit of every week. */
    const withMedia = async (visited: Visit, tell: TellCall): Promise<Visit> => {
      if (this.#parts.asksMedia !== true || visited.deviceAt === undefined) return visited;
      const { address } = visited.finding;
      const octets = await politeness.reserveOctets(address, BUDGET.fullVisitOctets);
      const means = { tell, octets: octets - BANNER_OCTETS, count, asksStreams: !shared.has(address) };
      const asked = octets < LEAST_OCTETS ? undefined : await addMedia(visited, means, settings, signal);
      if (asked === undefined) count("visit-budget-spent");
      await politeness.giveOctetsBack(address, octets - (asked === undefined ? 0 : asked.octets + BANNER_OCTETS));
      if (asked?.lockedOut === true) await politeness.leaveAlone(address);
      return asked?.visit ?? visited;
    };
    const named = async (visited: Visit): Promise<Visit> => {
      const known = await byItsName(visited, book, told);
      const { fingerprint, finding } = known;
      told.add(finding.cameraId);
      if (fingerprint !== undefined) await fullVisits.keep(finding.cameraId, { fingerprint, finding });
      return known;
    };
    const ask = async (device: DiscoveredDevice, countIt = count): Promise<VisitEnd | undefined> => {
      if (!(await politeness.beginVisit(device.address, signal))) return undefined;
      const here = calls.at(isNamed(device.address));
      const end = await visit(device, { ...settings, tell: here.tell }, countIt, signal);
      if (end.visit !== undefined) await here.proven();
      if (end.visit !== undefined && !end.lockedOut) end.visit = await withBanner(end.visit, here.tell);
      await settle(plainAddress(device.address), end.octets + (end.visit?.isShort === false ? BANNER_OCTETS : 0));
      if (end.visit !== undefined) end.visit = await named(end.visit);
      // Behind its name: what is kept of a full visit is what every visit can say again.
      if (end.visit !== undefined && !end.lockedOut) end.visit = await withMedia(end.visit, here.tell);
      here.end();
      await politeness.endVisit(device.address);
      if (end.lockedOut) await politeness.leaveAlone(device.address);
      // A visit that was cut short says less than the camera would: it is not told.
      if (end.visit === undefined || signal?.aborted) return end;
      done.set(device, end.visit);
      found(end.visit);
      return end;
    };
    const askBehind = async (behindOneAddress: readonly DiscoveredDevice[]): Promise<void> => {
      // Whether who was asked there has answered. An address that did not is a stranger in whose name somebody spoke: one attempt is all.
      const answered = new Map<string, boolean>();
      for (const device of behindOneAddress) {
        if (signal?.aborted) return;
        const key = device.askedAt ?? "";
        if (answered.get(key) === false) {
          count("not-asked-after-no-answer");
          continue;
        }
        const end = await ask(device);
        if (end === undefined) return;
        if (end.attempted) answered.set(key, answered.get(key) === true || end.answered);
        if (end.lockedOut) break;
      }
    };
    const isIpv6 = ({ address }: DiscoveredDevice): boolean => address.includes(":");
    const overIpv4 = candidates.filter((each) => !isIpv6(each));
    await inParallel(byAddress(overIpv4), BUDGET.parallelAddresses, askBehind);
    // Most cameras answer over both: one visit is enough.
    const overIpv6 = candidates.filter(isIpv6).filter((each) => {
      const isVisited = isVisitedByIpv4(each, [...done.values()], book.linkAddressOf);
      if (isVisited) count("visited-over-ipv4");
      return !isVisited;
    });
    await inParallel(byAddress(overIpv6), BUDGET.parallelAddresses, askBehind);
    // One visit of an address in a round, however many protocols speak of it.
    const known = new Set([...candidates, ...(this.#parts.direct ?? [])].map(({ address }) => address));
    const announced = leads.filter(({ address }) => !known.has(address)).map((lead) => placeOf(lead, policy, count));
    const places = [...(this.#parts.direct ?? []), ...announced].filter(({ address, isAnnounced }) => {
      const refused = refuseAddress(address, policy);
      if (refused !== undefined) count(`${isAnnounced ? "announced" : "unicast"}-${refused}`);
      else if (isResting(address)) count("left-alone-after-lock-out");
      else return true;
      return false;
    });
    const visited = [...done.values()];
    const askMaker: DirectMeans["askMaker"] = async (device, target, makers) => {
      if (!(await politeness.beginVisit(device.address, signal))) return false;
      const octets = await politeness.reserveOctets(device.address, BUDGET.fullVisitOctets);
      const purse = { octets };
      const here = calls.at(isNamed(device.address));
      const asking = { ...settings, tell: here.tell };
      const plain = octets < LEAST_OCTETS ? undefined : await visitMaker(target, asking, signal, makers, purse);
      if (plain !== undefined) await here.proven();
      await politeness.giveOctetsBack(device.address, purse.octets);
      const visit = plain === undefined ? undefined : await named(await withBanner(plain, here.tell));
      here.end();
      await politeness.endVisit(device.address);
      if (visit === undefined || signal?.aborted) return false;
      done.set(device, visit);
      found(visit);
      return true;
    };
    const direct = await askDirectly(places, {
      visited,
      ask,
      askMaker,
      count,
      knocked: () => connections++,
      now: visits.now,
      signal,
    });
    const ended = { round: "ended", id, discoveryPackets: packets, connections, cameras: done.size } as const;
    if (!(await log.write([{ at: at(), ...ended, ...calls.counts }]))) count("not-written-down-end");
    await fullVisits.forgetOthers(await book.names());
    for (const problem of [...politeness.problems, ...book.problems]) count(problem);
    return { visits: [...candidates, ...direct].flatMap((device) => done.get(device) ?? []), dropped };
  }
}

/** A visit by the name under which the camera is known. A hardware address that it claims, and is not reached by, is told and not used. */
async function byItsName(visit: Visit, book: CameraBook, told: ReadonlySet<string>): Promise<Visit> {
  const { finding, port, reference, claimedHardware } = visit;
  const { cameraId, link } = await book.recognise({ address: finding.address, port, reference }, told);
  const isOther = claimedHardware !== undefined && link !== undefined && claimedHardware !== link;
  const { oddities } = finding;
  if (isOther) oddities.unshift(oddity("claims-other-hardware"));
  return { ...visit, finding: { ...finding, cameraId, oddities: oddities.slice(0, 16) } };
}

/** What the banner of the streams' server may cost of a full visit. */
const BANNER_OCTETS = 4 * 1_024;
/** With less than this left of the day's octets nothing can be asked. */
const LEAST_OCTETS = 2 * BANNER_OCTETS;

/** Where most cameras have their web server: what is asked of one that does not say its port. */
const USUAL_PORTS = [80, 443];

/** Where a lead is asked: at the ports that it names, as far as a web server of a camera may be there, or where most have theirs. */
function placeOf({ address, ports, makers }: Lead, policy: GuardPolicy, count: (reason: string) => void): DirectPlace {
  const allowed = (ports.length === 0 ? USUAL_PORTS : ports).flatMap((port) => {
    const guarded = guardXAddr(`http://${address}:${port}/`, address, policy);
    if ("target" in guarded) return [{ port, secure: port === 443 }];
    if (guarded.refused === "port") count("announced-port");
    return [];
  });
  return {
    address,
    ports: allowed,
    makers,
    isAnnounced: true,
    // It is a camera when it says so over TCP, and not because a datagram called it one.
    isNamed: false,
  };
}

/** Addresses that stand there more than once. */
const sharedAddresses = (places: readonly { address: string }[]): string[] =>
  places.map(({ address }) => plainAddress(address)).filter((address, at, all) => all.indexOf(address) < at);

/** Devices by the address that they share, so that one visit at a time goes there; those that name their own address first. */
function byAddress(devices: readonly DiscoveredDevice[]): DiscoveredDevice[][] {
  const groups = new Map<string, DiscoveredDevice[]>();
  for (const device of devices) {
    const group = groups.get(device.address);
    if (group === undefined) groups.set(device.address, [device]);
    else group.push(device);
  }
  const namesItself = ({ address, match }: DiscoveredDevice): number =>
    match.xaddrs.some((xaddr) => xaddr.includes(`//${address}`)) ? 0 : 1;
  return [...groups.values()].map((group) => group.toSorted((a, b) => namesItself(a) - namesItself(b)));
}
