import type { WalkPointRequest } from "@probewarden/contract";
import { hasTexts, type QueueRules, type Refusal, type Waits } from "../../../api/kept-queue.ts";

/** A point that is to be kept, or taken back: then `point` is absent. */
export interface WalkChange extends Waits {
  pointId: string;
  point?: WalkPointRequest;
}

/** Changes that wait at most: more than a walk has points and second thoughts. */
export const MOST_CHANGES = 128;

export const keepPoint = (pointId: string, point: WalkPointRequest): WalkChange => ({ id: pointId, pointId, point });
export const takeBack = (pointId: string): WalkChange => ({ id: `${pointId}-gone`, pointId });

/** How changes of a walk wait: all of them, in their order; each names its point, so that one that is sent twice is there once. */
export const walkRules = (send: (change: WalkChange) => Promise<unknown>): QueueRules<WalkChange, Refusal> => ({
  most: MOST_CHANGES,
  // The walk shows the last refusal alone, as the collector told it.
  mostRefused: 1,
  isOne: (value): value is WalkChange => hasTexts(value, "id", "pointId"),
  send,
  refusalOf: ({ id }, code) => ({ id, code }),
  settles: () => true,
});

const LETTERS = "ghijkmnpqrstuvwxyz";
/** A name for a point that no other has; without letters that could spell an address. */
export const newPointId = (random: () => number = Math.random): string =>
  `point-${Array.from({ length: 10 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join("")}`;
