import { expect, test } from "vitest";
import { LiveStream, type LiveEvent, type RowReader } from "./live-stream.ts";

const none: RowReader = () => Promise.resolve([]);

function makeStream(readers: Partial<Record<"suspect" | "sensor" | "camera" | "alert" | "outage", RowReader>>) {
  const stream = new LiveStream(
    // What is marked is told by flush() alone.
    {
      readers: { suspect: none, sensor: none, camera: none, alert: none, outage: none, ...readers },
      failed: () => undefined,
      coalesceMs: 1e8,
    },
    0,
  );
  const told: Pick<LiveEvent, "kind" | "data">[] = [];
  stream.listen(({ kind, data }) => told.push({ kind, data }));
  return { stream, told };
}

test("a reading that takes long is told before a later one of the same row", async () => {
  const answers: ((rows: object[]) => void)[] = [];
  const { stream, told } = makeStream({ suspect: () => new Promise((resolve) => answers.push(resolve)) });
  stream.changed("suspect", "box");
  const first = stream.flush();
  const started = () => new Promise((resolve) => setImmediate(resolve));
  await started();
  stream.changed("suspect", "box");
  const second = stream.flush();
  await started();
  answers[0]?.([{ score: 1 }]);
  await first;
  await started();
  answers[1]?.([{ score: 2 }]);
  await second;
  expect(told.map(({ data }) => data)).toEqual(['{"score":1}', '{"score":2}']);
  stream.stop();
});

test("rows that cannot be read are told as a reset, and keep no others back", async () => {
  const { stream, told } = makeStream({
    suspect: () => Promise.reject(new Error("away")),
    sensor: () => Promise.resolve([{ sensorId: "north" }]),
  });
  stream.changed("suspect", "box");
  stream.changed("sensor", "north");
  await expect(stream.flush()).rejects.toThrow("away");
  expect(told.map(({ kind }) => kind)).toEqual(["sensor", "reset"]);
  stream.changed("sensor", "north");
  await stream.flush();
  expect(told.map(({ kind }) => kind)).toEqual(["sensor", "reset", "sensor"]);
  stream.stop();
});

test("what was told is told to nobody again after it was erased", async () => {
  const { stream } = makeStream({ suspect: () => Promise.resolve([{ transmitter: "02:00:00:aa:bb:0f" }]) });
  const before = stream.since(0).at(-1)?.id ?? 0;
  stream.changed("suspect", "box");
  await stream.flush();
  expect(JSON.stringify(stream.since(before))).toContain("0f");
  stream.forget();
  expect(stream.since(before).map(({ kind }) => kind)).toEqual(["reset"]);
  stream.stop();
});

test("rows are not read for nobody: a minute after the last listener went, and until the next one comes", async () => {
  let readings = 0;
  const read: RowReader = (ids) => {
    readings += 1;
    return Promise.resolve(ids.map((id) => ({ id })));
  };
  const stream = new LiveStream(
    { readers: { suspect: read, sensor: none, camera: none, alert: none, outage: none }, failed: () => undefined },
    0,
  );
  const told: LiveEvent[] = [];
  const leave = stream.listen((event) => told.push(event));
  const change = async (): Promise<void> => {
    stream.changed("suspect", "box");
    await stream.flush();
  };
  await change();
  leave();
  for (let second = 0; second < 60; second += 1) await change();
  expect(readings).toBe(61);
  // Who was away shortly is told what was missed.
  expect(stream.since(told[0]?.id ?? 0)).toHaveLength(60);
  const latest = stream.since(told[0]?.id ?? 0).at(-1)?.id ?? 0;
  for (let second = 0; second < 10; second += 1) await change();
  expect(readings).toBe(61);
  for (const id of [told[0]?.id ?? 0, latest]) expect(stream.since(id).map(({ kind }) => kind)).toEqual(["reset"]);
  stream.listen((event) => told.push(event));
  await change();
  expect([readings, told.length]).toEqual([62, 2]);
  stream.stop();
});
