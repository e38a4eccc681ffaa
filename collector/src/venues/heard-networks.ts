import type { HeardNetwork, Suspect } from "@probewarden/contract";
import { MOST_HEARD_NETWORKS } from "@probewarden/contract/figures";
import type { SeriesReads, SeriesStore, StoredSignalRow } from "../store/series/series-store.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { readSuspectPage } from "../suspects/read-suspects.ts";
import { marksOf, type NewcomerMark, type SuspectMark } from "./marks-of.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The last hour, and five minutes of it where a minute came late. */
const LATELY_MS = HOUR_MS + 5 * MINUTE_MS;
/**
 * Behind it five minutes of every third hour, back to a day ago: what a shop switches off at night is in it, and of 1,440 minutes of a sensor with a
 * hundred access points 105 are read.
 */
const LOOKS = 8;
const [EVERY_MS, LOOK_MS] = [3 * HOUR_MS, 5 * MINUTE_MS];
/** Bounds: access points of one sensor in one look, its loudest; suspects that have a row without having been heard in a look; sensors of a row. */
const AT_ONE_SENSOR = 500;
const UNHEARD_SUSPECTS = 500;
const SENSORS = 256;

/** What a sensor heard of an access point in the latest of the looks that found it. */
type Level = Pick<StoredSignalRow, "sensorId" | "minute" | "medianDbm" | "name"> & { channelMhz?: number };
/** From the first of these instants until before the second. */
type Span = readonly [number, number];

/** What the sensors of a venue heard in a day that could be its own. */
export interface Heard {
  /** Those on the list first, then suspects, newcomers, others; within them the loudest first. */
  rows: HeardNetwork[];
  /** How many had no room. Who was fainter than the loudest of one sensor is not counted. */
  beyond: number;
}

/**
 * Access points that the sensors of a venue heard when this looks at the last day, each once: each was heard for half an hour, one with a locally
 * administered address for a day, which no visitor's is. And who is suspected now, by the addresses that are told of him, for a suspect can be the
 * venue's own: that may be any transmitter. Whoever was heard is marked while a suspect that has not ended has his address. What a sensor cannot know
 * is whose they are; and how they are secured is not told of strangers.
 * @param listed addresses on the venue's list
 */
export async function heardNetworks(
  state: StateReader,
  series: SeriesReads & SeriesStore,
  { venueId, sensorIds, listed }: { venueId: string; sensorIds: readonly string[]; listed: ReadonlySet<string> },
  now: number,
): Promise<Heard> {
  const levels = new Map<string, Level[]>();
  const add = (address: string, level: Level): void => {
    const known = levels.get(address);
    if (known === undefined) levels.set(address, [level]);
    else known.push(level);
  };
  const full = new Set<Span>();
  const spans = spansOf(now);
  for (const sensorId of sensorIds)
    for (const row of await readLooks(series, venueId, sensorId, spans, full)) add(row.transmitter, row);
  for (const { transmitter, ...level } of await pushedOut(series, venueId, [...full], listed, levels))
    add(transmitter, level);
  const present = suspectsOf(
    (await readSuspectPage(state, series, { venueId, state: "active", limit: UNHEARD_SUSPECTS }, now)).items,
  );
  const addresses = [...new Set([...levels.keys(), ...present.keys()])];
  const { suspects, newcomers } = await marksOf(state, venueId, addresses);
  const rows = addresses
    .map((bssid) =>
      rowOf(bssid, levels.get(bssid) ?? [], {
        suspect: suspects.get(bssid) ?? present.get(bssid),
        present: present.get(bssid),
        newcomer: newcomers.get(bssid),
      }),
    )
    .toSorted(
      (one, other) =>
        turnOf(one, listed) - turnOf(other, listed) ||
        levelOf(other) - levelOf(one) ||
        (one.bssid < other.bssid ? -1 : 1),
    );
  const shown = rows.slice(0, MOST_HEARD_NETWORKS);
  // Asked of what is shown alone: somebody may have filled the air with others.
  const first = await series.firstHours(
    venueId,
    shown.map(({ bssid }) => bssid),
  );
  const since = new Map(first.map(({ transmitter, hourMs }) => [transmitter, new Date(hourMs).toISOString()]));
  return {
    rows: shown.map((row) => {
      const firstHeardAt = since.get(row.bssid);
      return firstHeardAt === undefined || firstHeardAt > row.firstHeardAt ? row : { ...row, firstHeardAt };
    }),
    beyond: rows.length - shown.length,
  };
}

/** The last hour, and a few looks before. */
function spansOf(now: number): Span[] {
  const spans: Span[] = [[now - LATELY_MS, now]];
  for (let look = 1; look <= LOOKS; look++) spans.push([now - look * EVERY_MS, now - look * EVERY_MS + LOOK_MS]);
  return spans;
}

/** What one sensor heard in these spans, the latest row of each transmitter. @param full takes in the spans that had more than are read */
async function readLooks(
  series: SeriesReads,
  venueId: string,
  sensorId: string,
  spans: readonly Span[],
  full: Set<Span>,
): Promise<Iterable<StoredSignalRow>> {
  const latest = new Map<string, StoredSignalRow>();
  for (const span of spans) {
    const rows = await series.residents(venueId, sensorId, ...span, AT_ONE_SENSOR);
    if (rows.length === AT_ONE_SENSOR) full.add(span);
    for (const row of rows) {
      const later = latest.get(row.transmitter);
      // A name may have been told only then.
      if (later === undefined) latest.set(row.transmitter, row);
      else if (later.name === undefined && row.name !== undefined)
        latest.set(row.transmitter, { ...later, name: row.name });
    }
  }
  return latest.values();
}

/** Levels of the venue's own that louder strangers left no room for: asked by address, where a look was full. */
async function pushedOut(
  series: SeriesReads,
  venueId: string,
  full: readonly Span[],
  listed: ReadonlySet<string>,
  known: ReadonlyMap<string, readonly Level[]>,
): Promise<(Level & { transmitter: string })[]> {
  const found = new Map<string, Level & { transmitter: string }>();
  for (const [fromMs, toMs] of full)
    for (const row of await series.latestLevels(venueId, [...listed], fromMs, toMs)) {
      const { transmitter, sensorId, medianDbm } = row;
      const key = `${sensorId} ${transmitter}`;
      if (found.has(key) || known.get(transmitter)?.some((level) => level.sensorId === sensorId) === true) continue;
      found.set(key, { transmitter, sensorId, medianDbm, minute: new Date(row.minuteMs).toISOString() });
    }
  return [...found.values()];
}

/** Suspects by each address that is told of them. Of two with one address the one that stands first in their list. */
function suspectsOf(suspects: readonly Suspect[]): Map<string, Suspect> {
  const byAddress = new Map<string, Suspect>();
  for (const suspect of suspects)
    for (const address of suspect.transmitters) if (!byAddress.has(address)) byAddress.set(address, suspect);
  return byAddress;
}

function rowOf(
  bssid: string,
  levels: readonly Level[],
  {
    suspect,
    present,
    newcomer,
  }: { suspect: SuspectMark | undefined; present: Suspect | undefined; newcomer: NewcomerMark | undefined },
): HeardNetwork {
  const byMinute = levels.toSorted((one, other) => (one.minute < other.minute ? 1 : -1));
  const [latest] = byMinute;
  const name = byMinute.find((row) => row.name !== undefined)?.name ?? newcomer?.name;
  const channelMhz = byMinute.find((row) => row.channelMhz !== undefined)?.channelMhz ?? newcomer?.channelMhz;
  const sensors =
    levels.length > 0
      ? levels.map(({ sensorId, medianDbm }) => ({ sensorId, levelDbm: medianDbm }))
      : (present?.sensors ?? []).map(({ sensorId, levelDbm }) => ({
          sensorId,
          ...(levelDbm === undefined ? {} : { levelDbm }),
        }));
  const starts = [byMinute.at(-1)?.minute, suspect?.firstHeardAt, newcomer?.firstHeardAt].flatMap((at) => at ?? []);
  const ends = [latest?.minute, suspect?.lastHeardAt].flatMap((at) => at ?? []);
  return {
    bssid,
    ...(name === undefined ? {} : { name }),
    ...(channelMhz === undefined ? {} : { channelMhz }),
    firstHeardAt: starts.toSorted()[0]!,
    lastHeardAt: ends.toSorted().at(-1)!,
    sensors: sensors
      .toSorted((one, other) => (other.levelDbm ?? UNHEARD_DBM) - (one.levelDbm ?? UNHEARD_DBM))
      .slice(0, SENSORS),
    ...(suspect === undefined
      ? {}
      : { suspectId: suspect.suspectId, suspicion: suspect.suspicion, band: suspect.band }),
    ...(newcomer === undefined ? {} : { newcomerId: newcomer.newcomerId }),
    ...(newcomer?.mark === undefined ? {} : { mark: newcomer.mark }),
  };
}

const UNHEARD_DBM = Number.NEGATIVE_INFINITY;
const levelOf = ({ sensors }: HeardNetwork): number => sensors[0]?.levelDbm ?? UNHEARD_DBM;

function turnOf(row: HeardNetwork, listed: ReadonlySet<string>): number {
  if (listed.has(row.bssid)) return 0;
  if (row.suspectId !== undefined) return 1;
  return isStranger(row) ? 2 : 3;
}

/** Whether it came when the sensors had learnt their place, and nobody has called it the venue's. */
export const isStranger = ({ newcomerId, mark }: HeardNetwork): boolean => newcomerId !== undefined && mark !== "ours";
