import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { Aedes } from "aedes";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MqttSubscriber } from "./mqtt-subscriber.ts";

let broker: Aedes;
let connections: Socket[];
let port: number;
let close: () => void;
let published: () => void;
const subscriber = (): MqttSubscriber =>
  new MqttSubscriber({ url: `mqtt://127.0.0.1:${port}` }, () => Promise.resolve(), Date.now);
const start = (of: MqttSubscriber): Promise<void> =>
  of.start(
    () => undefined,
    () => undefined,
  );

/** A broker that takes what is published and never says so: no PUBACK. */
beforeEach(async () => {
  connections = [];
  broker = await Aedes.createBroker({ authorizePublish: () => published() });
  const server = createServer((socket) => {
    connections.push(socket);
    broker.handle(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
  close = () => server.close();
});

afterEach(async () => {
  close();
  for (const socket of connections) socket.destroy();
  await new Promise<void>((resolve) => broker.close(() => resolve()));
});

/** Begins to publish, and resolves when the broker has it; how that ends is in `outcome`. */
async function underWay(of: MqttSubscriber): Promise<{ outcome: Promise<string> }> {
  const arrived = new Promise<void>((resolve) => (published = resolve));
  const outcome = of.publish("probewarden/v1/mall/north/watch", {}).then(
    () => "published",
    (error: unknown) => (error as Error).message,
  );
  await arrived;
  return { outcome };
}

test("what is under way when it stops is given up, so that nobody who waits for it keeps the collector from ending", async () => {
  const ours = subscriber();
  await start(ours);
  const { outcome } = await underWay(ours);
  await ours.stop();
  expect(await outcome).toBe("the broker is away");
});

test("what is under way when the broker goes is given up: the sensor sends again, and is answered then", async () => {
  const ours = subscriber();
  await start(ours);
  const { outcome } = await underWay(ours);
  close();
  for (const socket of connections) socket.destroy();
  expect(await outcome).toBe("the broker is away");
  await ours.stop();
});

test("a group needs MQTT 5, and a broker that does not speak it is told of", async () => {
  const troubles: (string | undefined)[] = [];
  const ours = new MqttSubscriber(
    { url: `mqtt://127.0.0.1:${port}`, group: "collectors" },
    () => Promise.resolve(),
    Date.now,
  );
  await ours.start(
    () => undefined,
    (trouble) => troubles.push(trouble?.text),
  );
  expect(troubles).toEqual([expect.stringMatching(/no shared subscriptions of MQTT 5, which \/mqtt\/group needs/)]);
  await ours.stop();
});
