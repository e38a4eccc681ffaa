import { mitigationsWithout, withoutNamesOf, type Finding } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { forgetExcerptsNaming } from "../excerpts/forget-excerpts.ts";
import { forgetNewcomers } from "../newcomers/store-newcomers.ts";
import { audit } from "../people/audit.ts";
import type { StateTables } from "../store/state/tables.ts";
import type { DecidedOn } from "./decide.ts";
import { askToErase } from "./erase-levels.ts";
import { forgetPlacesWithoutAddress } from "./note-spans.ts";
import { settleTargets } from "./suspect-targets.ts";

/** Who takes addresses back. */
export interface TakenBackBy {
  venueId: string;
  sensorId: string;
  /** The suspect that the sensor's finding belongs to. */
  suspectId: string;
  at: number;
}

/**
 * Erases addresses that turned out to be a station's from everything that is kept of a venue, whoever named them, inside the caller's
 * transaction: another sensor that accuses the same address keeps its finding without it, until it says the address again itself. The
 * levels stand in another store: what is to be erased there is remembered until it has been. The audit tells that it was done, not of
 * whom. Returns the suspects that lost an address.
 */
export async function takeBack(
  trx: Transaction<StateTables>,
  by: TakenBackBy,
  addresses: ReadonlySet<string>,
): Promise<Set<string>> {
  const { venueId, sensorId, suspectId, at } = by;
  const list = [...addresses];
  if (list.length === 0) return new Set();
  const lost = await trx
    .deleteFrom("suspect_transmitters")
    .where("venue_id", "=", venueId)
    .where("transmitter", "in", list)
    .returning(["suspect_id", "transmitter"])
    .execute();
  await trx.deleteFrom("watch_entries").where("venue_id", "=", venueId).where("transmitter", "in", list).execute();
  const counts = new Map([[suspectId, list.length]]);
  for (const { suspect_id } of lost)
    if (suspect_id !== suspectId) counts.set(suspect_id, (counts.get(suspect_id) ?? 0) + 1);
  for (const [suspect_id, count] of counts)
    await trx
      .updateTable("suspects")
      .set((columns) => ({ taken_back: columns("taken_back", "+", count) }))
      .where("suspect_id", "=", suspect_id)
      .execute();
  const targeted = await scrubSuspects(trx, venueId, addresses);
  await scrubDecisions(trx, venueId, addresses);
  await scrubFindings(trx, venueId, addresses, targeted);
  await trx
    .deleteFrom("finding_transmitters")
    .where("venue_id", "=", venueId)
    .where("transmitter", "in", list)
    .execute();
  await forgetNewcomers(trx, venueId, list);
  await forgetExcerptsNaming(trx, venueId, list);
  await settleTargets(trx, [...new Set(lost.map((row) => row.suspect_id))]);
  await forgetPlacesWithoutAddress(trx, [...counts.keys()]);
  await askToErase(trx, venueId, list, at);
  for (const [subject, count] of counts)
    await audit(trx, { at, by: sensorId, action: "addresses-taken-back", subject: `${subject} (${count})` });
  return new Set([...counts.keys(), ...targeted]);
}

/** Takes the addresses out of what suspects are said to hit, and out of what was decided on. Returns those that named one as a target. */
async function scrubSuspects(
  trx: Transaction<StateTables>,
  venueId: string,
  addresses: ReadonlySet<string>,
): Promise<Set<string>> {
  const hit = await trx
    .deleteFrom("suspect_targets")
    .where("venue_id", "=", venueId)
    .where("target", "in", [...addresses])
    .returning("suspect_id")
    .execute();
  const targeted = new Set(hit.map((row) => row.suspect_id));
  const columns = ["suspect_id", "targets", "decided_on"] as const;
  const ofVenue = trx.selectFrom("suspects").select(columns).where("venue_id", "=", venueId);
  // What a person decided is looked through one by one: people decide little, and a list of addresses is no key.
  const decided = (await ofVenue.where("decided_on", "is not", null).execute()).filter(({ decided_on }) =>
    names(decided_on, addresses),
  );
  const hitting = targeted.size === 0 ? [] : await ofVenue.where("suspect_id", "in", [...targeted]).execute();
  for (const row of new Map([...hitting, ...decided].map((one) => [one.suspect_id, one])).values())
    await trx
      .updateTable("suspects")
      .set({
        targets: JSON.stringify((JSON.parse(row.targets) as string[]).filter((target) => !addresses.has(target))),
        decided_on: withoutAddresses(row.decided_on, addresses),
      })
      .where("suspect_id", "=", row.suspect_id)
      .execute();
  return targeted;
}

/** A decision stays for good, without the address. */
async function scrubDecisions(
  trx: Transaction<StateTables>,
  venueId: string,
  addresses: ReadonlySet<string>,
): Promise<void> {
  const rows = await trx
    .selectFrom("decisions")
    .innerJoin("suspects", "suspects.suspect_id", "decisions.suspect_id")
    .select(["decisions.id", "decisions.decided_on"])
    .where("suspects.venue_id", "=", venueId)
    .where("decisions.decided_on", "is not", null)
    .execute();
  for (const { id, decided_on } of rows)
    if (names(decided_on, addresses))
      await trx
        .updateTable("decisions")
        .set({ decided_on: withoutAddresses(decided_on, addresses) })
        .where("id", "=", id)
        .execute();
}

const names = (decidedOn: string | null, addresses: ReadonlySet<string>): boolean =>
  decidedOn !== null && namedIn(JSON.parse(decidedOn) as DecidedOn).some((one) => addresses.has(one));

const namedIn = ({ transmitters, targets = [] }: DecidedOn): string[] => [...transmitters, ...targets];

function withoutAddresses(decidedOn: string | null, addresses: ReadonlySet<string>): string | null {
  if (decidedOn === null) return null;
  const on = JSON.parse(decidedOn) as DecidedOn;
  const left = (named: readonly string[]): string[] => named.filter((address) => !addresses.has(address));
  return JSON.stringify({
    ...on,
    transmitters: left(on.transmitters),
    ...(on.targets === undefined ? {} : { targets: left(on.targets) }),
  });
}

/** Takes the addresses out of every finding that named one, accused or hit. */
async function scrubFindings(
  trx: Transaction<StateTables>,
  venueId: string,
  addresses: ReadonlySet<string>,
  targeted: ReadonlySet<string>,
): Promise<void> {
  const columns = ["findings.sensor_id", "findings.finding_id", "findings.body"] as const;
  const named = await trx
    .selectFrom("finding_transmitters as t")
    .innerJoin("findings", (join) =>
      join.onRef("findings.sensor_id", "=", "t.sensor_id").onRef("findings.finding_id", "=", "t.finding_id"),
    )
    .select(columns)
    .distinct()
    .where("t.venue_id", "=", venueId)
    .where("t.transmitter", "in", [...addresses])
    .execute();
  const hitting =
    targeted.size === 0
      ? []
      : await trx
          .selectFrom("findings")
          .select(columns)
          .where("suspect_id", "in", [...targeted])
          .execute();
  const findings = new Map([...named, ...hitting].map((row) => [`${row.sensor_id} ${row.finding_id}`, row])).values();
  for (const { sensor_id, finding_id, body } of findings)
    await trx
      .updateTable("findings")
      .set({ body: JSON.stringify(withoutIn(JSON.parse(body) as Finding, addresses)) })
      .where("sensor_id", "=", sensor_id)
      .where("finding_id", "=", finding_id)
      .execute();
}

/** A finding has an address in these places and no other (`contract/src/privacy.test.ts` walks its schema), and a name may be made of one. */
const withoutIn = (finding: Finding, addresses: ReadonlySet<string>): Finding => ({
  ...finding,
  transmitters: finding.transmitters.filter((transmitter) => !addresses.has(transmitter)),
  targets: finding.targets.filter((target) => !addresses.has(target)),
  mitigations: mitigationsWithout(finding.mitigations, (address) => addresses.has(address)),
  evidence: withoutNamesOf(finding.evidence, addresses),
});
