import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { DEADLINES } from "./influx-deadline.ts";
import { InfluxSeries } from "./influx-series.ts";
import type { SeriesBatch } from "./series-store.ts";

const minute = "2026-11-24T08:00:00.000Z";
const row = {
  minute,
  transmitter: "02:00:00:aa:bb:01",
  role: "resident" as const,
  channelMhz: 2437,
  frames: 1,
  medianDbm: -50,
  p10Dbm: -50,
  p90Dbm: -50,
};
const BATCH: SeriesBatch = { signal: [{ venueId: "mall", sensorId: "north", rows: [row] }], census: [] };

/** Long for a server that is well, on a machine with other work; each server that is not well is waited for so long. */
const DEADLINE_MS = 3_000;

let server: Server | undefined;
afterEach(() => server?.closeAllConnections());
afterEach(() => server?.close());

/** An InfluxDB that does this with each write. */
async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<InfluxSeries> {
  server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return new InfluxSeries(new URL(`influx://127.0.0.1:${port}/probewarden`), {
    ...DEADLINES,
    writeMs: DEADLINE_MS,
    readMs: DEADLINE_MS,
  });
}

const well = (response: ServerResponse): void => void response.writeHead(204).end();
const WAYS: [string, (response: ServerResponse) => void][] = [
  ["says nothing", () => undefined],
  ["stops in the middle of its answer", (response) => response.writeHead(200, { "content-length": 100 }).write("{")],
  [
    "is killed in the middle of its answer",
    (response) => response.writeHead(200, { "content-length": 100 }).write("{", () => response.socket?.destroy()),
  ],
  [
    "is killed in the middle of saying that it is busy",
    (response) => response.writeHead(503, { "content-length": 9 }).write("b", () => response.socket?.destroy()),
  ],
];

test.each(WAYS)("a write to a server that %s ends, and the next one is stored at once", async (_what, harm) => {
  let asked = 0;
  const series = await startServer((request, response) => {
    request.resume();
    request.on("end", () => (++asked === 1 ? harm(response) : well(response)));
  });
  await expect(series.write(BATCH)).rejects.toMatchObject({ kind: "unavailable" });
  await series.write(BATCH);
  expect(asked).toBe(2);
  await series.stop();
});

test.each(WAYS)("a question to a server that %s ends", async (_what, harm) => {
  const series = await startServer((request, response) => {
    request.resume();
    request.on("end", () => harm(response));
  });
  await expect(series.latestLevels("mall", [row.transmitter], 0, 1)).rejects.toMatchObject({ kind: "unavailable" });
  await series.stop();
});

test("a server that was away for long is asked by every batch, and keeps the first one after its return", async () => {
  let isThere = false;
  let asked = 0;
  const series = await startServer((request, response) => {
    asked += 1;
    request.resume();
    if (isThere) well(response);
    else request.socket.destroy();
  });
  for (let batch = 1; batch <= 12; batch++) {
    await expect(series.write(BATCH)).rejects.toMatchObject({ kind: "unavailable" });
    expect(asked).toBe(batch);
  }
  isThere = true;
  await series.write(BATCH);
  await series.stop();
});
