import type { Finding, InventoryEntry } from "@probewarden/contract";
import { expect, test } from "vitest";
import { spellAddress } from "./dot11/address.ts";
import { channelIs, HT, MadeAir, MORE_RATES, nameOf, ordinary, RATES, TIM, WMM } from "./made-air-for-tests.ts";

const OTHER = 0xd807b62fc868;
const BOX = 0xd63a19ae0300;
const PHONES = 0x020000000000;
const OPEN = 0x0421;
const WPA2 = "wpa2" as NonNullable<InventoryEntry["security"]>;
const MALL = Buffer.from("Mall").toString("hex");

/** What a program on a computer writes into beacons. */
const plain = (name: string): Buffer => Buffer.concat([nameOf(name), RATES, channelIs(6), TIM, MORE_RATES, ...HT, WMM]);
const neighbour = (air: MadeAir, until: number): void =>
  air.beacons(0, until, { transmitter: OTHER, elements: ordinary("Jade Court 3F"), age: 750_000 * 0.1024 });

/** Somebody is told by the second in which the list arrives; his addresses, and what is told of them. */
interface Case {
  code: string;
  addresses: readonly number[];
  /** The list before. */
  before?: readonly InventoryEntry[];
  play(air: MadeAir): void;
}

const addressesOf = (count: number): number[] => Array.from({ length: count }, (_, index) => BOX + index);
const LIST_AT = 40;
const END = 80;

/** Beacons of a program, on one clock. */
function programmed(air: MadeAir, names: readonly string[]): void {
  for (const [index, name] of names.entries())
    for (let at = 0.01 * index; at < END; at += 0.1 + 0.01 * Math.sin(at * 7))
      air.send(at, {
        transmitter: BOX + index,
        elements: plain(name),
        capability: OPEN,
        tsfSeconds: 180_000 + at,
        sequence: Math.round(at * 10),
      });
}

const CASES: readonly Case[] = [
  {
    code: "lure-of-one-radio",
    addresses: addressesOf(3),
    play: (air) => {
      for (const [index, name] of ["ChinaUnicom-WLAN", "ChinaNet-Free", "CMCC-FREE"].entries())
        air.beacons(15 + 0.002 * index, END, {
          transmitter: BOX + index,
          elements: plain(name),
          capability: OPEN,
          age: 180_000,
        });
    },
  },
  {
    code: "names-of-one-clock-and-counter",
    addresses: addressesOf(40),
    play: (air) => {
      let sequence = 0;
      for (let at = 5; at < END; at += 0.3072)
        for (const [index, transmitter] of addressesOf(40).entries())
          air.send(at + 0.002 * index, {
            transmitter,
            elements: ordinary(`net ${index * 37}`),
            tsfSeconds: 500_000 + at + 0.002 * index,
            sequence: sequence++,
          });
    },
  },
  {
    code: "no-beat-of-one-radio",
    addresses: addressesOf(3),
    play: (air) => programmed(air, ["alpha", "beta", "gamma"]),
  },
  { code: "no-beat", addresses: addressesOf(1), play: (air) => programmed(air, ["alpha"]) },
  { code: "no-beat-of-a-public-name", addresses: addressesOf(1), play: (air) => programmed(air, ["CMCC"]) },
  {
    code: "frozen-clock",
    addresses: addressesOf(1),
    play: (air) => {
      for (let at = 0; at < END; at += 0.1 + 0.01 * Math.sin(at * 7))
        air.send(at, { transmitter: BOX, elements: plain("stopped"), tsfSeconds: 77, sequence: Math.round(at * 10) });
    },
  },
  {
    code: "open-twin",
    addresses: addressesOf(1),
    before: [{ bssid: spellAddress(OTHER + 0x1000), ssid: MALL, security: WPA2 }],
    play: (air) => {
      air.beacons(0, END, { transmitter: OTHER + 0x1000, elements: ordinary("Mall"), age: 91_000 });
      air.beacons(5, END, { transmitter: BOX, elements: plain("Mall"), capability: OPEN, age: 70_000 });
    },
  },
  {
    code: "throw-away-bssids",
    addresses: addressesOf(12),
    play: (air) => {
      for (const [index, transmitter] of addressesOf(12).entries())
        for (const at of [25 + index * 0.2, 25.1 + index * 0.2])
          air.send(at, {
            transmitter,
            elements: Buffer.concat([nameOf(`thrown ${index}`), RATES]),
            tsfSeconds: 0.5,
            sequence: index,
          });
    },
  },
  {
    code: "addresses-who-asked",
    addresses: addressesOf(1),
    play: (air) => {
      for (let index = 0; index < 30; index++) {
        const phone = PHONES + index * 0x1357;
        air.ask(10 + index * 0.7, phone, "");
        // Null to a station, from somebody who advertises nothing: type 2, subtype 4, From DS.
        const ping = Buffer.alloc(24);
        ping.writeUInt16LE(0x0248, 0);
        for (const [at, address] of [phone, BOX, BOX].entries()) ping.writeUIntBE(address, 4 + 6 * at, 6);
        air.put(10.3 + index * 0.7, ping);
      }
    },
  },
];

function play(it: Case, lists: readonly { at: number; networks: readonly InventoryEntry[] }[], restartAt = Infinity) {
  const air = new MadeAir();
  air.networks = it.before ?? [];
  neighbour(air, END);
  it.play(air);
  air.lists.push(...lists);
  air.restartAt = restartAt;
  return air.said();
}

/** The line, of those whose address is told: of an access point that is only hit something else is said. */
const linesIn = (said: readonly Finding[], code: string): string[] =>
  said
    .filter(({ transmitters }) => transmitters.length > 0)
    .flatMap(({ evidence }) => evidence.map((line) => line.code))
    .filter((it) => it === code);
const whyIn = (said: readonly Finding[], code: string): string[] =>
  said.flatMap(({ withdrawn = [] }) => withdrawn.filter((it) => it.code === code).map(({ why }) => why));

/** The line as it stands in the end, with each suspicion's latest finding. */
function endOf(said: readonly Finding[], code: string): string[] {
  const latest = [...new Map(said.map((it) => [`${it.suspectId} ${it.suspicion}`, it])).values()];
  return linesIn(
    latest.filter(({ state }) => state !== "ended"),
    code,
  );
}

const listed = (addresses: readonly number[], { before = [] }: Case): InventoryEntry[] => [
  ...before,
  ...addresses.map((it) => ({ bssid: spellAddress(it) })),
];

test.each(CASES.map((it) => [it.code, it] as const))(
  "%s is told; a list that arrives takes it back, also after a restart; one that was there before keeps it from being told",
  (code, it) => {
    const ours = listed(it.addresses, it);
    const without = play(it, []);
    expect(endOf(without, code)).not.toEqual([]);
    const live = play(it, [{ at: LIST_AT, networks: ours }]);
    expect(linesIn(live, code)).not.toEqual([]);
    expect(new Set(whyIn(live, code))).toEqual(new Set(["listed"]));
    expect(endOf(live, code)).toEqual([]);
    const restarted = play(it, [{ at: LIST_AT, networks: ours }], LIST_AT - 1);
    expect(new Set(whyIn(restarted, code))).toEqual(new Set(["listed"]));
    expect(endOf(restarted, code)).toEqual([]);
    const after = play(it, [{ at: LIST_AT, networks: ours }], LIST_AT + 1);
    expect(endOf(after, code)).toEqual([]);
    expect(linesIn(play(it, [{ at: 0, networks: ours }]), code)).toEqual([]);
  },
);

test.each(
  CASES.filter(({ code }) => !["throw-away-bssids", "addresses-who-asked"].includes(code)).map(
    (it) => [it.code, it] as const,
  ),
)("when the list shrinks again, %s is told again of who goes on", (code, it) => {
  const before = { at: 0, networks: listed(it.addresses, it) };
  const said = play(it, [before, { at: 15, networks: it.before ?? [] }]);
  expect(endOf(said, code)).not.toEqual([]);
});
