import { CONTRACT_MAJOR, CONTRACT_VERSION, topics, type Ack, type SensorAddress } from "@probewarden/contract";
import { inAcks, withNumbers } from "./received-ranges.ts";

/** One message that is stored (or kept as a dead letter), or only answered: `stored` false tells the version and nothing else. */
export interface Acknowledged {
  sensor: SensorAddress;
  bootId: string;
  seq: number;
  stored: boolean;
}

/** Acknowledgements of a batch: per sensor and boot, by ranges of sequence numbers. */
export function acksOf(entries: readonly Acknowledged[], now: number): { topic: string; ack: Ack }[] {
  const boots = new Map<string, { sensor: SensorAddress; bootId: string; numbers: number[] }>();
  for (const { sensor, bootId, seq, stored } of entries) {
    const key = `${sensor.venueId} ${sensor.sensorId} ${bootId}`;
    const boot = boots.get(key) ?? { sensor, bootId, numbers: [] };
    boots.set(key, boot);
    if (stored) boot.numbers.push(seq);
  }
  return [...boots.values()].flatMap(({ sensor, bootId, numbers }) => {
    const acks = inAcks(withNumbers([], numbers));
    return (acks.length === 0 ? [[]] : acks).map((ranges) => ({
      topic: topics.ack(sensor),
      ack: {
        v: CONTRACT_MAJOR,
        bootId,
        ranges,
        collectorAt: new Date(now).toISOString(),
        contractVersion: CONTRACT_VERSION,
      },
    }));
  });
}
