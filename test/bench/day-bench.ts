import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { SignalRow } from "@probewarden/contract";
import { openSeries } from "../../collector/src/store/series/open-series.ts";
import type { SeriesBatch, SeriesStore } from "../../collector/src/store/series/series-store.ts";
import type { Row } from "./bench.ts";

const SENSORS = 20;
const TRANSMITTERS = 100;
const DAY_MS = 86_400_000;
const STEP_MS = 300_000;
/** Rows a second that go on being written: what these sensors send is 33, so this is a mall of two hundred and more. */
const ROWS_A_SECOND = 1_200;
const ROUNDS = 120;
/** What is told alone is asked once in so many rounds: it takes as long as all others together. */
const TOLD_EVERY = 4;
const COST_ROUNDS = 10;
const LIMIT = "≤ 150 ms";
/** Points of a series: a day has 288 times five minutes, and 24 hours. */
const FINE = 300;
const HOURLY = 48;
const VENUE = "mall";
const TO = Math.floor(Date.now() / 3_600_000) * 3_600_000;
const FROM = TO - DAY_MS;

const hex = (octet: number): string => octet.toString(16).padStart(2, "0");
const addressOf = (transmitter: number): string => `02:00:00:00:00:${hex(transmitter)}`;

/** A minute of one sensor: a level of each transmitter. */
const minuteOf = (sensor: number, atMs: number): SignalRow[] =>
  Array.from({ length: TRANSMITTERS }, (_, transmitter): SignalRow => {
    const medianDbm = -50 - ((sensor * 7 + transmitter * 13 + (atMs / 60_000) * 3) % 40);
    return {
      minute: new Date(atMs).toISOString(),
      transmitter: addressOf(transmitter),
      role: "suspect",
      channelMhz: [2412, 2437, 2462, 5180][transmitter % 4] ?? 2412,
      frames: 20 + ((transmitter * 31 + atMs / 60_000) % 600),
      medianDbm,
      p10Dbm: medianDbm - 4,
      p90Dbm: medianDbm + 3,
    };
  });

const batchAt = (atMs: number): SeriesBatch => ({
  signal: Array.from({ length: SENSORS }, (_, sensor) => ({
    venueId: VENUE,
    sensorId: `sensor-${sensor}`,
    rows: minuteOf(sensor, atMs),
  })),
  census: Array.from({ length: SENSORS }, (_, sensor) => ({
    venueId: VENUE,
    sensorId: `sensor-${sensor}`,
    minutes: [
      {
        minute: new Date(atMs).toISOString(),
        channelMhz: 2412,
        secondsListened: 60,
        management: 900,
        control: 100,
        data: 200,
        probeRequests: 40,
        accessPoints: 12,
        stations: 20,
      },
    ],
  })),
});

/**
 * A day of a venue out of the embedded store's roll-ups while others write. One minute of each five is filled: the roll-ups, out of which all of it is
 * answered, have as many rows as of a day that is full.
 */
export async function benchDay(): Promise<Row[]> {
  const dir = mkdtempSync(`${tmpdir()}/probewarden-day-`);
  const store = await openSeries("sqlite:", dir);
  try {
    for (let at = FROM; at < TO; at += STEP_MS) await store.write(batchAt(at));
    const all = Array.from({ length: TRANSMITTERS }, (_, transmitter) => addressOf(transmitter));
    const questions: readonly Question[] = [
      {
        what: "levels of one suspect at all sensors, by five minutes",
        ask: (at) => ask(store, [addressOf((at * 37) % TRANSMITTERS)], FINE),
        limit: LIMIT,
      },
      {
        what: "levels of all transmitters at all sensors, by the hour",
        ask: () => ask(store, all, HOURLY),
        limit: LIMIT,
      },
      {
        what: "levels of all transmitters at all sensors, by five minutes",
        ask: () => ask(store, all, FINE),
        limit: "told",
      },
    ];
    // Processor time first, while nothing else runs in this process; it does not depend on who else uses the machine.
    const costs: number[] = [];
    for (const { ask: once } of questions) costs.push(await cpuMsOf(once));
    const [answers, writes] = await whileWriting(store, async (stillWrites) => {
      const times = questions.map((): number[] => []);
      for (let round = 0; round < ROUNDS && stillWrites(); round += 1)
        for (const [which, { ask: once, limit }] of questions.entries())
          if (limit === LIMIT || round % TOLD_EVERY === 0) times[which]?.push(await msOf(() => once(round)));
      return times;
    });
    const day = `a day of ${SENSORS} sensors × ${TRANSMITTERS} transmitters out of SQLite`;
    return questions.flatMap(({ what, limit }, at): Row[] => [
      {
        what: `${day}, ${Math.round(writes)} rows a second written: ${what}, p95 (wall)`,
        ours: p95Text(answers[at] ?? []),
        limit,
      },
      {
        what: `${day}: the same, processor time of one answer`,
        ours: `${(costs[at] ?? Number.NaN).toFixed(0)} ms`,
        limit: "told",
      },
    ]);
  } finally {
    await store.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Question {
  what: string;
  ask: (round: number) => Promise<void>;
  limit: string;
}

async function ask(store: SeriesStore, transmitters: readonly string[], mostPoints: number): Promise<void> {
  const series = await store.levels(VENUE, transmitters, FROM, TO, mostPoints);
  const points = series[0]?.points.length ?? 0;
  if (series.length !== SENSORS || points < mostPoints / 2.1)
    throw new Error(`a day answered ${series.length} sensors, ${points} points`);
}

async function msOf(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Processor milliseconds of one answer, thread included. */
async function cpuMsOf(once: Question["ask"]): Promise<number> {
  await once(0);
  const from = process.cpuUsage();
  for (let round = 1; round <= COST_ROUNDS; round += 1) await once(round);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000 / COST_ROUNDS;
}

const p95Text = (times: readonly number[]): string =>
  `${(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN).toFixed(0)} ms`;

/** Runs `work` while rows are written at their pace; with what came out, how many were written a second. */
async function whileWriting<T>(
  store: SeriesStore,
  work: (stillWrites: () => boolean) => Promise<T>,
): Promise<[T, number]> {
  const ended = new AbortController();
  let failed: unknown;
  let written = 0;
  const from = performance.now();
  const writing = (async () => {
    for (let message = 0; !ended.signal.aborted; message += 1) {
      const batch = batchAt(TO + Math.floor(message / SENSORS) * 60_000);
      const signal = batch.signal.slice(message % SENSORS, (message % SENSORS) + 1);
      await store.write({ signal, census: [] });
      written += TRANSMITTERS;
      await sleep(Math.max(0, from + (written * 1_000) / ROWS_A_SECOND - performance.now()));
    }
  })().catch((error: unknown) => {
    failed = error;
  });
  const result = await work(() => failed === undefined);
  ended.abort();
  await writing;
  if (failed !== undefined) throw failed;
  return [result, (written * 1_000) / (performance.now() - from)];
}
