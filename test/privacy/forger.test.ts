import type { Finding } from "@probewarden/contract";
import { describe, expect, test } from "vitest";
import { detectorsInForce } from "../../agent/src/radio/detectors/detectors.ts";
import { Pipeline, type PipelineReport } from "../../agent/src/radio/pipeline.ts";
import { withoutAddress } from "../../agent/src/radio/without-address.ts";
import { beacon, captured, dataDown, dataUp, deauthentication, nullUp, request, response } from "./air.ts";
import { addressNeedles, found, identifierNeedles } from "./needles.ts";

const PHONE = "34:14:5f:9a:2b:71";
const AP = "00:1f:7a:e2:6c:98";
const START = 1_760_000_000;
const NAMES = ["Airport", "Cafe Luna", "Home of Li", "Office", "Hotel Rose", "Bakery", "Gym", "Library"];
/** Ways in which a phone is heard as a station. */
const PHONE_SPEAKS: Record<string, () => Buffer> = {
  "asks who is there": () => request(PHONE),
  "sends data": () => dataUp(PHONE, AP),
  "dozes off": () => nullUp(PHONE, AP),
  "is sent data": () => dataDown(AP, PHONE),
};

/** A sensor's radio process on air that a test makes, a frame each 20 ms, and all that it reports. */
class Air {
  readonly reports: PipelineReport[] = [];
  readonly pipeline: Pipeline;
  /** What is reported and has not left yet, as the process keeps it while its supervisor is away. */
  waiting: PipelineReport[] = [];
  at: number;

  constructor(at = START) {
    this.at = at;
    this.pipeline = new Pipeline({
      detectors: detectorsInForce(),
      venueSalt: "venue-test",
      secret: "a secret of the process",
      emit: (report) => void (this.reports.push(report), this.waiting.push(report)),
      onTakenBack: (address) =>
        void (this.waiting = this.waiting.flatMap((report) => withoutAddress(report, address) ?? [])),
    });
  }

  hear(...frames: Buffer[]): this {
    for (const bytes of frames) this.pipeline.consume(captured(bytes, (this.at += 0.02)));
    return this;
  }

  /** Time goes by, each second with these frames. */
  pass(seconds: number, frames: () => Buffer[] = () => []): this {
    for (let second = 0; second < seconds; second++) {
      this.hear(...frames());
      this.at = Math.floor(this.at) + 1;
      this.pipeline.tick(this.at);
    }
    return this;
  }

  get findings(): Finding[] {
    return this.reports.flatMap((report) => (report.type === "finding" ? [report.body] : []));
  }

  /** What of the phone is found in what was reported, from a report on. */
  leaks(from = 0): string[] {
    this.pipeline.flush();
    return this.find(this.reports.slice(from));
  }

  /** What of the phone is found in some reports. */
  find(reports: readonly PipelineReport[]): string[] {
    const octets = Buffer.from(reports.map((report) => JSON.stringify(report)).join("\n"));
    return found([...addressNeedles(PHONE), ...identifierNeedles(PHONE, "venue-test")], { reports: octets });
  }
}

/** A KARMA box that wears the phone's address: answers and beacons of many names. */
const forgedNames = (from = PHONE): Buffer[] => [
  ...NAMES.map((name) => response(from, "02:00:5e:00:00:77", name)),
  ...NAMES.map((name) => beacon(from, name)),
];
const watch = (address: string): { v: number; entries: { transmitter: string; expiresAt: string }[] } => ({
  v: 1,
  entries: [{ transmitter: address, expiresAt: new Date((START + 86_400) * 1000).toISOString() }],
});
const lastBy = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [finding.findingId, finding])).values(),
];

describe.each(Object.entries(PHONE_SPEAKS))("a phone that %s", (_, speaks) => {
  test("first, and whose address then answers and beacons as everything, is not named; the sender is told without an address", () => {
    const air = new Air().hear(speaks());
    air.pass(120, forgedNames);
    expect(air.leaks()).toEqual([]);
    const [box] = lastBy(air.findings).filter(({ suspicion }) => suspicion === "probe-box");
    expect(box).toMatchObject({ transmitters: [], targets: [], transmitterCount: 1, band: "strong" });
  });

  test("after its address was named is taken back: by a word of every finding that named it, and nothing later names it", () => {
    const air = new Air();
    air.pipeline.setWatch(watch(PHONE));
    air.pass(130, forgedNames);
    expect(air.leaks()).not.toEqual([]);
    const named = air.findings.filter(({ transmitters }) => transmitters.includes(PHONE));
    const before = air.reports.length;
    expect(air.find(air.waiting)).not.toEqual([]);
    const ids = new Set(named.map(({ findingId }) => findingId));
    air.hear(speaks());
    // What waits for a supervisor that is away leaves without the address, levels included.
    expect(air.find(air.waiting)).toEqual([]);
    const takenBack = air.reports.slice(before).flatMap((report) => (report.type === "finding" ? [report.body] : []));
    expect(new Set(takenBack.map(({ findingId }) => findingId))).toEqual(ids);
    for (const finding of takenBack)
      expect(finding).toMatchObject({ takenBack: true, state: "changed", transmitters: [], transmitterCount: 1 });
    air.pass(200, () => [...forgedNames(), speaks()]);
    expect(air.leaks(before)).toEqual([]);
    // What is held against whoever it was goes on under the same identifier: nobody is cleared.
    for (const { findingId } of air.findings.slice(-2)) expect(ids).toContain(findingId);
    expect(air.findings.at(-1)?.takenBack).toBeUndefined();
  });

  test("while the forged frames are long over is taken back too, with the finding that ended", () => {
    const air = new Air().pass(60, forgedNames);
    air.pass(2_000, () => [beacon(AP, "Tea")]);
    expect(air.findings.at(-1)).toMatchObject({ state: "ended", transmitters: [PHONE] });
    const before = air.reports.length;
    air.hear(speaks());
    expect(air.leaks(before)).toEqual([]);
    const said = air.findings.at(-1);
    expect(said).toMatchObject({ state: "ended", takenBack: true, transmitters: [] });
  });
});

describe.each(["DataSky_9a2b71", "TanZhen_34145f9a2b71", "客流-2B71"])(
  "a product's name made of a phone's address, %s,",
  (name) => {
    const spelt = Buffer.from(name).toString("hex");
    const told = (reports: readonly PipelineReport[]): boolean => JSON.stringify(reports).includes(spelt);

    test("is not told where the phone was heard before", () => {
      const air = new Air().hear(request(PHONE));
      air.pass(70, () => Array.from({ length: 9 }, () => beacon(PHONE, name)));
      air.pipeline.flush();
      expect(air.findings.length).toBeGreaterThan(0);
      expect(told(air.reports)).toBe(false);
    });

    test("is taken back with the address when the phone is heard later, open or ended, waiting or told anew after a restart", () => {
      const named = (): Air => new Air().pass(70, () => Array.from({ length: 9 }, () => beacon(PHONE, name)));
      const air = named();
      expect(told(air.waiting)).toBe(true);
      const before = air.reports.length;
      air.hear(dataUp(PHONE, AP));
      expect(told(air.waiting)).toBe(false);
      air.pass(120, () => Array.from({ length: 9 }, () => beacon(PHONE, name)));
      expect(air.reports.length).toBeGreaterThan(before);
      expect(told(air.reports.slice(before))).toBe(false);

      const ended = named().pass(2_000, () => [beacon(AP, "Tea")]);
      const sinceEnd = ended.reports.length;
      ended.hear(request(PHONE));
      expect(ended.findings.at(-1)).toMatchObject({ state: "ended", takenBack: true });
      expect(told(ended.reports.slice(sinceEnd))).toBe(false);

      const after = new Air(air.at + 10).hear(request(PHONE));
      after.pipeline.resume(lastBy(named().findings));
      after.pipeline.flush();
      expect(after.findings.length).toBeGreaterThan(0);
      expect(told(after.reports)).toBe(false);
    });
  },
);

test("forged good-byes name no phone: neither whom they seem to come from, nor whom they seem to be the network of", () => {
  const air = new Air();
  air.pass(10, () => Array.from({ length: 9 }, () => beacon(AP, "Tea")));
  // Once the phone is an access point by one beacon, once by many and a station besides.
  air.hear(beacon(PHONE, "Tea"));
  const flood = (): Buffer[] => [
    ...Array.from({ length: 12 }, () => deauthentication(PHONE, AP, AP)),
    ...Array.from({ length: 12 }, () => deauthentication(PHONE, "ff:ff:ff:ff:ff:ff", PHONE)),
    ...Array.from({ length: 12 }, () => deauthentication(AP, PHONE, PHONE)),
  ];
  air.pass(30, flood);
  expect(air.findings.some(({ suspicion }) => suspicion === "disruption")).toBe(true);
  expect(air.leaks()).toEqual([]);
  air.hear(request(PHONE));
  air.pass(30, () => [...Array.from({ length: 9 }, () => beacon(PHONE, "Tea")), ...flood()]);
  expect(air.leaks()).toEqual([]);
});

test("a phone that was told as a target is taken back as well, and the flood goes on being told", () => {
  const air = new Air();
  air.pass(10, () => Array.from({ length: 9 }, () => beacon(PHONE, "Tea")));
  const flood = (): Buffer[] => Array.from({ length: 20 }, () => deauthentication(PHONE, "ff:ff:ff:ff:ff:ff", PHONE));
  air.pass(30, flood);
  expect(air.findings.at(-1)?.targets).toEqual([PHONE]);
  const before = air.reports.length;
  air.hear(dataUp(PHONE, AP));
  air.pass(100, flood);
  expect(air.leaks(before)).toEqual([]);
  expect(air.findings.filter(({ takenBack }) => takenBack === true)).toHaveLength(1);
  expect(new Set(air.findings.map(({ suspectId }) => suspectId)).size).toBe(1);
});

test("a watch list has no phone followed: one forged beacon is too little, and of more only the forger's own level is told until the phone speaks", () => {
  const air = new Air();
  air.pipeline.setWatch(watch(PHONE));
  air.hear(beacon(PHONE, "Tea"));
  // What a phone transmits besides what makes it a station: control frames carry its address all the time.
  air.pass(130, () => [deauthentication(PHONE, AP, AP)]);
  expect(air.leaks()).toEqual([]);
  air.hear(dataUp(PHONE, AP));
  air.pass(130, () => [beacon(PHONE, "Tea"), dataUp(PHONE, AP)]);
  expect(air.leaks()).toEqual([]);
});

test("a level is that of what advertises, and never that of a phone's own frames with the same address", () => {
  const air = new Air();
  air.pipeline.setWatch(watch(PHONE));
  air.pass(70, () => [beacon(PHONE, "Tea")]);
  air.pass(60, () => [deauthentication(PHONE, AP, AP), deauthentication(PHONE, AP, AP)]);
  const rows = air.reports.flatMap((report) => (report.type === "signal" ? report.body.rows : []));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).toMatchObject({ transmitter: PHONE, role: "watched" });
  expect(rows.reduce((sum, row) => sum + row.frames, 0)).toBeLessThanOrEqual(70);
});

test("a phone's hotspot is no resident once the phone was heard as one, however long it beacons", () => {
  const air = new Air();
  air.hear(request(PHONE));
  air.pass(4_000, () => [beacon(PHONE, "Phone of Li")]);
  expect(air.leaks()).toEqual([]);
  // Heard later: the minute at hand is not told any more.
  const later = new Air();
  later.pass(4_000, () => [beacon(PHONE, "Phone of Li")]);
  expect(later.leaks()).not.toEqual([]);
  const before = later.reports.length;
  later.pass(30, () => [beacon(PHONE, "Phone of Li")]);
  later.hear(request(PHONE));
  later.pass(4_000, () => [beacon(PHONE, "Phone of Li")]);
  expect(later.leaks(before)).toEqual([]);
});

test("a network that stays, and is named after a phone, is told without its name", () => {
  for (const name of [PHONE, `Tea ${PHONE.replaceAll(":", "")}`, Buffer.from(PHONE.replaceAll(":", ""), "hex")]) {
    const air = new Air().hear(dataUp(PHONE, AP));
    air.pass(2_000, () => [beacon(AP, name)]);
    expect(air.leaks()).toEqual([]);
    expect(air.reports.some((it) => it.type === "signal" && it.body.rows[0]?.role === "resident")).toBe(true);
  }
});

test("after a restart a phone is taken back from what was published before: heard since the start, or later", () => {
  const before = new Air().pass(60, forgedNames);
  const published = lastBy(before.findings);
  for (const isHeardFirst of [true, false]) {
    const after = new Air(before.at + 10);
    if (isHeardFirst) after.hear(dataUp(PHONE, AP));
    after.pipeline.resume(published);
    if (!isHeardFirst) after.hear(dataUp(PHONE, AP));
    expect(after.findings.map(({ findingId, takenBack }) => [findingId, takenBack])).toEqual(
      published.map(({ findingId }) => [findingId, true]),
    );
    after.pass(100, forgedNames);
    expect(after.leaks()).toEqual([]);
  }
});

test("after a restart a phone is taken back from what had ended before it, within the day", () => {
  const before = new Air().pass(60, forgedNames);
  before.pass(2_000, () => [beacon(AP, "Tea")]);
  const ended = lastBy(before.findings).filter(({ transmitters }) => transmitters.includes(PHONE));
  expect(ended.map(({ state }) => state)).toEqual(["ended"]);
  for (const isHeardFirst of [true, false]) {
    const after = new Air(before.at + 10);
    if (isHeardFirst) after.hear(request(PHONE));
    after.pipeline.resume(ended);
    after.pass(5);
    if (!isHeardFirst) after.hear(request(PHONE));
    expect(after.findings).toMatchObject(
      ended.map(({ findingId }) => ({ findingId, state: "ended", takenBack: true, transmitters: [] })),
    );
    expect(after.leaks()).toEqual([]);
  }
  const nextDay = new Air(before.at + 90_000);
  nextDay.pipeline.resume(ended);
  nextDay.pass(5).hear(request(PHONE));
  expect(nextDay.findings).toEqual([]);
});

test("invented networks among whose addresses a phone's is, as it is or with its group bit, name the others only", () => {
  const air = new Air().hear(request(PHONE));
  const group = `35${PHONE.slice(2)}`;
  for (let index = 0; index < 40; index++) {
    const invented = `${index % 2 === 0 ? "5a" : "5b"}:00:5e:10:${index.toString(16).padStart(2, "0")}:01`;
    air.hear(beacon(invented, `Free ${index}`), beacon(PHONE, `Free ${index}`), beacon(group, `Free ${index}`));
  }
  // That they are gone is heard while somebody else is not.
  air.pass(60, () => [beacon(AP, "Cafe Luna")]);
  expect(air.leaks()).toEqual([]);
  expect(found(addressNeedles(group), { reports: Buffer.from(JSON.stringify(air.reports)) })).toEqual([]);
  const inventor = lastBy(air.findings).find(({ suspicion }) => suspicion === "disruption");
  expect(inventor?.transmitters.length).toBeGreaterThan(3);
  expect(inventor?.transmitterCount).toBeGreaterThan(inventor?.transmitters.length ?? 0);
});

test("a box behind hundreds of stations' addresses is told, with their count, and names none of them", () => {
  const air = new Air();
  for (let index = 0; index < 300; index++) {
    const worn = `34:14:5f:00:${(index >> 8).toString(16).padStart(2, "0")}:${(index & 255).toString(16).padStart(2, "0")}`;
    air.hear(request(worn), ...forgedNames(worn));
  }
  air.pass(70);
  air.pipeline.flush();
  const suspects = new Set(air.findings.map(({ suspectId }) => suspectId));
  expect(suspects.size).toBeLessThan(5);
  expect(Math.max(...air.findings.map(({ transmitterCount }) => transmitterCount))).toBeGreaterThan(290);
  expect(air.findings.flatMap(({ transmitters }) => transmitters)).toEqual([]);
});
