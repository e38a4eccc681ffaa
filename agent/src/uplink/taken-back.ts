import { mitigationsWithout, withoutNamesOf, type Finding, type Newcomers, type Signal } from "@probewarden/contract";
import type Database from "libsql";
import type { UnnumberedMessage } from "./waiting-message.ts";

/** What a waiting message became: its new payload, or nothing where all that it told is gone. */
interface Rewritten {
  id: number;
  kind: "finding" | "newcomer" | "signal" | "excerpt";
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
      mitigations: mitigationsWithout(body.mitigations, (address) => gone.has(address)),
    };
    yield { id, kind: "finding", payload: JSON.stringify({ ...message, body: said }) };
  }
  yield* levelsWithout(gone, database);
  yield* excerptsOf(gone, database);
}

/** What waits and says what stays that were taken back had named: the stays themselves, and levels of their addresses. */
function* rewrittenByStays({ takenBack }: Newcomers, database: Database.Database): Generator<Rewritten> {
  const stays = new Set(takenBack);
  const gone = new Set<string>();
  for (const { id, payload } of waitingWith(database, "newcomer", '"transmitter"')) {
    const message = JSON.parse(payload) as Kept<Newcomers>;
    const here = message.body.here.filter(({ stayId }) => !stays.has(stayId));
    if (here.length === message.body.here.length) continue;
    for (const { stayId, transmitter } of message.body.here) if (stays.has(stayId)) gone.add(transmitter);
    yield { id, kind: "newcomer", payload: JSON.stringify({ ...message, body: { ...message.body, here } }) };
  }
  yield* levelsWithout(gone, database);
  yield* excerptsOf(gone, database);
}

/** Excerpts that name one of some addresses: it stands in their octets too, so that they are not sent at all. */
function* excerptsOf(gone: ReadonlySet<string>, database: Database.Database): Generator<Rewritten> {
  const ids = new Set<number>();
  for (const address of gone) for (const { id } of waitingWith(database, "excerpt", `"${address}"`)) ids.add(id);
  for (const id of ids) yield { id, kind: "excerpt", payload: undefined };
}

/** Levels that wait, without those of some addresses. */
function* levelsWithout(gone: ReadonlySet<string>, database: Database.Database): Generator<Rewritten> {
  const levels = new Map<number, string>();
  for (const address of gone)
    for (const { id, payload } of waitingWith(database, "signal", address)) levels.set(id, payload);
  for (const [id, payload] of levels) {
    const message = JSON.parse(payload) as Kept<Signal>;
    const rows = message.body.rows.filter((row) => !gone.has(row.transmitter));
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
): Changed[] {
  const named = latest === undefined ? [] : addressesOf(latest);
  return rewrite([...rewrittenBy(finding, named, database)], database, rowBytes);
}

/** The same for access points that had come and stayed, and turned out to be stations. */
export function takeBackStays(newcomers: Newcomers, database: Database.Database, rowBytes: number): Changed[] {
  return rewrite([...rewrittenByStays(newcomers, database)], database, rowBytes);
}

/** Octets of a message that changed, before and after; none after where it is not sent at all. */
export interface Changed {
  id: number;
  before: number;
  after: number | undefined;
}

function rewrite(changed: readonly Rewritten[], database: Database.Database, rowBytes: number): Changed[] {
  const bytesOf = database.prepare<[number]>("SELECT bytes FROM message WHERE id = ?");
  const update = database.prepare<[string, number, number]>("UPDATE message SET payload = ?, bytes = ? WHERE id = ?");
  const remove = database.prepare<[number]>("DELETE FROM message WHERE id = ?");
  return changed.flatMap(({ id, payload }) => {
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

/** Whether a message takes back stays. */
export function takesBackStays(message: UnnumberedMessage): message is UnnumberedMessage & { body: Newcomers } {
  return message.kind === "newcomer" && (message.body as Newcomers).takenBack.length > 0;
}

/** Whether a message is a finding that names somebody no more. */
export function isTakenBack(message: UnnumberedMessage): message is UnnumberedMessage & { body: Finding } {
  return message.kind === "finding" && (message.body as Finding).takenBack === true;
}
