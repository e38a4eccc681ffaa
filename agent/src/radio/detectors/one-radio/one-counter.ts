import type { CounterMember, SharedCounter } from "../../air/shared-counter.ts";
import type { SharedClock } from "../../air/shared-clock.ts";
import { ADDRESS_OCTETS } from "../../dot11/address.ts";
import type { DetectorContext, Observation } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { ONE_RADIO } from "./figures.ts";

/** Addresses listed in an observation. */
const LISTED = 16;
const OCTET = 256;

/**
 * What follows from networks that are numbered by one counter, and are not on one clock: those that are, the clock tells. Undefined where a
 * radio for sale may have them: up to thirty-two of any names, and of unrelated addresses fewer than eight, or of fewer than eight clocks.
 */
export function ofOneCounter(counter: SharedCounter, context: DetectorContext): Observation | undefined {
  if (!counter.isOne) return undefined;
  const { venue } = context;
  const shown = counter.shown((address) => venue.network(address) !== undefined);
  const names = new Set(shown.map(({ name }) => name)).size;
  if (names < ONE_RADIO.strangers) return undefined;
  if (areOnOneClock(shown, context)) return undefined;
  const clocks = clocksOf(shown, context);
  const strangers = strangersAmong(shown);
  const code = codeOf(names, strangers, clocks);
  if (code === undefined) return undefined;
  const addresses = shown.map(({ address }) => address);
  return {
    code,
    subject: { kind: "transmitter", address: addresses[0]! },
    transmitters: addresses.slice(0, LISTED),
    transmitterCount: addresses.length,
    shownBy: addresses,
    targets: [],
    facts: [
      { name: "names-of-one-counter", value: names },
      { name: "unrelated-addresses-of-one-counter", value: strangers },
      { name: "clocks-of-one-counter", value: clocks },
    ],
    names: [],
  };
}

function codeOf(names: number, strangers: number, clocks: number): EvidenceCode | undefined {
  if (names >= ONE_RADIO.names) return "names-of-one-counter";
  return strangers >= ONE_RADIO.strangers && clocks >= ONE_RADIO.strangers ? "strangers-of-one-counter" : undefined;
}

function areOnOneClock([first, ...others]: readonly CounterMember[], { radioClocks }: DetectorContext): boolean {
  const clock = first === undefined ? undefined : radioClocks.clockOf(first.address);
  return clock !== undefined && others.every(({ address }) => radioClocks.clockOf(address) === clock);
}

/**
 * How many clocks they have: those that started within an interval are one, for some radios beacon their networks by turns and set each one's
 * clock by its turn. Who has none counts as one more, unless its beacons come in time by ours: its driver writes no clock.
 */
function clocksOf(shown: readonly CounterMember[], { accessPoints, radioClocks }: DetectorContext): number {
  const started = new Set<SharedClock>();
  let without = 0;
  let unwritten = 0;
  for (const { address } of shown) {
    const clock = radioClocks.clockOf(address);
    if (clock !== undefined) started.add(clock);
    else if (accessPoints.get(address)?.beat?.isInTimeHere === true) unwritten = 1;
    else without++;
  }
  let clocks = 0;
  let latest = -Infinity;
  for (const at of [...started].map(({ startedAt }) => startedAt).sort((left, right) => left - right)) {
    if (at - latest > ONE_RADIO.clocksApartSeconds) clocks++;
    latest = at;
  }
  return clocks + without + unwritten;
}

/** How many of the addresses have nothing in common, each with all of the others: a radio's are made from one, and differ in an octet or two. */
function strangersAmong(shown: readonly CounterMember[]): number {
  const strangers: number[] = [];
  for (const { address } of shown)
    if (strangers.every((other) => sameOctets(address, other) < ONE_RADIO.sameOctets)) strangers.push(address);
  return strangers.length;
}

/** In how many of their octets, each held against the one in its place, two addresses are the same. */
function sameOctets(one: number, other: number): number {
  let same = 0;
  for (let octet = 0, left = one, right = other; octet < ADDRESS_OCTETS; octet++) {
    if (left % OCTET === right % OCTET) same++;
    left = Math.floor(left / OCTET);
    right = Math.floor(right / OCTET);
  }
  return same;
}
