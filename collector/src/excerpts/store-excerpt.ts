import { createHash, randomBytes } from "node:crypto";
import { spellOctets, type Excerpt, type Finding, type SensorRefusalCode } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { Accepted } from "../intake/accepted.ts";
import type { StateTables } from "../store/state/tables.ts";
import { checkCapture } from "./check-capture.ts";
import { forgetExcerpts } from "./forget-excerpts.ts";

/** Excerpts of one suspect that one sensor may have here: as many as it makes of one. */
export const MOST_OF_ONE = 3;
/** Excerpts of one sensor, of at most 96 KiB each. */
export const MOST_OF_SENSOR = 48;

/** An excerpt as it came. */
export interface SentExcerpt {
  venueId: string;
  sensorId: string;
  /** Epoch milliseconds. */
  receivedAt: number;
  clockOffsetMs: number;
  body: Excerpt;
}

/** An excerpt that was not kept. */
export interface RefusedExcerpt {
  sensorId: string;
  reason: SensorRefusalCode;
}

/** Keeps the excerpt of a message, where it is one; why it is not kept is added to `refused`. */
export async function takeExcerpt(
  trx: Transaction<StateTables>,
  { message, sensor, received, clockOffsetMs }: Accepted,
  refused: RefusedExcerpt[],
): Promise<void> {
  if (message.kind !== "excerpt") return;
  const sent = { ...sensor, receivedAt: received.receivedAt, clockOffsetMs, body: message.body };
  const reason = await storeExcerpt(trx, sent);
  if (reason !== undefined) refused.push({ sensorId: sensor.sensorId, reason });
}

/** What is kept of an excerpt beside its capture. */
export type ExcerptFacts = Omit<Excerpt, "capture">;

/**
 * Keeps an excerpt of frames, inside the caller's transaction, or returns why it is not kept. A sensor may have been taken over: nothing stands
 * in what is kept that its findings did not name before, and nothing that its form has no room for.
 */
export async function storeExcerpt(
  trx: Transaction<StateTables>,
  { venueId, sensorId, receivedAt, clockOffsetMs, body }: SentExcerpt,
): Promise<SensorRefusalCode | undefined> {
  const { capture, ...facts } = body;
  const findings = await findingsOf(trx, venueId, sensorId, body.findingIds);
  const named = await namedBy(trx, sensorId, findings);
  const addresses = [...new Set([...body.transmitters, ...body.targets])];
  if (findings.length < body.findingIds.length || addresses.some((address) => !named.has(address)))
    return "excerpt-unnamed";
  const octets = Buffer.from(capture, "base64");
  const sha256 = createHash("sha256").update(octets).digest("hex");
  if (octets.toString("base64") !== capture || sha256 !== body.sha256) return "excerpt-form";
  if (checkCapture(octets, { addresses: new Set(addresses), names: new Set(body.names) }) !== body.frames)
    return "excerpt-form";
  await makeRoom(trx, sensorId, body);
  const excerpt_id = `frames-${spellOctets(randomBytes(8))}`;
  await trx
    .insertInto("frame_excerpts")
    .values({
      excerpt_id,
      venue_id: venueId,
      sensor_id: sensorId,
      subject_id: body.suspectId,
      received_at: receivedAt,
      clock_offset_ms: Math.round(clockOffsetMs),
      facts: JSON.stringify(facts satisfies ExcerptFacts),
      octets,
    })
    .execute();
  await trx
    .insertInto("frame_excerpt_findings")
    .values([...new Set(body.findingIds)].map((finding_id) => ({ excerpt_id, sensor_id: sensorId, finding_id })))
    .execute();
  if (addresses.length > 0)
    await trx
      .insertInto("frame_excerpt_addresses")
      .values(addresses.map((address) => ({ excerpt_id, venue_id: venueId, address })))
      .execute();
  return undefined;
}

/**
 * A finding names less than before: its excerpts go in which something stands that none of their findings names any more. A network that was said
 * to be hit may turn out to be somebody's phone as well as an accused address may.
 */
export async function forgetUnnamedExcerpts(
  trx: Transaction<StateTables>,
  venueId: string,
  sensorId: string,
  findingId: string,
): Promise<void> {
  const rows = await trx
    .selectFrom("frame_excerpt_findings as l")
    .innerJoin("frame_excerpts as e", "e.excerpt_id", "l.excerpt_id")
    .select(["e.excerpt_id", "e.facts"])
    .where("l.sensor_id", "=", sensorId)
    .where("l.finding_id", "=", findingId)
    .execute();
  const gone: string[] = [];
  for (const { excerpt_id, facts } of rows) {
    const { findingIds, transmitters, targets } = JSON.parse(facts) as ExcerptFacts;
    const named = await namedBy(trx, sensorId, await findingsOf(trx, venueId, sensorId, findingIds));
    if ([...transmitters, ...targets].some((address) => !named.has(address))) gone.push(excerpt_id);
  }
  await forgetExcerpts(trx, gone);
}

async function findingsOf(
  trx: Transaction<StateTables>,
  venueId: string,
  sensorId: string,
  findingIds: readonly string[],
): Promise<Finding[]> {
  const rows = await trx
    .selectFrom("findings")
    .select("body")
    .where("sensor_id", "=", sensorId)
    .where("venue_id", "=", venueId)
    .where("finding_id", "in", [...findingIds])
    .execute();
  return rows.map((row) => JSON.parse(row.body) as Finding);
}

/** Addresses that these findings ever named and that were not taken back, accused or hit. */
async function namedBy(
  trx: Transaction<StateTables>,
  sensorId: string,
  findings: readonly Finding[],
): Promise<Set<string>> {
  if (findings.length === 0) return new Set();
  const rows = await trx
    .selectFrom("finding_transmitters")
    .select("transmitter")
    .where("sensor_id", "=", sensorId)
    .where(
      "finding_id",
      "in",
      findings.map(({ findingId }) => findingId),
    )
    .execute();
  return new Set([...rows.map(({ transmitter }) => transmitter), ...findings.flatMap(({ targets }) => targets)]);
}

/** Of too many of a suspect the one goes that came to the fewest lines, of equals the older; of too many of a sensor the oldest. */
async function makeRoom(trx: Transaction<StateTables>, sensorId: string, { suspectId }: Excerpt): Promise<void> {
  const ofSensor = await trx
    .selectFrom("frame_excerpts")
    .select(["excerpt_id", "subject_id", "facts"])
    .where("sensor_id", "=", sensorId)
    .orderBy("received_at")
    .execute();
  const ofOne = ofSensor.filter(({ subject_id }) => subject_id === suspectId);
  const reached = ({ facts }: { facts: string }): number => (JSON.parse(facts) as ExcerptFacts).reproduced.length;
  const poorest = ofOne
    .toSorted((a, b) => reached(a) - reached(b))
    .slice(0, Math.max(0, ofOne.length - MOST_OF_ONE + 1));
  const left = ofSensor.filter((it) => !poorest.includes(it));
  const oldest = left.slice(0, Math.max(0, left.length - MOST_OF_SENSOR + 1));
  await forgetExcerpts(
    trx,
    [...poorest, ...oldest].map(({ excerpt_id }) => excerpt_id),
  );
}
