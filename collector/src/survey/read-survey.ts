import {
  MOST_SURVEYED,
  type AirSurvey,
  type InventoryEntry,
  type NewcomerRow,
  type Sensor,
  type Suspect,
  type SurveyedSensor,
  type SurveyRow,
} from "@probewarden/contract";
import { residentsSetting } from "../intake/downlink.ts";
import { readNewcomerPage } from "../newcomers/read-newcomers.ts";
import { readSensorPage } from "../sensors/read-sensors.ts";
import { CLOCK_WRONG_MS } from "../sensors/sensor-clock.ts";
import type { SeriesReads, StoredSignalRow } from "../store/series/series-store.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { readSetting } from "../store/state/settings.ts";
import { readSuspectPage } from "../suspects/read-suspects.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import { readFloors } from "../venues/read-venues.ts";
import { couldBe, Neighbours } from "./could-be.ts";
import { listenedBands } from "./listened-bands.ts";

const HOUR_MS = 3_600_000;
/** Sensors of one survey. */
const SENSORS = 256;
/** Access points of one sensor, the loudest. */
const AT_ONE_SENSOR = 500;
/** Suspects and newcomers, in the order of their lists. */
const OF_A_LIST = 500;

type Row = Omit<SurveyRow, "couldBe">;

/** What was heard in a venue in the last hour and is not recognised, and what could not have been heard. Undefined: there is no such venue. */
export async function readSurvey(
  state: StateReader,
  series: SeriesStore,
  venueId: string,
  now: number,
): Promise<AirSurvey | undefined> {
  const venue = await state.db
    .selectFrom("venues")
    .select(["networks", "floors"])
    .where("venue_id", "=", venueId)
    .executeTakeFirst();
  if (venue === undefined) return undefined;
  const networks = JSON.parse(venue.networks) as InventoryEntry[];
  const floors = readFloors(venue.floors).map(({ floorId }) => floorId);
  const [fromMs, untilMs] = [now - HOUR_MS, now];
  const sensors = (await readSensorPage(state, { venueId, limit: SENSORS }, now)).items;
  const { residents, recognised } = await readResidents(series, venueId, sensors, fromMs, untilMs, networks);
  const suspects = (await readSuspectPage(state, series, { venueId, state: "active", limit: OF_A_LIST }, now)).items;
  const newcomers = (await readNewcomerPage(state, { venueId, limit: OF_A_LIST })).items.filter(
    ({ lastHeardAt }) => Date.parse(lastHeardAt) >= fromMs,
  );
  const first = new Map(
    (await series.firstHours(venueId, [...residents.keys()])).map(({ transmitter, hourMs }) => [transmitter, hourMs]),
  );
  const rows = joinRows(suspects, newcomers, residents, first);
  const own = new Neighbours(networks.map(({ bssid }) => bssid));
  const names = new Set(networks.flatMap(({ ssid }) => ssid ?? []));
  const others = new Neighbours(rows.flatMap(({ transmitter }) => transmitter ?? []));
  const listened = await readListened(series, venueId, sensors, fromMs, untilMs);
  const listenedFloors = new Set(
    listened.flatMap(({ floorId, channels }) => (channels.length > 0 && floorId !== undefined ? [floorId] : [])),
  );
  return {
    venueId,
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    items: rows.slice(0, MOST_SURVEYED).map((row) => ({ ...row, couldBe: hintsOf(row, own, names, others) })),
    beyond: Math.max(0, rows.length - MOST_SURVEYED),
    recognised,
    residentsTold: (await readSetting(state.db, residentsSetting(venueId))) !== "off",
    sensors: listened,
    bands: listenedBands(listened.flatMap(({ channels }) => channels.map(({ channelMhz }) => channelMhz))),
    floorsNotListened: floors.filter((floorId) => !listenedFloors.has(floorId)),
  };
}

const hintsOf = (row: Row, own: Neighbours, names: ReadonlySet<string>, others: Neighbours): SurveyRow["couldBe"] =>
  row.transmitter === undefined
    ? []
    : couldBe(
        {
          transmitter: row.transmitter,
          ...(row.name === undefined ? {} : { name: row.name }),
          levels: row.sensors.flatMap(({ levelDbm }) => levelDbm ?? []),
        },
        own,
        names,
        others,
      );

/** The access points of all sensors, each once, and how many of the venue's own list were heard. */
async function readResidents(
  series: SeriesReads,
  venueId: string,
  sensors: readonly Sensor[],
  fromMs: number,
  untilMs: number,
  networks: readonly InventoryEntry[],
): Promise<{ residents: Map<string, StoredSignalRow[]>; recognised: number }> {
  const residents = new Map<string, StoredSignalRow[]>();
  const recognised = new Set<string>();
  // A list that was changed lately has not come to every minute of the hour: what stands on it now is recognised.
  const listed = new Set(networks.map(({ bssid }) => bssid));
  for (const { sensorId } of sensors)
    for (const row of await series.residents(venueId, sensorId, fromMs, untilMs + CLOCK_WRONG_MS, AT_ONE_SENSOR))
      if (row.role === "venue" || listed.has(row.transmitter)) recognised.add(row.transmitter);
      else residents.set(row.transmitter, [...(residents.get(row.transmitter) ?? []), row]);
  // One sensor may have the list before another.
  for (const transmitter of recognised) residents.delete(transmitter);
  return { residents, recognised: recognised.size };
}

const latestOf = (rows: readonly StoredSignalRow[]): StoredSignalRow | undefined =>
  rows.toSorted((a, b) => (a.minute < b.minute ? 1 : -1))[0];

/** One row for each suspect, then for each newcomer, then for each other access point; nobody stands in it twice. */
function joinRows(
  suspects: readonly Suspect[],
  newcomers: readonly NewcomerRow[],
  residents: ReadonlyMap<string, readonly StoredSignalRow[]>,
  first: ReadonlyMap<string, number>,
): Row[] {
  const told = new Set<string>();
  const nameOf = (address: string | undefined): string | undefined =>
    latestOf(residents.get(address ?? "") ?? [])?.name;
  const rows: Row[] = [];
  for (const suspect of suspects) {
    for (const address of suspect.transmitters) told.add(address);
    const [transmitter] = suspect.transmitters;
    const name = nameOf(transmitter);
    rows.push({
      kind: "suspect",
      ...(transmitter === undefined ? {} : { transmitter }),
      transmitterCount: suspect.transmitterCount,
      ...(name === undefined ? {} : { name }),
      firstHeardAt: suspect.firstHeardAt,
      lastHeardAt: suspect.lastHeardAt,
      sensors: loudestFirst(
        suspect.sensors.map(({ sensorId, levelDbm }) => ({
          sensorId,
          ...(levelDbm === undefined ? {} : { levelDbm }),
        })),
      ),
      suspectId: suspect.suspectId,
      suspicion: suspect.suspicion,
      band: suspect.band,
    });
  }
  for (const newcomer of newcomers) {
    if (told.has(newcomer.transmitter)) continue;
    told.add(newcomer.transmitter);
    rows.push({
      kind: "newcomer",
      transmitter: newcomer.transmitter,
      transmitterCount: 1,
      ...(newcomer.name === undefined ? {} : { name: newcomer.name }),
      channelMhz: newcomer.channelMhz,
      firstHeardAt: newcomer.firstHeardAt,
      lastHeardAt: newcomer.lastHeardAt,
      sensors: newcomer.sensors.map(({ sensorId, levelDbm }) => ({ sensorId, levelDbm })),
      newcomerId: newcomer.newcomerId,
      ...(newcomer.mark === undefined ? {} : { mark: newcomer.mark.mark }),
    });
  }
  const others: Row[] = [];
  for (const [transmitter, levels] of residents) {
    const latest = latestOf(levels);
    if (told.has(transmitter) || latest === undefined) continue;
    const name = latest.name ?? levels.find((level) => level.name !== undefined)?.name;
    const hourMs = first.get(transmitter);
    others.push({
      kind: "resident",
      transmitter,
      transmitterCount: 1,
      ...(name === undefined ? {} : { name }),
      channelMhz: latest.channelMhz,
      firstHeardAt: hourMs === undefined ? latest.minute : new Date(hourMs).toISOString(),
      lastHeardAt: latest.minute,
      sensors: loudestFirst(levels.map(({ sensorId, medianDbm }) => ({ sensorId, levelDbm: medianDbm }))),
    });
  }
  return [...rows, ...others.toSorted((a, b) => levelOf(b) - levelOf(a))];
}

const levelOf = ({ sensors }: Pick<Row, "sensors">): number => sensors[0]?.levelDbm ?? Number.NEGATIVE_INFINITY;
const loudestFirst = (sensors: Row["sensors"]): Row["sensors"] =>
  sensors
    .toSorted((a, b) => (b.levelDbm ?? Number.NEGATIVE_INFINITY) - (a.levelDbm ?? Number.NEGATIVE_INFINITY))
    .slice(0, SENSORS);

/** What each sensor listened to, and how many phones it counted. */
async function readListened(
  series: SeriesReads,
  venueId: string,
  sensors: readonly Sensor[],
  fromMs: number,
  untilMs: number,
): Promise<SurveyedSensor[]> {
  const ids = sensors.map(({ sensorId }) => sensorId);
  const channels = await series.channels(venueId, ids, fromMs, untilMs + CLOCK_WRONG_MS);
  const probing = await series.probing(venueId, ids, fromMs, untilMs, HOUR_MS);
  return sensors.map(({ sensorId, floorId, state }) => {
    const steps = probing.filter((step) => step.sensorId === sensorId && step.load !== undefined);
    const minutes = steps.reduce((sum, step) => sum + step.minutes, 0);
    const devices = steps.reduce((sum, step) => sum + (step.load?.devices ?? 0), 0);
    return {
      sensorId,
      ...(floorId === undefined ? {} : { floorId }),
      state,
      channels: channels
        .filter((channel) => channel.sensorId === sensorId && channel.channelMhz > 0)
        .map(({ channelMhz, seconds, frames }) => ({ channelMhz, seconds, frames }))
        .toSorted((a, b) => a.channelMhz - b.channelMhz)
        .slice(0, 128),
      ...(minutes === 0 ? {} : { phonesAMinute: Math.round((devices / minutes) * 10) / 10 }),
    };
  });
}
