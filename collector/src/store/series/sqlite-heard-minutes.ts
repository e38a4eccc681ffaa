/**
 * Minutes of transmitters at whichever sensors heard them: the hours say which these are, so that a venue of a thousand sensors costs no more
 * than the few around a box. Parameters: venue, from, to (whole minutes, seconds), addresses.
 */
const heardMinutes = (columns: string, group: string): string => `
  WITH RECURSIVE minute (at) AS (SELECT ?2 WHERE ?2 < ?3 UNION ALL SELECT at + 60 FROM minute WHERE at + 60 < ?3),
  heard AS MATERIALIZED (
    SELECT DISTINCT s.id AS sensor, s.sensor AS name, t.id AS transmitter, t.address AS address
    FROM json_each(?4) wanted CROSS JOIN transmitters t ON t.address = wanted.value
    CROSS JOIN signal_1h h ON h.transmitter = t.id AND h.ts >= ?2 - ?2 % 3600 AND h.ts < ?3
    CROSS JOIN sensors s ON s.id = h.sensor AND s.venue = ?1)
  SELECT heard.name AS sensor, ${columns}, l.ts AS at, sum(l.frames) AS frames, sum(l.median * l.frames) / sum(l.frames) AS median
  FROM heard CROSS JOIN minute CROSS JOIN signal_1m l
  ON l.sensor = heard.sensor AND l.ts = minute.at AND l.transmitter = heard.transmitter
  GROUP BY heard.sensor, ${group}, l.ts`;

export const HEARD_MINUTES = heardMinutes("l.channel_mhz AS channel", "l.channel_mhz");
/** Of each group the row with the highest time: SQLite takes the other columns from where the maximum is. */
export const LATEST_LEVELS = `SELECT sensor, address, max(at) AS at, frames, median FROM (${heardMinutes("heard.address AS address", "heard.transmitter")}) GROUP BY sensor, address`;

/** Parameters: venue, from, to (seconds), names of sensors. */
export const LISTENED_MINUTES = `
  SELECT s.sensor AS sensor, c.ts AS ts, c.channel_mhz AS channel, c.seconds AS seconds
  FROM json_each(?4) wanted CROSS JOIN sensors s ON s.venue = ?1 AND s.sensor = wanted.value
  CROSS JOIN census_1m c ON c.sensor = s.id AND c.ts >= ?2 AND c.ts < ?3
  WHERE c.seconds > 0 AND c.management + c.control + c.data > 0`;
