import { withoutNamesOf, type Finding, type Signal } from "@probewarden/contract";
import type Database from "libsql";
import type { UnnumberedMessage } from "./waiting-message.ts";

/** What a waiting message became: its new payload, or nothing where all that it told is gone. */
interface Rewritten {
  id: number;
  kind: "finding" | "signal";
  payload: string | undefined;
}

interface Waiting {
  id: number;
  payload: string;
}
interface Kept<B> {
  body: B;
}

/**
 * What waits and says what a finding takes back: earlier words of the finding, and levels of addresses that it named. `named` are the
 * addresses of its latest word that was kept. A message keeps its number, whatever it says: what has none left is not sent at all.
 */
function* rewrittenBy(takenBack: Finding, named: readonly string[], database: Database.Database): Generator<Rewritten> {
  const gone = new Set(named);
  const words = waitingWith(database, "finding", takenBack.findingId)
    .map(({ id, payload }) => ({ id, message: JSON.parse(payload) as Kept<Finding> }))
    .filter(({ message }) => message.body.findingId === takenBack.findingId);
  for (const { message } of words) for (const address of addressesOf(message.body)) gone.add(address);
  for (const address of addressesOf(takenBack)) gone.delete(address);
  if (gone.size === 0) return;
  const stays = (address: string): boolean => !gone.has(address);
  for (const { id, message } of words) {
    const { body } = message;
    const said: Finding = {
      ...body,
      transmitters: body.transmitters.filter(stays),
      targets: body.targets.filter(stays),
      evidence: withoutNamesOf(body.evidence, gone),
    };
    yield { id, kind: "finding", payload: JSON.stringify({ ...message, body: said }) };
  }
  const levels = new Map<number, string>();
  for (const address of gone)
    for (const { id, payload } of waitingWith(database, "signal", address)) levels.set(id, payload);
  for (const [id, payload] of levels) {
    const message = JSON.parse(payload) as Kept<Signal>;
    const rows = message.body.rows.filter((row) => stays(row.transmitter));
    yield {
      id,
      kind: "signal",
      payload: rows.length === 0 ? undefined : JSON.stringify({ ...message, body: { rows } }),
    };
  }
}

/**
 * Rewrites the file so: `latest` is the finding's latest word that was kept. Octets of each message that changed, before and after;
 * none after where it is not sent at all.
 */
export function takeBack(
  finding: Finding,
  latest: Finding | undefined,
  database: Database.Database,
  rowBytes: number,
): { id: number; before: number; after: number | undefined }[] {
  const bytesOf = database.prepare<[number]>("SELECT bytes FROM message WHERE id = ?");
  const update = database.prepare<[string, number, number]>("UPDATE message SET payload = ?, bytes = ? WHERE id = ?");
  const remove = database.prepare<[number]>("DELETE FROM message WHERE id = ?");
  const named = latest === undefined ? [] : addressesOf(latest);
  return [...rewrittenBy(finding, named, database)].flatMap(({ id, payload }) => {
    const [row] = bytesOf.all(id) as { bytes: number }[];
    if (row === undefined) return [];
    const after = payload === undefined ? undefined : Buffer.byteLength(payload) + rowBytes;
    if (payload === undefined || after === undefined) remove.run(id);
    else update.run(payload, after, id);
    return [{ id, before: row.bytes, after }];
  });
}

/** Every address that a finding names. */
const addressesOf = ({ transmitters, targets }: Finding): string[] => [...transmitters, ...targets];

function waitingWith(database: Database.Database, kind: string, text: string): Waiting[] {
  return database
    .prepare<[string, string]>("SELECT id, payload FROM message WHERE kind = ? AND instr(payload, ?) > 0 ORDER BY id")
    .all(kind, text) as Waiting[];
}

/** Whether a message is a finding that names somebody no more. */
export function isTakenBack(message: UnnumberedMessage): message is UnnumberedMessage & { body: Finding } {
  return message.kind === "finding" && (message.body as Finding).takenBack === true;
}
