import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { CONTRACT_MAJOR, CONTRACT_VERSION, topics, type Ack } from "@probewarden/contract";
import mqtt from "mqtt";
import { makeFinding } from "../../collector/src/intake/test-messages.ts";
import { Sandbox, until } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { startCollectorFor } from "./fleet.ts";

/** New boxes, one after the other. */
const BOXES = 5;
const ADDRESS = { venueId: "venue-test", sensorId: "sensor-0" };
const BOOT = "bghijklmnopqrstuv";

/** Instants by `performance.now()` at which suspects were first told of, by what the collector calls them. */
type Instants = Map<string, number>;
const noteIn = (instants: Instants, said: string): void => {
  for (const [, suspectId = ""] of said.matchAll(/"suspectId":"([^"]+)"/g))
    if (!instants.has(suspectId)) instants.set(suspectId, performance.now());
};

/**
 * How long it takes, in a running collector, from the moment that a sensor's finding of a new box is stored until an open page is told of it on the live
 * stream, and until the first notice of it is with a receiver. Wall time.
 */
export async function benchTelling(): Promise<Row[]> {
  const sandbox = new Sandbox();
  const noticed: Instants = new Map();
  const receiver = createServer((request, response) => {
    void text(request).then((body) => {
      noteIn(noticed, body);
      response.writeHead(200).end();
    });
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const aborted = new AbortController();
  try {
    const { address, mqttUrl } = await startCollectorFor(sandbox, 1);
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const set = await fetch(`${address}/api/webhook`, {
      method: "PUT",
      headers: { "content-type": "application/json", origin: address },
      body: JSON.stringify({ url, secret: "key of the signature" }),
    });
    if (!set.ok) throw new Error(`the receiver was not taken: ${await set.text()}`);
    const [stored, shown] = [await sensor(mqttUrl), await page(address, aborted.signal)];
    const [toPage, toReceiver]: [number[], number[]] = [[], []];
    for (let box = 0; box < BOXES; box += 1) {
      const known = new Set(shown.keys());
      const from = await stored.send(box);
      const suspectId = await until(
        "a new box on the page and at the receiver",
        () => [...shown.keys()].find((one) => !known.has(one) && noticed.has(one)),
        60,
      );
      toPage.push((shown.get(suspectId) ?? 0) - from);
      toReceiver.push((noticed.get(suspectId) ?? 0) - from);
    }
    await stored.end();
    const slowest = (all: readonly number[]): string => `${(Math.max(0, ...all) / 1_000).toFixed(1)} s`;
    return [
      {
        what: `telling: a new box on an open page after it was stored, slowest of ${BOXES} (wall)`,
        ours: slowest(toPage),
        limit: "< 5 s",
      },
      {
        what: `telling: its first notice at the receiver, slowest of ${BOXES} (wall)`,
        ours: slowest(toReceiver),
        limit: "< 10 s",
      },
    ];
  } finally {
    aborted.abort();
    receiver.close();
    await sandbox.clear();
  }
}

/** A sensor that sends findings of new boxes; `send` gives the instant at which one was acknowledged, which is after it was stored. */
async function sensor(url: string) {
  const client = await mqtt.connectAsync(url, {
    protocolVersion: 4,
    clientId: ADDRESS.sensorId,
    username: ADDRESS.sensorId,
  });
  const acknowledged = new Map<number, number>();
  client.on("message", (_topic, payload) => {
    for (const [first, last] of (JSON.parse(payload.toString()) as Ack).ranges)
      for (let seq = first; seq <= last; seq += 1) acknowledged.set(seq, performance.now());
  });
  await client.subscribeAsync(topics.ack(ADDRESS), { qos: 1 });
  const status = { v: CONTRACT_MAJOR, state: "online", version: "0.1.0", contractVersion: CONTRACT_VERSION };
  await client.publishAsync(topics.up(ADDRESS, "status"), JSON.stringify(status), { qos: 1, retain: true });
  const send = async (index: number): Promise<number> => {
    const seq = index + 1;
    const body = makeFinding(`finding-${index}`, {
      suspectId: `box-${index}`,
      scoreDb: 24,
      transmitters: [`02:00:00:aa:00:0${index}`],
    });
    const message = {
      v: CONTRACT_MAJOR,
      sensorId: ADDRESS.sensorId,
      bootId: BOOT,
      seq,
      at: new Date().toISOString(),
      kind: "finding",
      body,
    };
    client.publish(topics.up(ADDRESS, "finding"), JSON.stringify(message), { qos: 1 });
    await until(`the answer to finding ${index}`, () => acknowledged.has(seq) || undefined, 60);
    return acknowledged.get(seq) ?? 0;
  };
  return { send, end: () => client.endAsync(true) };
}

/** What an open page hears: when each box was told for the first time. */
async function page(address: string, signal: AbortSignal): Promise<Instants> {
  const shown: Instants = new Map();
  const answer = await fetch(`${address}/api/stream`, { signal });
  void (async () => {
    for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) noteIn(shown, piece);
  })().catch(() => undefined);
  return shown;
}
