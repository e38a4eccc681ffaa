import type { InfluxDB } from "influx";
import {
  MEASUREMENTS,
  POLICIES,
  identifierTag,
  instant,
  rollUpOf,
  transmitterOf,
  transmitterTag,
} from "./influx-points.ts";
import { hourOf } from "./presence.ts";
import type { ChannelListening, FirstHour, ListenedMinute } from "./series-store.ts";

/** Addresses of one question: its text stays short. */
const PAGE = 200;
const SIGNALS = [`${POLICIES["1m"]}.${MEASUREMENTS.signal}`, rollUpOf("signal", "5m"), rollUpOf("signal", "1h")];

interface CensusSums extends Record<"seconds" | "management" | "control" | "data", number | null> {
  time: Date;
  sensor: string;
  channel: string;
}
type Asked = [venueId: string, sensorIds: readonly string[], fromMs: number, toMs: number];

/** What sensors listened to and heard. Asked of no sensor, it would be asked of all. */
async function readCensus(
  influx: InfluxDB,
  database: string,
  [venueId, sensorIds, fromMs, toMs]: Asked,
  group: string,
): Promise<(ChannelListening & { atMs: number })[]> {
  if (sensorIds.length === 0) return [];
  // Both sides are checked: an identifier is letters, digits and hyphens, so the pattern says only what was meant.
  const any = sensorIds.map(identifierTag).join("|");
  const rows = await influx.query<CensusSums>(
    `SELECT sum(seconds) AS seconds, sum(management) AS management, sum(control) AS control, sum(data) AS data
     FROM ${POLICIES["1m"]}.${MEASUREMENTS.census}
     WHERE venue = '${identifierTag(venueId)}' AND sensor =~ /^(${any})$/ AND time >= ${instant(fromMs)} AND time < ${instant(toMs)}
     GROUP BY sensor, channel${group}`,
    { database, precision: "ms" },
  );
  return rows
    .map(({ time, sensor, channel, seconds, management, control, data }) => ({
      sensorId: sensor,
      channelMhz: Number(channel),
      atMs: time.getTime(),
      seconds: seconds ?? 0,
      frames: (management ?? 0) + (control ?? 0) + (data ?? 0),
    }))
    .filter(({ seconds }) => seconds > 0);
}

/** As {@link SeriesReads.channels} has it. */
export const readInfluxChannels = async (
  influx: InfluxDB,
  database: string,
  ...asked: Asked
): Promise<ChannelListening[]> =>
  (await readCensus(influx, database, asked, "")).map(({ atMs: _, ...channel }) => channel);

/** As {@link SeriesReads.listenedMinutes} has it. */
export const readInfluxListenedMinutes = async (
  influx: InfluxDB,
  database: string,
  ...asked: Asked
): Promise<ListenedMinute[]> =>
  (await readCensus(influx, database, asked, ", time(60s) fill(none)"))
    .filter(({ frames }) => frames > 0)
    .map(({ sensorId, channelMhz, atMs, seconds }) => ({ sensorId, channelMhz, minuteMs: atMs, seconds }));

/** As {@link SeriesReads.firstHours} has it: out of the minutes and the roll-ups, whichever goes back furthest. */
export async function readInfluxFirstHours(
  influx: InfluxDB,
  database: string,
  venueId: string,
  transmitters: readonly string[],
): Promise<FirstHour[]> {
  const first = new Map<string, number>();
  for (let at = 0; at < transmitters.length; at += PAGE) {
    const any = transmitters
      .slice(at, at + PAGE)
      .map(transmitterTag)
      .join("|");
    for (const from of SIGNALS) {
      const rows = await influx.query<{ time: Date; transmitter: string }>(
        `SELECT first(frames) AS frames FROM ${from}
         WHERE venue = '${identifierTag(venueId)}' AND transmitter =~ /^(${any})$/ GROUP BY transmitter`,
        { database, precision: "ms" },
      );
      for (const { time, transmitter } of rows) {
        const address = transmitterOf(transmitter);
        first.set(address, Math.min(first.get(address) ?? Infinity, hourOf(time.getTime())));
      }
    }
  }
  return [...first].map(([transmitter, hourMs]) => ({ transmitter, hourMs }));
}
