import { hasTexts, type Queued, type QueueRules, type Refusal, type Waits } from "../../api/kept-queue.ts";

/** What a technician does from the ladder; each kind once for each sensor in a queue, the later one in the place of the earlier. */
export type ActKind = "claim" | "name" | "place" | "photo" | "heard";

/** One act as it is sent. Its body says what was seen before, so that said twice it is done once (`collector/src/api/setup.ts`). */
export interface Act extends Waits {
  kind: ActKind;
  /** Of which sensor; of a claim the code, for nobody knows yet whose it is. */
  of: string;
  method: "POST" | "PUT";
  path: string;
  body: Record<string, unknown>;
}

/** One that was refused: without its body, which may be a photo. */
export type RefusedAct = Refusal & Pick<Act, "kind" | "of">;
export type QueuedActs = Queued<Act, RefusedAct>;

/** Most acts that wait: a hall's worth, and what a phone keeps for a page. */
export const MOST_ACTS = 60;
const MOST_REFUSED = 20;

const isSame = (one: Pick<Act, "kind" | "of">, other: Pick<Act, "kind" | "of">): boolean =>
  one.kind === other.kind && one.of === other.of;

/** How acts wait: one of the same kind for the same sensor replaces the one before, and what was seen before that stays what was seen. */
export const actRules = (send: (act: Act) => Promise<unknown>): QueueRules<Act, RefusedAct> => ({
  most: MOST_ACTS,
  mostRefused: MOST_REFUSED,
  isOne: (value): value is Act =>
    hasTexts(value, "id", "kind", "of", "method", "path") && "body" in value && typeof value.body === "object",
  send,
  refusalOf: ({ id, kind, of }, code) => ({ id, kind, of, code }),
  join: (before, act) => {
    if (!isSame(before, act)) return undefined;
    return "before" in before.body ? { ...act, body: { ...act.body, before: before.body["before"] } } : act;
  },
  settles: isSame,
});
