import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import type { SignalRow } from "@probewarden/contract";
import Database from "libsql";
import { openSeries } from "../../collector/src/store/series/open-series.ts";
import type { SeriesBatch } from "../../collector/src/store/series/series-store.ts";
import type { Row } from "./bench.ts";

const SENSORS = 50;
const TRANSMITTERS = 100;
/** An hour, for roll-ups to have their share of the file. */
const MINUTES = 60;
/** Messages that one transaction takes, as many as a crowd's batch. */
const BATCH = 32;
const FROM = Math.floor(Date.now() / 3_600_000 - 6) * 3_600_000;

/** A minute of one sensor: levels in whole dBm, as a sensor tells them. */
function minuteOf(sensor: number, minute: number): SignalRow[] {
  return Array.from({ length: TRANSMITTERS }, (_, transmitter): SignalRow => {
    const medianDbm = -50 - ((sensor * 7 + transmitter * 13 + minute * 3) % 40);
    return {
      minute: new Date(FROM + minute * 60_000).toISOString(),
      // Each box is heard by ten sensors.
      transmitter: `02:00:00:${hex(Math.floor(sensor / 10))}:00:${hex(transmitter)}`,
      role: transmitter === 0 ? "suspect" : "resident",
      channelMhz: [2412, 2437, 2462, 5180][transmitter % 4] ?? 2412,
      frames: 20 + ((transmitter * 31 + minute) % 600),
      medianDbm,
      p10Dbm: medianDbm - 4,
      p90Dbm: medianDbm + 3,
    };
  });
}

const hex = (octet: number): string => octet.toString(16).padStart(2, "0");

/** `npm run bench -- series`: levels into the embedded store, each batch on the disk before the next is begun, roll-ups included. */
export async function benchSeries(): Promise<Row[]> {
  const dir = mkdtempSync(`${tmpdir()}/probewarden-series-`);
  try {
    const store = await openSeries("sqlite:", dir);
    const batches = Array.from({ length: MINUTES }, (_, minute) =>
      Array.from({ length: Math.ceil(SENSORS / BATCH) }, (__, at): SeriesBatch => {
        const sensors = Array.from({ length: Math.min(BATCH, SENSORS - at * BATCH) }, (___, one) => at * BATCH + one);
        const signal = sensors.map((one) => ({
          venueId: "mall",
          sensorId: `sensor-${one}`,
          rows: minuteOf(one, minute),
        }));
        return { signal, census: [] };
      }),
    ).flat();
    const [from, cpu] = [performance.now(), process.cpuUsage()];
    for (const batch of batches) await store.write(batch);
    const seconds = (performance.now() - from) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    await store.stop();
    const rows = SENSORS * TRANSMITTERS * MINUTES;
    const what = `${rows} rows of levels into the embedded store, ${SENSORS} sensors, ${TRANSMITTERS} transmitters a minute`;
    return [
      { what: `${what}: rows a second, durable (wall)`, ours: Math.round(rows / seconds).toString(), limit: "≥ 20000" },
      {
        what: `${what}: rows a processor second`,
        ours: Math.round((rows * 1e6) / (user + system)).toString(),
        limit: "told",
      },
      {
        what: `${what}: octets a row on the disk`,
        ours: (octetsOf(`${dir}/series.db`, "signal_1m") / rows).toFixed(1),
        limit: "≤ 30",
      },
      {
        what: `${what}: octets of the file a row, with its roll-ups, indexes and addresses`,
        ours: (statSync(`${dir}/series.db`).size / rows).toFixed(1),
        limit: "told",
      },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What a table takes of the file, free room in its pages included. */
function octetsOf(file: string, table: string): number {
  const database = new Database(file, { readonly: true });
  const [row] = database.prepare("SELECT sum(pgsize) AS octets FROM dbstat WHERE name = ?").all([table]) as {
    octets: number;
  }[];
  database.close();
  return row?.octets ?? Number.NaN;
}
