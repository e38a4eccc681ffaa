import type { Fact, SuspectDetail } from "@probewarden/contract";

type EvidenceLine = SuspectDetail["evidence"][number];

/** The figures that stand under a line: those it rests on, and those that only belong to what was counted beside it. */
export interface ToldFacts {
  deciding: Fact[];
  others: Fact[];
}

/** Which figures a line rests on. A detector sends all that it counted with each of its lines. */
const DECIDES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "answered-bait": ["bait-names", "seconds-since-the-bait-asked"],
    "addressed-bait": ["frames-to-bait", "bait-addresses", "seconds-since-the-bait-asked"],
    "five-names": ["distinct-names"],
    "three-names": ["distinct-names"],
    "echoed-names": ["names-echoed-to-the-asker"],
    "names-in-turn": ["distinct-names"],
    "several-names": ["distinct-names"],
    "unadvertised-names": ["names-answered-but-never-beaconed"],
    "group-bit-bssids": ["group-bit-bssids"],
    "group-bit-bssid": ["group-bit-bssids"],
    "throw-away-bssids": ["bssids-in-one-minute", "seconds-between-first-and-last", "bssids-without-tim"],
    "no-beat": ["beacons-held-against-the-interval", "regularity-percent"],
    "no-beat-of-one-radio": ["networks-without-beat", "regularity-percent"],
    "list-without-beat": ["networks-without-beat", "regularity-percent"],
    "asked-names-without-beat": ["names-public-or-asked-for", "networks-without-beat"],
    "clock-by-turns": ["returns-in-a-minute"],
    "counter-by-turns": ["returns-in-a-minute"],
    "level-by-turns": ["returns-in-a-minute"],
    "capabilities-by-turns": ["returns-to-other-capabilities"],
    "frozen-clock": ["beacons-that-did-not-count"],
    "frozen-counter": ["beacons-that-did-not-count"],
    "channel-contradicted": ["beacons-on-another-channel", "announced-channel", "heard-on-mhz", "level-dbm"],
    "contradicted-by-turns": ["beacons-on-another-channel", "announced-channel"],
    "no-beat-of-a-public-name": ["beacons-held-against-the-interval", "regularity-percent"],
    "sought-names": ["names-public-or-asked-for"],
    sustained: ["frames"],
    persistent: ["frames"],
    "repeated-untimed": ["frames"],
    burst: ["frames-to-one-receiver-in-one-second"],
    "repeated-broadcast": ["frames-to-everybody"],
    "parted-twice": ["good-byes-of-who-had-left"],
    "impossible-sender": ["frames-of-impossible-senders"],
    "foreign-in-two-ways": ["level-difference-db", "breaks-of-the-counter", "good-byes-that-nobody-kept"],
    "foreign-level": ["level-difference-db"],
    "sequence-break": ["breaks-of-the-counter"],
    "frozen-sequence": [],
    "probing-follows": [],
    "switch-not-made": ["announcements", "switches-not-made", "announced-channel"],
    "channel-held": ["reservations-in-one-second"],
    "unprotected-queries": ["queries"],
    "lone-applicants": ["applicants-in-one-minute"],
    "applicants-of-one-radio": ["share-within-ten-db-percent", "numbers-that-follow-each-other-percent"],
    "applicant-burst": ["applicants-in-one-minute"],
    "unacknowledged-answers": ["applicants-that-acknowledge-nothing"],
    "impossible-applicants": ["applicants-that-cannot-exist"],
    "repeated-applications": ["requests-of-one-address-in-one-second"],
    "addresses-some-who-asked": ["stations-that-had-only-asked"],
    "addresses-who-asked": ["stations-that-had-only-asked"],
    "addresses-strangers": ["other-stations"],
    "passing-senders": ["senders", "stations-that-had-only-asked"],
  }),
);

/** Whether a line rests on a figure; of a line that is not known here, nobody knows, and all of its figures are shown. */
const decides = ({ code }: EvidenceLine, fact: Fact): boolean => DECIDES.get(code)?.includes(fact.name) ?? true;

/**
 * Tells each figure once: under the line that rests on it, else folded under the first line of the same detector and sensor. What is
 * zero was looked for and not seen; it is left out.
 */
export function toldFacts(lines: readonly EvidenceLine[]): Map<EvidenceLine, ToldFacts> {
  const told = new Set<string>();
  const once = (line: EvidenceLine, facts: readonly Fact[]): Fact[] =>
    facts.filter(({ name, value }) => {
      const key = `${line.sensorId} ${line.detector} ${name} ${value}`;
      if (value === 0 || told.has(key)) return false;
      told.add(key);
      return true;
    });
  const deciding = lines.map((line) =>
    once(
      line,
      line.facts.filter((fact) => decides(line, fact)),
    ),
  );
  return new Map(lines.map((line, at) => [line, { deciding: deciding[at] ?? [], others: once(line, line.facts) }]));
}
