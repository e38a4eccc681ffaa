import {
  CONTRACT_MAJOR,
  CONTRACT_VERSION,
  LIMITS,
  topics,
  type Ack,
  type DeadLetterReason,
  type SensorAddress,
  type SensorRefusalCode,
} from "@probewarden/contract";
import { inAcks, withNumbers } from "./received-ranges.ts";

/**
 * One message that is stored (or kept as a dead letter), or only answered: `stored` false acknowledges nothing. `refused`: why it will not be
 * accepted; its sensor sets it aside.
 */
export interface Acknowledged {
  sensor: SensorAddress;
  bootId: string;
  seq: number;
  stored: boolean;
  refused?: DeadLetterReason | SensorRefusalCode;
}

interface Boot {
  sensor: SensorAddress;
  bootId: string;
  numbers: number[];
  refused: NonNullable<Ack["refused"]>;
}

/**
 * Acknowledgements of a batch: per sensor and boot, by ranges of sequence numbers. What is refused is told before, in one of its own: a sensor
 * that knows no refusals does not understand that one, and forgets the message by its number in the next.
 */
export function acksOf(entries: readonly Acknowledged[], now: number): { topic: string; ack: Ack }[] {
  const boots = new Map<string, Boot>();
  for (const { sensor, bootId, seq, stored, refused } of entries) {
    const key = `${sensor.venueId} ${sensor.sensorId} ${bootId}`;
    const boot = boots.get(key) ?? { sensor, bootId, numbers: [], refused: [] };
    boots.set(key, boot);
    if (stored) boot.numbers.push(seq);
    if (refused !== undefined) boot.refused.push({ seq, reason: refused });
  }
  return [...boots.values()].flatMap(({ sensor, bootId, numbers, refused }) => {
    const acks = inAcks(withNumbers([], numbers));
    const bodies: Pick<Ack, "ranges" | "refused">[] = [
      ...inPieces(refused).map((piece) => ({ ranges: [], refused: piece })),
      ...(acks.length === 0 ? [[]] : acks).map((ranges) => ({ ranges })),
    ];
    return bodies.map((body) => ({
      topic: topics.ack(sensor),
      ack: {
        v: CONTRACT_MAJOR,
        bootId,
        ...body,
        collectorAt: new Date(now).toISOString(),
        contractVersion: CONTRACT_VERSION,
      },
    }));
  });
}

function inPieces<T>(all: readonly T[]): T[][] {
  const pieces: T[][] = [];
  for (let at = 0; at < all.length; at += LIMITS.ackRanges) pieces.push(all.slice(at, at + LIMITS.ackRanges));
  return pieces;
}
