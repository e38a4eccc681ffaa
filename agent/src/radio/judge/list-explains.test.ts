import type { Finding, InventoryEntry } from "@probewarden/contract";
import { expect, test } from "vitest";
import { ListedSenders } from "../air/listed-senders.ts";
import type { Observation } from "../detectors/detector.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { EVIDENCE_CODES, listConditionOf } from "../detectors/weights.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { spellAddress } from "../dot11/address.ts";
import { Venue } from "../venue/venue.ts";
import { BOX, detector, frame, hidden, observation, setUp } from "./subjects-for-tests.ts";
import type { Subjects } from "./subjects.ts";

type SecurityName = NonNullable<InventoryEntry["security"]>;
const WPA2 = "wpa2" as SecurityName;
const UNSECURED = "open" as SecurityName;
const MALL = Buffer.from("Mall").toString("hex");
const CMCC = Buffer.from("CMCC").toString("hex");
const CHINANET = Buffer.from("ChinaNet").toString("hex");

const entry = (address: number, more: Partial<InventoryEntry> = {}): InventoryEntry => ({
  bssid: spellAddress(address),
  ...more,
});
const listOf = (...entries: InventoryEntry[]): Venue => new Venue(entries, []);

/** What one radio shows under several addresses. */
function seen(code: Observation["code"], addresses: readonly number[], names: readonly string[] = []): Observation {
  return {
    ...observation(code, addresses[0]),
    transmitters: addresses.slice(0, 16),
    transmitterCount: addresses.length,
    shownBy: addresses,
    names,
  };
}

const addressesOf = (count: number): number[] => Array.from({ length: count }, (_, index) => BOX + index);

/** The codes that stand, and those that were taken back and why, of the latest finding. */
function standOf(finding: Finding | undefined): [string[], string[]] {
  const withdrawn = finding?.withdrawn ?? [];
  return [finding?.evidence.map(({ code }) => code) ?? [], withdrawn.map(({ code, why }) => `${code}: ${why}`)];
}

/** After something was seen at a venue with one list, and then another list arrived. */
function after(
  first: Observation,
  lists: readonly Venue[],
  senders = new ListedSenders(),
): { said: Finding[]; subjects: Subjects } {
  const { said, subjects } = setUp(lists[0], senders);
  subjects.observe(detector, first, frame, 100);
  for (const [index, list] of lists.slice(1).entries()) subjects.setVenue(list, 110 + index);
  return { said, subjects };
}

test("a lure whose addresses are listed is taken back at once: the finding ends and says what was withdrawn, when and why", () => {
  const lure = seen("lure-of-one-radio", addressesOf(3), [CMCC, CHINANET]);
  const { said, subjects } = after(lure, [listOf(), listOf(...addressesOf(3).map((it) => entry(it)))]);
  expect(said.map(({ state }) => state)).toEqual(["opened", "opened", "ended", "ended"]);
  expect(standOf(said.at(-1))).toEqual([[], ["lure-of-one-radio: listed"]]);
  expect(said.at(-1)?.withdrawn?.[0]?.at).toBe("1970-01-01T00:01:50.000Z");
  expect(subjects.isSubject(BOX)).toBe(false);
});

test("it stands while as many addresses as it takes are somebody else's", () => {
  const lure = seen("lure-of-one-radio", addressesOf(3), [CMCC, CHINANET]);
  const withOne = after(lure, [listOf(), listOf(entry(BOX))]);
  expect(withOne.said.at(-1)?.withdrawn).toBeUndefined();
  const withTwo = after(lure, [listOf(), listOf(entry(BOX), entry(BOX + 1))]);
  expect(standOf(withTwo.said.at(-1))).toEqual([[], ["lure-of-one-radio: listed"]]);
});

test("addresses that are not told are nobody's of the list", () => {
  const many = { ...seen("names-of-one-clock", addressesOf(16)), transmitterCount: 60 };
  const { said } = after(many, [listOf(), listOf(...addressesOf(16).map((it) => entry(it)))]);
  expect(said.at(-1)?.withdrawn).toBeUndefined();
});

test("a lure under names that turn out to be the venue's is taken back, under one of several it stands", () => {
  const lure = (names: string[]): Observation => seen("lure-of-one-radio", addressesOf(3), names);
  const ours = listOf(entry(BOX + 99, { ssid: CMCC }));
  expect(standOf(after(lure([CMCC, CHINANET]), [listOf(), ours]).said.at(-1))[1]).toHaveLength(1);
  const three = lure([CMCC, CHINANET, MALL]);
  expect(standOf(after(three, [listOf(), ours]).said.at(-1))[1]).toEqual([]);
});

test("what a detector goes on to see of the venue's own is held against nobody", () => {
  const lure = seen("lure-of-one-radio", addressesOf(2), [CMCC, CHINANET]);
  const { said, subjects } = after(lure, [listOf(), listOf(entry(BOX), entry(BOX + 1))]);
  const before = said.length;
  subjects.observe(detector, lure, frame, 120);
  expect(said).toHaveLength(before);
  expect(subjects.size).toBe(0);
});

test.each(["unlisted-twin", "weaker-twin", "open-neighbour", "open-twin"] as const)(
  "%s is taken back when its address is listed, when its name is the venue's no more, and when the list says less of the name's security",
  (code) => {
    const secured = entry(BOX + 99, { ssid: MALL, security: WPA2 });
    const first = listOf(secured);
    const twin = seen(code, [BOX], [MALL]);
    // By itself the first of them is not shown, and says with another line what becomes of it.
    const stands = (venue: Venue): [string[], string[]] => {
      const { said, subjects } = after(twin, [first]);
      subjects.observe(detector, { ...observation("address-of-two"), targets: [BOX + 99] }, frame, 105);
      subjects.observe(detector, observation("lure-of-one-radio"), frame, 105);
      subjects.setVenue(venue, 110);
      return standOf(said.findLast(({ suspicion }) => suspicion === "impostor"));
    };
    expect(stands(listOf(secured, entry(BOX)))[1]).toContain(`${code}: listed`);
    expect(stands(listOf(entry(BOX + 99)))[1]).toContain(`${code}: unlisted`);
    expect(stands(listOf(secured, entry(BOX + 98)))[0]).toContain(code);
    const open = stands(listOf(entry(BOX + 99, { ssid: MALL, security: UNSECURED })));
    expect(open[code === "unlisted-twin" ? 0 : 1].join()).toContain(code);
  },
);

test("an access point of the venue that wears many names is accused all the same: a list gives an address one name", () => {
  const { said } = after(observation("five-names"), [listOf(), listOf(entry(BOX))]);
  expect(said.at(-1)?.evidence.map(({ code }) => code)).toEqual(["five-names"]);
});

test("a product's name is explained by the list, its maker's form of name is not, and a licence is no listing", () => {
  const ours = listOf(entry(BOX));
  expect(standOf(after(observation("product-name"), [listOf(), ours]).said.at(-1))[1]).toEqual([
    "product-name: listed",
  ]);
  expect(standOf(after(observation("product-bound-name"), [listOf(), ours]).said.at(-1))[1]).toEqual([]);
  const licensed = listOf(entry(BOX, { licensed: true }));
  const { said, subjects } = after(observation("addresses-who-asked"), [listOf(), licensed]);
  expect(standOf(said.at(-1))).toEqual([["addresses-who-asked"], []]);
  subjects.flush(120);
  expect(said.at(-1)).toMatchObject({ band: "watch", mitigations: [{ code: "licensed" }] });
});

/** Beacons of two senders under one address, by turns. */
function twoSenders(): ListedSenders {
  const senders = new ListedSenders();
  for (let step = 0; step < 100; step++) {
    const at = 90 + step * 0.1;
    const tsf = Math.round((at + (step % 2 === 0 ? 5_000 : 70)) * 1e6);
    const fields = {
      transmitter: BOX,
      bssid: BOX,
      sequence: (step % 2 === 0 ? 17 : 3_000) + (step >> 1),
      hasTsf: true,
      tsfLow: (tsf % 2 ** 32) | 0,
      tsfHigh: Math.floor(tsf / 2 ** 32),
    };
    senders.hear(managementFrame(FrameKind.beacon, fields), at);
  }
  return senders;
}

test("who wears the address of a listed access point is not excused by its being listed", () => {
  const lure = seen("public-names-of-one-radio", [BOX, BOX + 1], [CMCC, CHINANET]);
  const both = listOf(entry(BOX), entry(BOX + 1));
  expect(standOf(after(lure, [listOf(), both], new ListedSenders()).said.at(-1))[1]).toHaveLength(1);
  const { said } = after(
    seen("public-names-of-one-radio", [BOX], [CMCC]),
    [listOf(), listOf(entry(BOX))],
    twoSenders(),
  );
  expect(said.at(-1)?.withdrawn).toBeUndefined();
});

test("what shows two senders of a listed address stands when the list grows, and goes with its address", () => {
  const two: Observation = { ...hidden(BOX, [BOX]), code: "address-of-two" };
  const { said, subjects } = after(two, [listOf(entry(BOX)), listOf(entry(BOX), entry(BOX + 1))]);
  expect(said.at(-1)?.withdrawn).toBeUndefined();
  subjects.setVenue(listOf(entry(BOX + 1)), 120);
  expect(standOf(said.at(-1))).toEqual([[], ["address-of-two: unlisted"]]);
});

test("what several identities of one radio showed stays until the list holds each of them", () => {
  const { said, subjects } = setUp();
  const both = [BOX, BOX + 1];
  for (const address of both)
    subjects.observe(detector, { ...observation("no-beat-of-a-public-name", address), transmitters: both }, frame, 100);
  subjects.setVenue(listOf(entry(BOX)), 110);
  expect(said.at(-1)?.withdrawn).toBeUndefined();
  subjects.setVenue(listOf(...both.map((it) => entry(it))), 111);
  expect(standOf(said.at(-1))).toEqual([[], ["no-beat-of-a-public-name: listed"]]);
});

test("more identities than are told apart are not cleared by a list", () => {
  const { said, subjects } = setUp();
  const crowd = addressesOf(40);
  for (const address of crowd)
    subjects.observe(detector, { ...observation("no-beat", address), transmitters: crowd.slice(0, 16) }, frame, 100);
  subjects.setVenue(listOf(...crowd.map((it) => entry(it))), 110);
  expect(said.some(({ withdrawn }) => withdrawn !== undefined)).toBe(false);
});

test.each(["before", "after"])("after a restart a list that comes %s the findings takes back the same", (when) => {
  const first = after(seen("lure-of-one-radio", addressesOf(3), [CMCC, CHINANET]), [listOf()]);
  const ours = listOf(...addressesOf(3).map((it) => entry(it)));
  const { said, subjects } = setUp(when === "before" ? ours : listOf());
  subjects.resume(first.said, Number.NaN);
  if (when === "after") subjects.setVenue(ours, Number.NaN);
  expect(said.map(({ state }) => state)).toEqual(["ended", "ended"]);
  for (const finding of said) expect(standOf(finding)).toEqual([[], ["lure-of-one-radio: listed"]]);
});

test("after a restart nothing is taken back for want of a list, nor for one that holds a part of the addresses", () => {
  const list = listOf(entry(BOX + 99, { ssid: MALL, security: WPA2 }));
  const twin = after(seen("open-twin", [BOX], [MALL]), [list]);
  const { said, subjects } = setUp();
  subjects.resume(twin.said, 200);
  subjects.setVenue(listOf(), 201);
  expect(said).toEqual([]);
  const many = after({ ...seen("lure-of-one-radio", addressesOf(16), []), transmitterCount: 30 }, [listOf()]);
  const again = setUp(listOf(...addressesOf(16).map((it) => entry(it))));
  again.subjects.resume(many.said, 200);
  expect(again.said).toEqual([]);
});

test("no list explains what a single sender does to others, nor two senders under one address", () => {
  const never = EVIDENCE_CODES.filter((code) => listConditionOf(code) === undefined);
  for (const code of ["five-names", "group-bit-bssids", "burst", "answered-bait", "contradicted-by-turns"])
    expect(never).toContain(code);
  for (const code of never) {
    const { said } = after(observation(code), [listOf(), listOf(entry(BOX))]);
    expect(said.at(-1)?.withdrawn).toBeUndefined();
  }
});

test.each([
  ["list-without-beat", 3],
  ["asked-names-without-beat", 3],
  ["no-beat-of-one-radio", 3],
  ["names-as-asked", 3],
  ["networks-in-turn", 4],
  ["strangers-of-one-counter", 8],
  ["answers-without-beacons", 4],
  ["throw-away-bssids", 8],
  ["passing-senders", 12],
] as const)(
  "%s stands while there are %i addresses, the fewest of which it is ever said, that are nobody's",
  (code, fewest) => {
    const all = addressesOf(fewest + 2);
    const withOne = after(seen(code, all), [listOf(), listOf(entry(BOX))]);
    expect(withOne.subjects.size).toBe(1);
    const withTwo = after(seen(code, all), [listOf(), listOf(entry(BOX), entry(BOX + 1))]);
    expect(withTwo.subjects.size).toBe(1);
    const withThree = after(seen(code, all), [listOf(), listOf(entry(BOX), entry(BOX + 1), entry(BOX + 2))]);
    expect(withThree.subjects.size).toBe(0);
  },
);
