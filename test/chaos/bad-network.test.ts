import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Random } from "../fuzz/random.ts";
import { BadNetwork, CALM, type Badness } from "./bad-network.ts";
import { isPublish, PacketCutter, payloadAt } from "./mqtt-packets.ts";

/** A PUBLISH with QoS 1 (MQTT 3.1.1, 3.3), its payload numbered. */
function publish(n: number, size = 20): Buffer {
  const topic = Buffer.from("a/b");
  const payload = Buffer.from(JSON.stringify({ n, text: "x".repeat(size) }));
  const rest = Buffer.concat([Buffer.from([0, topic.length]), topic, Buffer.from([n >> 8, n & 255]), payload]);
  const length = rest.length < 128 ? [rest.length] : [(rest.length & 127) | 128, rest.length >> 7];
  return Buffer.concat([Buffer.from([0x32, ...length]), rest]);
}
const numberIn = (packet: Buffer): number =>
  (JSON.parse(packet.subarray(payloadAt(packet)).toString()) as { n: number }).n;

test("packets are cut out of a stream wherever it is broken into chunks", () => {
  const stream = Buffer.concat([publish(1), publish(2, 300), Buffer.from([0xc0, 0]), publish(3)]);
  for (const size of [1, 2, 3, 7, 64, stream.length]) {
    const cutter = new PacketCutter();
    const packets: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) packets.push(...cutter.add(stream.subarray(at, at + size)));
    expect(packets.map((packet) => (isPublish(packet) ? numberIn(packet) : "ping"))).toEqual([1, 2, "ping", 3]);
  }
});

/** What arrives of a hundred numbered messages, and whether the connection was cut. */
async function through(badness: Partial<Badness>): Promise<{ arrived: Buffer[]; network: BadNetwork }> {
  const cutter = new PacketCutter();
  const arrived: Buffer[] = [];
  const far = createServer((socket: Socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => arrived.push(...cutter.add(chunk)));
  }).listen(0, "127.0.0.1");
  await once(far, "listening");
  const random = new Random(3);
  const network = new BadNetwork((far.address() as AddressInfo).port, () => random.next());
  network.badness = { ...CALM, ...badness };
  const near = connect(await network.start(), "127.0.0.1");
  onTestFinished(async () => {
    near.destroy();
    await network.stop();
    far.close();
  });
  near.on("error", () => undefined);
  await once(near, "connect");
  for (let n = 1; n <= 100; n++) near.write(publish(n));
  near.write(Buffer.from([0xc0, 0]));
  await Promise.race([
    once(near, "close"),
    (async () => {
      while (!arrived.some((packet) => !isPublish(packet))) await new Promise((resolve) => setTimeout(resolve, 5));
    })(),
  ]);
  return { arrived: arrived.filter(isPublish), network };
}
const HUNDRED = Array.from({ length: 100 }, (_, index) => index + 1);

test("a calm network passes everything on as it came", async () => {
  expect((await through({})).arrived.map(numberIn)).toEqual(HUNDRED);
});

test("one that reorders loses nothing", async () => {
  const { arrived, network } = await through({ reorder: 0.2 });
  const numbers = arrived.map(numberIn);
  expect(numbers).not.toEqual(HUNDRED);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(HUNDRED);
  expect(network.did.reorder).toBeGreaterThan(5);
});

test("what is corrupted is as long as it was, and no JSON any more", async () => {
  const { arrived, network } = await through({ corrupt: 0.2 });
  const broken = arrived.filter((packet) => {
    try {
      numberIn(packet);
      return false;
    } catch {
      return true;
    }
  });
  expect(arrived).toHaveLength(100);
  expect(broken).toHaveLength(network.did.corrupt);
  expect(broken.length).toBeGreaterThan(5);
});

test("a cut ends the connection, and what was under way is gone", async () => {
  const { arrived, network } = await through({ cut: 0.05 });
  expect(network.did.cut).toBe(1);
  expect(arrived.length).toBeLessThan(100);
});
