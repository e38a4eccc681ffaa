import { MESSAGE_KINDS } from "@probewarden/contract";
import type Database from "libsql";
import type { Repetitions } from "./repetitions.ts";
import type { WaitingMessage } from "./waiting-message.ts";

/** The oldest messages of a kind that may be under way to the collector. Without a limit an absent collector would get the whole outbox every time-out. */
const WINDOW_PER_KIND = 128;

/**
 * What is due, kind by kind, the oldest first. What was set aside is not sent; what is stuck comes after all others and takes no place in
 * the window, so that nothing waits behind it.
 */
export function* dueMessages(database: Database.Database, repetitions: Repetitions): Generator<WaitingMessage> {
  const { timeout } = repetitions;
  const window = database.prepare<[string, number]>(
    "SELECT id FROM message WHERE aside IS NULL AND kind = ? ORDER BY id LIMIT ?",
  );
  const payloadOf = database.prepare<[number]>("SELECT payload FROM message WHERE id = ?");
  const withPayload = function* (id: number, kind: WaitingMessage["kind"]): Generator<WaitingMessage> {
    for (const { payload } of payloadOf.all(id) as { payload: string }[]) yield { id, kind, payload };
  };
  const stuck: Pick<WaitingMessage, "id" | "kind">[] = [];
  for (const kind of MESSAGE_KINDS) {
    let room = WINDOW_PER_KIND;
    for (const { id } of window.all(kind, WINDOW_PER_KIND + repetitions.stuck) as { id: number }[]) {
      const isDue = repetitions.isDue(id, timeout);
      if (repetitions.isStuck(id)) {
        if (isDue) stuck.push({ id, kind });
        continue;
      }
      if (isDue) yield* withPayload(id, kind);
      room -= 1;
      if (room === 0) break;
    }
  }
  for (const { id, kind } of stuck) yield* withPayload(id, kind);
}
