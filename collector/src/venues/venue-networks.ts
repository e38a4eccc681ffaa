import { ConfigError, firstMistake, readJsonOf } from "@probewarden/cli";
import { InventoryEntry } from "@probewarden/contract";
import { Type } from "typebox";
import { Check } from "typebox/value";
import { readNewcomerPage } from "../newcomers/read-newcomers.ts";
import { audit } from "../people/audit.ts";
import { readSensorPage } from "../sensors/read-sensors.ts";
import type { SeriesReads, SeriesStore } from "../store/series/series-store.ts";
import type { StateReader, StateStore } from "../store/state/open-state.ts";
import { readSuspectPage } from "../suspects/read-suspects.ts";

const HOUR_MS = 3_600_000;
/** What was heard in a day: what a shop switches off at night is in it. */
const HEARD_MS = 24 * HOUR_MS;
/** Bounds: sensors of a venue, access points of one of them, suspects and newcomers that are left out, and the list itself. */
const SENSORS = 256;
const AT_ONE_SENSOR = 500;
const LEFT_OUT = 500;
const NETWORKS = 1_024;

/** The file is the list itself; a venue file has it under this name. */
const NetworkList = Type.Object({ networks: Type.Array(InventoryEntry, { maxItems: NETWORKS }) });
const EXAMPLE = '[{ "bssid": "02:00:00:00:00:01", "ssid": "4d616c6c", "security": "wpa2" }]';
const EXAMPLES = { "/networks": EXAMPLE, "/networks/bssid": "02:00:00:00:00:01", "/networks/ssid": "4d616c6c" };

/** What the sensors of a venue have learnt that could be its own, for a person to confirm. */
export interface HeardNetworks {
  networks: InventoryEntry[];
  /** Left out: who is suspected, and who came when a sensor had learnt its place and nobody has called it the venue's. */
  suspected: number;
  newcomers: number;
}

/** The list of a venue's own access points; undefined: there is no such venue. */
export async function readNetworks(state: StateReader, venueId: string): Promise<InventoryEntry[] | undefined> {
  const venue = await state.db
    .selectFrom("venues")
    .select("networks")
    .where("venue_id", "=", venueId)
    .executeTakeFirst();
  return venue === undefined ? undefined : (JSON.parse(venue.networks) as InventoryEntry[]);
}

/**
 * Access points that stay and are not on the list: each was heard for half an hour, one with a locally administered address for a day, which no
 * visitor's is. What a sensor cannot know is whose they are; and how they are secured is not told of strangers.
 */
export async function heardNetworks(
  state: StateReader,
  series: SeriesReads & SeriesStore,
  venueId: string,
  listed: readonly InventoryEntry[],
  now: number,
): Promise<HeardNetworks> {
  const known = new Set(listed.map(({ bssid }) => bssid));
  const suspects = (await readSuspectPage(state, series, { venueId, state: "active", limit: LEFT_OUT }, now)).items;
  const suspected = new Set(suspects.flatMap(({ transmitters }) => transmitters));
  const came = (await readNewcomerPage(state, { venueId, limit: LEFT_OUT })).items;
  const newcomers = new Set(came.filter((it) => it.mark?.mark !== "ours").map(({ transmitter }) => transmitter));
  const heard = new Map<string, InventoryEntry>();
  const leftOut = { suspected: new Set<string>(), newcomers: new Set<string>() };
  for (const { sensorId } of (await readSensorPage(state, { venueId, limit: SENSORS }, now)).items)
    for (const { transmitter: bssid, name } of await series.residents(
      venueId,
      sensorId,
      now - HEARD_MS,
      now,
      AT_ONE_SENSOR,
    )) {
      if (known.has(bssid)) continue;
      if (suspected.has(bssid)) leftOut.suspected.add(bssid);
      else if (newcomers.has(bssid)) leftOut.newcomers.add(bssid);
      else if (heard.get(bssid)?.ssid === undefined)
        heard.set(bssid, { bssid, ...(name === undefined ? {} : { ssid: name }) });
    }
  return {
    networks: [...heard.values()].toSorted((one, other) => (one.bssid < other.bssid ? -1 : 1)),
    suspected: leftOut.suspected.size,
    newcomers: leftOut.newcomers.size,
  };
}

/** Reads a list of access points from a file. @throws ConfigError */
export function readNetworkFile(file: string): InventoryEntry[] {
  const json: unknown = { networks: readJsonOf(file, "the list of networks", EXAMPLE) };
  if (!Check(NetworkList, json)) throw new ConfigError(`${file}: ${firstMistake(NetworkList, json, EXAMPLES)}`);
  const { networks } = json;
  const twice = networks.find(({ bssid }, index) => networks.findIndex((it) => it.bssid === bssid) !== index);
  if (twice !== undefined) throw new ConfigError(`${file}: ${twice.bssid} stands twice (each address stands once)`);
  return networks;
}

/** Takes the place of a venue's list, and says in the record who did. False: there is no such venue. */
export function writeNetworks(
  state: StateStore,
  venueId: string,
  networks: readonly InventoryEntry[],
  who: { by: string; at: number },
): Promise<boolean> {
  return state.transaction(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("venues")
      .set({ networks: JSON.stringify(networks) })
      .where("venue_id", "=", venueId)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    await audit(trx, { ...who, action: "networks-set", subject: venueId });
    return true;
  });
}
