import type { SignalRow } from "@probewarden/contract";
import { carriedIn } from "../store/walks.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { Accepted } from "./accepted.ts";

/** Addresses of one query; PostgreSQL and SQLite both bound the parameters of a statement. */
const PAGE = 500;

/**
 * Leaves out the levels of transmitters that no suspect of the venue has and nobody carries on a calibration walk: nobody is shown them, and what
 * was taken back must not come in again with a level that was under way. A suspect that this batch is the first to name counts. Returns how many rows were left out.
 */
export async function onlyKnownLevels(
  state: StateStore,
  accepted: readonly Accepted[],
  now: number,
): Promise<{ accepted: Accepted[]; leftOut: number }> {
  const wanted = new Map<string, Set<string>>();
  for (const { message, sensor } of accepted) {
    if (message.kind !== "signal") continue;
    const addresses = wanted.get(sensor.venueId) ?? new Set();
    wanted.set(sensor.venueId, addresses);
    for (const row of message.body.rows) if (isOfSuspect(row)) addresses.add(row.transmitter);
  }
  const known = new Map<string, Set<string>>();
  for (const [venueId, addresses] of wanted) {
    const ofSuspects = await knownOf(state, venueId, [...addresses]);
    known.set(venueId, ofSuspects);
    // What somebody carries on a calibration walk is no suspect's, and reported all the same while the walk lasts.
    if (ofSuspects.size < addresses.size)
      for (const carried of (await carriedIn(state.db, venueId, now)).keys()) ofSuspects.add(carried);
  }
  for (const { venueId, transmitters } of await firstNamed(state, accepted, known))
    for (const transmitter of transmitters) known.get(venueId)?.add(transmitter);

  let leftOut = 0;
  return {
    accepted: accepted.map((entry): Accepted => {
      const { message, sensor } = entry;
      if (message.kind !== "signal") return entry;
      const rows = message.body.rows.filter(
        (row) => !isOfSuspect(row) || known.get(sensor.venueId)?.has(row.transmitter) === true,
      );
      leftOut += message.body.rows.length - rows.length;
      return rows.length === message.body.rows.length ? entry : { ...entry, message: { ...message, body: { rows } } };
    }),
    leftOut,
  };
}

const isOfSuspect = ({ role }: SignalRow): boolean => role === "suspect" || role === "watched";

async function knownOf({ db }: StateStore, venueId: string, addresses: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (let at = 0; at < addresses.length; at += PAGE) {
    const rows = await db
      .selectFrom("suspect_transmitters")
      .select("transmitter")
      .where("venue_id", "=", venueId)
      .where("transmitter", "in", addresses.slice(at, at + PAGE))
      .execute();
    for (const { transmitter } of rows) known.add(transmitter);
  }
  return known;
}

/** Addresses that findings of this batch name and nobody named before; a finding that was overtaken by what is stored names nobody. */
async function firstNamed(
  { db }: StateStore,
  accepted: readonly Accepted[],
  known: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<{ venueId: string; transmitters: string[] }[]> {
  const named: { venueId: string; transmitters: string[] }[] = [];
  for (const { message, sensor } of accepted) {
    if (message.kind !== "finding" || !known.has(sensor.venueId)) continue;
    const transmitters = message.body.transmitters.filter((one) => known.get(sensor.venueId)?.has(one) !== true);
    if (transmitters.length === 0) continue;
    const stored = await db
      .selectFrom("findings")
      .select(["boot_id", "seq"])
      .where("sensor_id", "=", message.sensorId)
      .where("finding_id", "=", message.body.findingId)
      .executeTakeFirst();
    const overtaken = stored?.boot_id === message.bootId && stored.seq >= message.seq;
    if (!overtaken) named.push({ venueId: sensor.venueId, transmitters });
  }
  return named;
}
