import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { findRetainedByTopic, type RetainedStore } from "./retained-by-topic.ts";

/** A store that notes by which filters it had to search, and finds one message by each. */
function makeStore(): { store: RetainedStore; searched: string[][]; kept: string[] } {
  const searched: string[][] = [];
  const kept: string[] = [];
  const store: RetainedStore = {
    storeRetained: async ({ topic }) => void kept.push(topic),
    createRetainedStreamCombi: (filters) => {
      searched.push([...filters]);
      return Readable.from(filters.map((filter) => ({ topic: `found by ${filter}`, payload: "x" })));
    },
  };
  findRetainedByTopic(store);
  return { store, searched, kept };
}

const topicsOf = async (stream: Readable): Promise<string[]> =>
  (await stream.toArray()).map((packet: { topic: string }) => packet.topic);

test("a filter that names a topic is answered without a search, with the latest of it, and not when it was cleared", async () => {
  const { store, searched, kept } = makeStore();
  await store.storeRetained({ topic: "a/1", payload: "first" });
  await store.storeRetained({ topic: "a/1", payload: "second" });
  await store.storeRetained({ topic: "a/2", payload: "gone" });
  await store.storeRetained({ topic: "a/2", payload: Buffer.alloc(0) });
  const found: unknown[] = await store.createRetainedStreamCombi(["a/1", "a/2", "a/3"]).toArray();
  expect(found).toEqual([{ topic: "a/1", payload: "second" }]);
  expect(searched).toEqual([]);
  expect(kept).toEqual(["a/1", "a/1", "a/2", "a/2"]);
});

test("a filter with wildcards is searched for, beside one that names a topic", async () => {
  const { store, searched } = makeStore();
  await store.storeRetained({ topic: "a/1", payload: "x" });
  expect(await topicsOf(store.createRetainedStreamCombi(["a/+", "a/1", "b/#"]))).toEqual([
    "a/1",
    "found by a/+",
    "found by b/#",
  ]);
  expect(searched).toEqual([["a/+", "b/#"]]);
});
