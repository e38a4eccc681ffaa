import type { CensusMinute, SignalRow, SuppressedCount } from "@probewarden/contract";
import type { IPoint } from "influx";

/**
 * Tags are identifiers of ours and addresses as twelve hex digits, nothing else. A text from the air never becomes a tag: in the line
 * protocol a newline in it would be a point of the attacker's choice, and a trailing backslash would make his own point vanish.
 * Names are fields, in hex.
 */
export const MEASUREMENTS = { signal: "signal_1m", census: "census_1m" } as const;

/** Where levels stand: the minutes, and what is rolled up out of them. */
export const LEVEL_MEASUREMENTS = ["signal_1m", "signal_5m", "signal_1h"] as const;

/** Retention policies: the minutes as they came, and what is rolled up out of them. */
export const POLICIES = { "1m": "minutes", "5m": "five_minutes", "1h": "hours" } as const;

/** Where a roll-up of five minutes or an hour stands, as InfluxQL names it. */
export const rollUpOf = (what: "signal" | "listened", step: "5m" | "1h"): string => `${POLICIES[step]}.${what}_${step}`;

/** An instant in InfluxQL: whole milliseconds. */
export const instant = (ms: number): string => `${Math.floor(ms)}ms`;

const HEX_ADDRESS = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;
const IDENTIFIER = /^[a-z0-9-]{1,64}$/;

/** An address as a tag: twelve hex digits. Throws RangeError on anything else, whoever let it through before. */
export function transmitterTag(address: string): string {
  if (!HEX_ADDRESS.test(address)) throw new RangeError("not an EUI-48 in lower case with colons");
  return address.replaceAll(":", "");
}

/** The address that a tag spells. */
export const transmitterOf = (tag: string): string => tag.match(/../g)?.join(":") ?? "";

/** An identifier as a tag. Throws RangeError on what could end or split a line. */
export function identifierTag(identifier: string): string {
  if (!IDENTIFIER.test(identifier)) throw new RangeError("not an identifier");
  return identifier;
}

export function signalPoint(venueId: string, sensorId: string, row: SignalRow): IPoint {
  const name = row.name ?? "";
  if (!/^([0-9a-f]{2}){0,32}$/.test(name)) throw new RangeError("a network name that is not hex");
  return {
    measurement: MEASUREMENTS.signal,
    tags: {
      venue: identifierTag(venueId),
      sensor: identifierTag(sensorId),
      transmitter: transmitterTag(row.transmitter),
      channel: String(Math.round(row.channelMhz)),
    },
    fields: {
      role: identifierTag(row.role),
      // An empty name is a name; a leading letter keeps it apart from none.
      name: row.name === undefined ? "none" : `x${name}`,
      frames: row.frames,
      median: row.medianDbm,
      // The mean of medians weighted by frames is sum(weighted) / sum(frames), which InfluxQL can do.
      weighted: row.medianDbm * row.frames,
      p10: row.p10Dbm,
      p90: row.p90Dbm,
    },
    timestamp: Math.floor(Date.parse(row.minute) / 60_000) * 60_000,
  };
}

export function censusPoint(venueId: string, sensorId: string, row: CensusMinute): IPoint {
  return {
    measurement: MEASUREMENTS.census,
    tags: {
      venue: identifierTag(venueId),
      sensor: identifierTag(sensorId),
      channel: String(Math.round(row.channelMhz)),
    },
    fields: {
      seconds: row.secondsListened,
      management: row.management,
      control: row.control,
      data: row.data,
      probe_requests: row.probeRequests,
      access_points: count(row.accessPoints),
      stations: count(row.stations),
    },
    timestamp: Math.floor(Date.parse(row.minute) / 60_000) * 60_000,
  };
}

/** One to four, of which the sensor says no more than that, is stored as -1. */
const count = (value: SuppressedCount): number => (typeof value === "number" ? value : -1);
