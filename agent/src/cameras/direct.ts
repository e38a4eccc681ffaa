import { setTimeout as sleep } from "node:timers/promises";
import type { MakerCall } from "./discover/announced/protocol.ts";
import type { DiscoveredDevice } from "./discover/device-register.ts";
import { spellPlace, type Target } from "./interrogate/address-guard.ts";
import { BUDGET, inParallel } from "./interrogate/budget.ts";
import { knockAt, notTaken, type Knock } from "./knock.ts";
import type { Visit, VisitEnd } from "./visit.ts";

/** An address that is asked over HTTP although it may have answered no discovery: a camera can be set to keep silent there. */
export interface DirectPlace {
  address: string;
  /** Where to ask, in this order. */
  ports: readonly { port: number; secure: boolean }[];
  /** The makers' own interfaces that are asked where no ONVIF answers. */
  makers: readonly MakerCall[];
  /** A datagram has led there: nobody named it, and it lies in no range that somebody typed. */
  isAnnounced: boolean;
  /** The operator named the address, or it is one of a range. What is named is taken for a camera where it does not say what it is. */
  isNamed: boolean;
}

/** Where the web services of cameras are found: makers' defaults (Hikvision 80, Dahua 80, Xiongmai 8899, TP-Link 2020, Reolink 8000, YMA 5000), and HTTPS last. */
export const COMMON_PORTS = [80, 8080, 8000, 8899, 2020, 5000, 443].map((port) => ({ port, secure: port === 443 }));

/** What is needed to ask, and whom discovery has led to already. */
export interface DirectMeans {
  visited: readonly Visit[];
  /** Visits it; `count` is told why it is no camera. */
  ask: (device: DiscoveredDevice, count: (reason: string) => void) => Promise<VisitEnd | undefined>;
  /** Asks at the makers' own interfaces. @returns whether it is a camera of one of them */
  askMaker: (device: DiscoveredDevice, target: Target, makers: readonly MakerCall[]) => Promise<boolean>;
  count: (reason: string) => void;
  /** Told of each connection that is begun to see whether it is taken. */
  knocked: () => void;
  now: () => number;
  signal: AbortSignal | undefined;
}

/** At most 20 connections a second are begun to see who is there, to all addresses together. */
const KNOCK_GAP_MILLISECONDS = 50;

/**
 * Asks each place at its ports, one after the other, until one of them has answered as a camera; a place that discovery has led to, at such
 * a port, is not asked again. @returns the devices that were asked
 */
export async function askDirectly(places: readonly DirectPlace[], means: DirectMeans): Promise<DiscoveredDevice[]> {
  const { visited, ask, askMaker, now, signal } = means;
  const known = new Set(visited.flatMap(({ finding, port }) => [`${finding.address} ${port}`]));
  const asked: DiscoveredDevice[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const knock = async (address: string, port: number): Promise<Knock> => {
    const mine = turn;
    turn = mine.then(() => sleep(KNOCK_GAP_MILLISECONDS));
    await mine;
    if (signal?.aborted) return "silent";
    means.knocked();
    return knockAt(address, port);
  };
  await inParallel(places, 4 * BUDGET.parallelAddresses, async ({ address, ports, isNamed, makers, isAnnounced }) => {
    if (ports.some(({ port }) => known.has(`${address} ${port}`))) return;
    const knocks: Knock[] = [];
    for (const { port, secure } of ports) {
      if (signal?.aborted) return;
      const said = await knock(address, port);
      knocks.push(said);
      if (said !== "open") continue;
      const device = deviceAt(address, port, secure, isNamed, now());
      asked.push(device);
      const early: string[] = [];
      const end = await ask(device, (reason) => early.push(reason));
      if (end === undefined || end.lockedOut || end.visit !== undefined) return;
      // What an operator has named, or what claims to be of a maker, is asked there too: a camera need not speak ONVIF.
      if (
        makers.length > 0 &&
        end.attempted &&
        !end.answered &&
        (await askMaker(device, { address, port, secure, path: "/" }, makers))
      )
        return;
      for (const reason of early) means.count(reason);
    }
    if (knocks.includes("open") || signal?.aborted) return;
    const why = notTaken(knocks);
    means.count(isAnnounced ? `not-confirmed-${why}` : `${why}-address`);
  });
  return asked;
}

function deviceAt(address: string, port: number, secure: boolean, isNamed: boolean, nowMs: number): DiscoveredDevice {
  return {
    address,
    askedAt: `${address}:${port}`,
    match: {
      endpointReference: `port ${port}`,
      types: isNamed ? ["dn:NetworkVideoTransmitter"] : [],
      scopes: [],
      xaddrs: [`${secure ? "https" : "http"}://${spellPlace(address, port)}/`],
    },
    firstSeenMs: nowMs,
    lastSeenMs: nowMs,
    answers: 0,
    changesReference: false,
    // Nobody else has said anything: whatever answers there is its own word.
    isOwnWord: true,
    isContradicted: false,
    contradictsItself: false,
  };
}
