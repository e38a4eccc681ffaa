import { describe, expect, test } from "vitest";
import { Check } from "typebox/value";
import { Newcomers } from "@probewarden/contract";
import { spellAddress } from "../../dot11/address.ts";
import { Days, type Sender } from "./days-for-tests.ts";
import { NEW_TRANSMITTER } from "./figures.ts";

const SHOP: Sender = { bssid: 0x001f7ae26c98, levelDbm: -50 };
/** A phone's address, and how a forger, or its own hotspot, beacons in it. */
const PHONE = 0x34145f9a2b71;
const FORGED: Sender = { bssid: PHONE, name: "Free-WiFi", levelDbm: -55 };
const TWIN = 0x36145f9a2b71;
const LONG = NEW_TRANSMITTER.spanHours + 6;

/** What of an address stands in the words about who came and stayed, and on the disk. */
const named = (days: Days, address: number, from = 0): boolean =>
  JSON.stringify([days.said.slice(from), days.disk]).includes(spellAddress(address));

test("an address that was a station before somebody beaconed in it is never told, nor written on the disk, for days", () => {
  const days = Days.learnt([SHOP]);
  days.ask(PHONE);
  days.live(LONG + 30, SHOP, FORGED);
  expect(days.said).toEqual([]);
  expect(named(days, PHONE)).toBe(false);
});

test("not even when it is heard as a station only once a day, and a station's address is forgotten in between", () => {
  const days = Days.learnt([SHOP]);
  for (let day = 0; day < 4; day++) {
    days.ask(PHONE);
    days.live(26, SHOP, FORGED);
  }
  expect(days.said).toEqual([]);
  expect(named(days, PHONE)).toBe(false);
});

test("a station under the twin of the address keeps it unsaid as well, as old phones and their hotspots have it", () => {
  const days = Days.learnt([SHOP]);
  days.ask(PHONE);
  days.live(12, SHOP, { ...FORGED, bssid: TWIN });
  days.ask(PHONE);
  days.live(24, SHOP, { ...FORGED, bssid: TWIN });
  days.ask(PHONE);
  days.live(24, SHOP, { ...FORGED, bssid: TWIN });
  expect(days.said).toEqual([]);
  expect(named(days, TWIN)).toBe(false);
});

describe.each([
  ["it", PHONE],
  ["its twin", TWIN],
])("when %s is heard as a station after it was told", (_, station) => {
  test("the stay is taken back without the address, from what waits and from the disk too, and told so for a day", () => {
    const days = Days.learnt([SHOP]).live(LONG, SHOP, FORGED);
    const [told] = days.said.flatMap(({ here }) => here);
    expect(told?.transmitter).toBe(spellAddress(PHONE));
    expect(JSON.stringify(days.waiting)).toContain(spellAddress(PHONE));
    const words = days.said.length;
    days.ask(station);
    // What waits for a supervisor that is away leaves without the address.
    expect(JSON.stringify(days.waiting.filter(({ type }) => type !== "signal"))).not.toContain(spellAddress(PHONE));
    expect(days.said.slice(words)).toEqual([{ here: [], takenBack: [told?.stayId], waiting: 0 }]);
    days.live(0.1, SHOP, FORGED);
    expect(named(days, PHONE, words)).toBe(false);
    // Whichever message is lost, the next one says it; also after a restart.
    days.restart().live(2, SHOP);
    expect(days.said.at(-1)?.takenBack).toEqual([told?.stayId]);
    days.live(26, SHOP);
    expect(days.disk?.takenBack).toEqual([]);
    expect(days.said.every((said) => Check(Newcomers, said))).toBe(true);
  });
});

test("a name that a visitor asked for, or that reads as a phone's or spells an address, is not told; the access point is", () => {
  const nameOf = (name: string, ask = false): string | undefined => {
    const days = Days.learnt([SHOP]);
    days.live(1, SHOP, { ...FORGED, name });
    if (ask) days.askFor(0x026e21000001, name);
    // Asked once, a day before it is told, and with a restart in between.
    days
      .live(LONG - 4, SHOP, { ...FORGED, name })
      .restart()
      .live(6, SHOP, { ...FORGED, name });
    const last = days.said.at(-1)?.here[0];
    expect(last?.transmitter).toBe(spellAddress(PHONE));
    return last?.name;
  };
  expect(nameOf("Tea-House")).toBe(Buffer.from("Tea-House").toString("hex"));
  for (const phones of ["张三的iPhone", "Redmi K50", "Li's phone", "HUAWEI Mate 60"])
    expect(nameOf(phones)).toBeUndefined();
  expect(nameOf("Home of Li", true)).toBeUndefined();
  expect(nameOf("Tan_02:6e:21:00:00:01")).toBeUndefined();
  expect(nameOf(`TP-LINK_${spellAddress(PHONE).replaceAll(":", "")}`)).toBeDefined();
});
