import type { MessageKind } from "@probewarden/contract";
import type Database from "libsql";

/** When the outbox is full the oldest of the first group goes, then of the second …; findings go last. */
const FIRST_TO_GO: readonly (readonly MessageKind[])[] = [
  ["census", "signal"],
  // One is as large as hundreds of others, and the finding says the same.
  ["excerpt"],
  ["newcomer"],
  ["health"],
  ["answer"],
  ["camera"],
  ["finding"],
];

/** A message in the outbox. */
export interface KeptMessage {
  id: number;
  kind: MessageKind;
  bytes: number;
}

/** The message that is given up next where there is no room: first what can never be accepted. Undefined when none is left. */
export function firstToGo(database: Database.Database): KeptMessage | undefined {
  const [aside] = database
    .prepare("SELECT id, kind, bytes FROM message WHERE aside > '' ORDER BY id LIMIT 1")
    .all() as KeptMessage[];
  if (aside !== undefined) return aside;
  const oldest = database.prepare<[string]>(
    "SELECT id, kind, bytes FROM message WHERE aside IS NULL AND kind = ? ORDER BY id LIMIT 1",
  );
  for (const kinds of FIRST_TO_GO) {
    const [first] = kinds
      .flatMap((kind) => oldest.all(kind) as KeptMessage[])
      .toSorted((one, other) => one.id - other.id);
    if (first !== undefined) return first;
  }
  return undefined;
}
