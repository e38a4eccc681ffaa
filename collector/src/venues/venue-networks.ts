import { createHash } from "node:crypto";
import { ConfigError, firstMistake, readJsonOf } from "@probewarden/cli";
import { inKeyOrder, knowsMinor, LISTS_MINOR, OwnNetworks } from "@probewarden/contract";
import type { InventoryEntry, Sensor, SensorList, VenueNetworks } from "@probewarden/contract";
import { Type } from "typebox";
import { Check } from "typebox/value";
import { residentsSetting } from "../intake/downlink.ts";
import { audit } from "../people/audit.ts";
import { readSensorPage } from "../sensors/read-sensors.ts";
import type { SeriesReads, SeriesStore } from "../store/series/series-store.ts";
import type { StateReader, StateStore } from "../store/state/open-state.ts";
import { readSetting } from "../store/state/settings.ts";
import { heardNetworks, isStranger } from "./heard-networks.ts";

/** Sensors of a venue. */
const SENSORS = 256;

/** The file is the list itself; a venue file has it under this name. */
const NetworkList = Type.Object({ networks: OwnNetworks });
const EXAMPLE = '[{ "bssid": "02:00:00:00:00:01", "ssid": "4d616c6c", "security": "wpa2" }]';
const EXAMPLES = { "/networks": EXAMPLE, "/networks/bssid": "02:00:00:00:00:01", "/networks/ssid": "4d616c6c" };

/** What the sensors of a venue have learnt that could be its own, for a person to confirm. */
export interface LearntNetworks {
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

/** SHA-256, in hex, by which a list is known: a sensor works it out of what it was told (`agent/src/supervisor/told-store.ts`). */
export const revisionOf = (networks: readonly InventoryEntry[]): string =>
  createHash("sha256").update(inKeyOrder(networks)).digest("hex");

/** The list in force, what the sensors heard in a day, and which of them have the list. Undefined: there is no such venue. */
export async function readVenueNetworks(
  state: StateReader,
  series: SeriesReads & SeriesStore,
  venueId: string,
  now: number,
): Promise<VenueNetworks | undefined> {
  const networks = await readNetworks(state, venueId);
  if (networks === undefined) return undefined;
  const revision = revisionOf(networks);
  const sensors = (await readSensorPage(state, { venueId, limit: SENSORS }, now)).items;
  const listed = new Set(networks.map(({ bssid }) => bssid));
  const sensorIds = sensors.map(({ sensorId }) => sensorId);
  const { rows, beyond } = await heardNetworks(state, series, { venueId, sensorIds, listed }, now);
  return {
    venueId,
    revision,
    networks,
    heard: rows,
    beyond,
    residentsTold: (await readSetting(state.db, residentsSetting(venueId))) !== "off",
    sensors: sensors.map((sensor) => ({
      sensorId: sensor.sensorId,
      state: sensor.state,
      list: listOf(sensor, revision),
    })),
  };
}

function listOf({ contractVersion, health }: Sensor, revision: string): SensorList["list"] {
  if (health?.networkList !== undefined) return health.networkList === revision ? "this" : "another";
  return contractVersion === undefined || knowsMinor(contractVersion, LISTS_MINOR) ? "none" : "does-not-say";
}

/**
 * Of what was heard, what is not on the list and could be the venue's own: nobody who is suspected, or came when a sensor had learnt its place and
 * was not called the venue's.
 */
export function learntNetworks({ networks, heard }: VenueNetworks): LearntNetworks {
  const known = new Set(networks.map(({ bssid }) => bssid));
  const unlisted = heard.filter(({ bssid }) => !known.has(bssid));
  const innocent = unlisted.filter(({ suspectId }) => suspectId === undefined);
  return {
    networks: innocent
      .filter((row) => !isStranger(row))
      .map(({ bssid, name }) => ({ bssid, ...(name === undefined ? {} : { ssid: name }) }))
      .toSorted((one, other) => (one.bssid < other.bssid ? -1 : 1)),
    suspected: unlisted.length - innocent.length,
    newcomers: innocent.filter(isStranger).length,
  };
}

/** Reads a list of access points from a file. @throws ConfigError */
export function readNetworkFile(file: string): InventoryEntry[] {
  const json: unknown = { networks: readJsonOf(file, "the list of networks", EXAMPLE) };
  if (!Check(NetworkList, json)) throw new ConfigError(`${file}: ${firstMistake(NetworkList, json, EXAMPLES)}`);
  const { networks } = json;
  const twice = addressTwice(networks);
  if (twice !== undefined) throw new ConfigError(`${file}: ${twice} stands twice (each address stands once)`);
  return networks;
}

/** An address that stands twice on a list; undefined: each stands once. */
export function addressTwice(networks: readonly InventoryEntry[]): string | undefined {
  const seen = new Set<string>();
  return networks.find(({ bssid }) => seen.size === seen.add(bssid).size)?.bssid;
}

/** Who changes a list, and what he has seen. */
export interface NetworksChange {
  by: string;
  at: number;
  /** Revisions that may be replaced; `*`, or absent: any. */
  inPlaceOf?: readonly string[];
  /** A device that may observe is not said to be one here, only by who may say so. */
  keepsLicences?: boolean;
}

/** Takes the place of a venue's list, and says in the record who did. */
export function writeNetworks(
  state: StateStore,
  venueId: string,
  networks: readonly InventoryEntry[],
  { by, at, inPlaceOf = ["*"], keepsLicences = false }: NetworksChange,
): Promise<"done" | "no-venue" | "changed-meanwhile" | "licence"> {
  return state.transaction(async (trx) => {
    const before = await trx.selectFrom("venues").select("networks").where("venue_id", "=", venueId).executeTakeFirst();
    if (before === undefined) return "no-venue";
    const known = JSON.parse(before.networks) as InventoryEntry[];
    if (!inPlaceOf.includes("*") && !inPlaceOf.includes(revisionOf(known))) return "changed-meanwhile";
    const licensed = new Set(known.flatMap((entry) => (entry.licensed === true ? [entry.bssid] : [])));
    if (keepsLicences && networks.some((entry) => entry.licensed === true && !licensed.has(entry.bssid)))
      return "licence";
    const { numUpdatedRows } = await trx
      .updateTable("venues")
      .set({ networks: JSON.stringify(networks) })
      .where("venue_id", "=", venueId)
      // Of two who have seen the same list, one is first.
      .where("networks", "=", before.networks)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return "changed-meanwhile";
    await audit(trx, { by, at, action: "networks-set", subject: venueId });
    return "done";
  });
}
