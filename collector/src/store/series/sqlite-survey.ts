import type { ChannelListening, FirstHour } from "./series-store.ts";

type Read = <Row>(sql: string, parameters: (string | number)[]) => Row[];

/** Parameters: venue, from, to (seconds), names of sensors. */
const CHANNELS = `
  SELECT s.sensor AS sensor, c.channel_mhz AS channel, sum(c.seconds) AS seconds, sum(c.management + c.control + c.data) AS frames
  FROM json_each(?4) wanted CROSS JOIN sensors s ON s.venue = ?1 AND s.sensor = wanted.value
  CROSS JOIN census_1m c ON c.sensor = s.id AND c.ts >= ?2 AND c.ts < ?3
  GROUP BY s.sensor, c.channel_mhz HAVING sum(c.seconds) > 0`;

/** As {@link SeriesReads.channels} has it. */
export const readSqliteChannels = (
  read: Read,
  venueId: string,
  sensorIds: readonly string[],
  fromMs: number,
  toMs: number,
): ChannelListening[] =>
  read<{ sensor: string; channel: number; seconds: number; frames: number }>(CHANNELS, [
    venueId,
    fromMs / 1000,
    toMs / 1000,
    JSON.stringify(sensorIds),
  ]).map(({ sensor, channel, seconds, frames }) => ({ sensorId: sensor, channelMhz: channel, seconds, frames }));

/** The index of hours has them in order: one look for each transmitter, however long it has been here. Parameters: venue, addresses. */
const FIRST_HOURS = `
  SELECT t.address AS address, (
    SELECT h.ts FROM signal_1h h INDEXED BY heard_in_hour CROSS JOIN sensors s ON s.id = h.sensor AND s.venue = ?1
    WHERE h.transmitter = t.id ORDER BY h.ts LIMIT 1) AS at
  FROM json_each(?2) wanted CROSS JOIN transmitters t ON t.address = wanted.value`;

/** As {@link SeriesReads.firstHours} has it. */
export const readSqliteFirstHours = (read: Read, venueId: string, transmitters: readonly string[]): FirstHour[] =>
  read<{ address: string; at: number | null }>(FIRST_HOURS, [venueId, JSON.stringify(transmitters)]).flatMap(
    ({ address, at }) => (at === null ? [] : [{ transmitter: address, hourMs: at * 1000 }]),
  );
