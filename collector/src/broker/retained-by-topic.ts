import { Readable } from "node:stream";

/** A message that the broker keeps. An empty payload: it keeps it no longer, [MQTT-3.3.1-10]. */
interface Kept {
  topic: string;
  payload: string | Buffer;
}

/** What aedes asks of its store for messages that it keeps (its own types leave it open). */
export interface RetainedStore {
  storeRetained: (packet: Kept) => Promise<void>;
  createRetainedStreamCombi: (filters: readonly string[]) => Readable;
}

/**
 * Finds kept messages by their topic where a filter names it. The store in memory holds each kept message against each filter: a thousand
 * sensors that come back, each with a status of its own, would be millions of comparisons. A filter with wildcards is the store's work as before.
 */
export function findRetainedByTopic(store: RetainedStore): void {
  const byTopic = new Map<string, Kept>();
  const keep = store.storeRetained.bind(store);
  const search = store.createRetainedStreamCombi.bind(store);
  store.storeRetained = async (packet) => {
    await keep(packet);
    if (packet.payload.length === 0) byTopic.delete(packet.topic);
    else byTopic.set(packet.topic, { ...packet });
  };
  store.createRetainedStreamCombi = (filters) => {
    const patterns = filters.filter((filter) => /[+#]/.test(filter));
    const named = filters.flatMap((filter) => byTopic.get(filter) ?? []);
    if (patterns.length === 0) return Readable.from(named);
    return Readable.from(bothOf(named, search(patterns)));
  };
}

async function* bothOf(first: readonly unknown[], second: AsyncIterable<unknown>): AsyncGenerator {
  yield* first;
  yield* second;
}
