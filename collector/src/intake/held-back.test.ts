import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { topics } from "@probewarden/contract";
import { Aedes } from "aedes";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MqttSubscriber } from "./mqtt-subscriber.ts";

const SENSOR = { venueId: "mall", sensorId: "north" };
/** More than a batch and all that may wait for the next one. */
const MESSAGES = 2_000;
const MOST_WAITING = 1_024;

let broker: Aedes;
let connections: Socket[];
let url: string;
let close: () => void;

beforeEach(async () => {
  connections = [];
  broker = await Aedes.createBroker();
  const server = createServer((socket) => {
    connections.push(socket);
    broker.handle(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => server.close();
});
afterEach(async () => {
  close();
  for (const socket of connections) socket.destroy();
  await new Promise<void>((resolve) => broker.close(() => resolve()));
});

const send = (payload: string): Promise<void> =>
  new Promise((resolve, reject) =>
    broker.publish(
      { cmd: "publish", topic: topics.up(SENSOR, "health"), payload, qos: 1, dup: false, retain: false },
      (error) => (error ? reject(error) : resolve()),
    ),
  );

// Once it stood until the broker called the connection dead, after one and a half keep-alives, and what was under way was lost.
test.each(["before it tells anything", "while it waits for the answer"])(
  "a batch that tells sensors something ends although the broker is held back %s",
  async (when) => {
    const handled: string[] = [];
    const trouble: unknown[] = [];
    let isFirst = true;
    const ours = new MqttSubscriber(
      { url },
      async (batch) => {
        const isHeldBack = vi.waitFor(() => {
          if (isFirst) expect(ours.waiting.messages).toBe(batch.length + MOST_WAITING);
        });
        if (when.startsWith("before")) await isHeldBack;
        await Promise.all([ours.publish(topics.ack(SENSOR), { seq: handled.length }), isHeldBack]);
        isFirst = false;
        handled.push(...batch.map(({ payload }) => payload.toString()));
      },
      Date.now,
    );
    await ours.start(
      () => undefined,
      (it) => trouble.push(it),
    );
    trouble.length = 0;
    const texts = Array.from({ length: MESSAGES }, (_, index) => `${index}`);
    await Promise.all(texts.map(send));
    await vi.waitFor(() => expect(handled).toHaveLength(MESSAGES));
    expect(handled).toEqual(texts);
    expect(trouble).toEqual([]);
    await ours.stop();
  },
);
