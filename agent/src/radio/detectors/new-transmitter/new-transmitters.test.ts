import { LIMITS } from "@probewarden/contract";
import { expect, test } from "vitest";
import { Days, type Sender } from "./days-for-tests.ts";
import { NEW_TRANSMITTER } from "./figures.ts";

const SHOP: Sender = { bssid: 0x001f7ae26c98, levelDbm: -50 };
const BOX: Sender = { bssid: 0x146b9cf40f9a, name: "DataSky_f40f9a", levelDbm: -62 };
const BOX_TEXT = "14:6b:9c:f4:0f:9a";
const { warmUpHours, spanHours, toldHours } = NEW_TRANSMITTER;
/** A sensor that has learnt its place, with the shop's access point there all along. */
const learnt = (): Days => Days.learnt([SHOP]);

test("who is there while a sensor learns its place is told neither then nor later; who comes when it has learnt it is", () => {
  const days = new Days().live(warmUpHours - 10, SHOP).live(11, SHOP, { bssid: 0x001f7ae26c99 });
  expect([...days.live(spanHours + 2, SHOP, { bssid: 0x001f7ae26c99 }, BOX).told.keys()]).toEqual([BOX_TEXT]);
});

test("who comes after the place was learnt and stays for a day is told each hour, with where and since when; who was there is not", () => {
  const days = learnt();
  expect(days.said).toEqual([]);
  const cameAt = days.hour;
  days.live(spanHours - 1, SHOP, BOX);
  expect(days.said).toEqual([]);
  days.live(4, SHOP, BOX);
  expect([...days.told.keys()]).toEqual([BOX_TEXT]);
  expect(days.told.get(BOX_TEXT)).toMatchObject({
    name: Buffer.from("DataSky_f40f9a").toString("hex"),
    channelMhz: 2_437,
    levelDbm: -62,
    spreadDb: 0,
    firstHeardAt: new Date((1_790_000_000 + cameAt * 3_600 + 50) * 1_000).toISOString(),
  });
  const words = days.said.length;
  days.live(5, SHOP, BOX);
  expect(days.said.length - words).toBe(5);
  expect(new Set(days.said.flatMap(({ here }) => here.map(({ stayId }) => stayId))).size).toBe(1);
});

test.each<[string, Omit<Sender, "bssid">, number]>([
  ["a hotspot for an opening day of fourteen hours", { isOn: (hour) => hour < 14 }, 40],
  ["a hotspot that comes back with its owner, five hours on each of two days", { isOn: (h) => h % 24 < 5 }, 48],
  ["a bus whose access point passes twice an hour, for four days", { isOn: (hour) => hour % 0.5 < 0.05 }, 96],
  [
    "a phone that walks about in the shop, for three days",
    { levelDbm: (hour) => -55 - 22 * Math.abs(Math.sin(hour * 0.7)) },
    72,
  ],
  ["a radio that tells no level", { levelDbm: Number.NaN }, 48],
])("%s is not told", (_, how, hours) => {
  const days = learnt().live(hours, SHOP, { bssid: BOX.bssid, ...how });
  expect(days.said).toEqual([]);
});

test("what is switched off at night is told when it has come back, for nobody's visit lasts over two days", () => {
  const days = learnt().live(72, SHOP, { ...BOX, isOn: (hour) => hour % 24 < 10 });
  expect([...days.told.keys()]).toEqual([BOX_TEXT]);
});

test("people who stand in the way and go change the level of what stays put, and it is told all the same", () => {
  const crowd = (hour: number): number => -62 - 4 * Math.sin(hour * 2.1) - (hour % 24 > 12 ? 3 : 0);
  expect([
    ...learnt()
      .live(30, SHOP, { ...BOX, levelDbm: crowd })
      .told.keys(),
  ]).toEqual([BOX_TEXT]);
});

test("an address with the locally administered bit waits a day longer, for phones make theirs up", () => {
  const hotspot: Sender = { ...BOX, bssid: 0x166b9cf40f9a };
  const days = learnt().live(23, SHOP, hotspot);
  expect(days.leaks(hotspot.bssid)).toBe(false);
  expect(days.live(24, SHOP, hotspot).said).toEqual([]);
  expect([...days.live(4, SHOP, hotspot).told.keys()]).toEqual(["16:6b:9c:f4:0f:9a"]);
});

test("a restart neither makes anybody new nor loses who is told, nor who had come", () => {
  const days = learnt().live(20, SHOP, BOX).restart();
  // Each takes at most an hour of what was counted.
  days.live(4, SHOP, BOX).restart().live(4, SHOP, BOX);
  expect([...days.told.keys()]).toEqual([BOX_TEXT]);
  const [first] = days.said.flatMap(({ here }) => here.map(({ stayId }) => stayId));
  const words = days.said.length;
  days.restart().live(3, SHOP, BOX);
  const after = days.said.slice(words).flatMap(({ here }) => here.map(({ stayId }) => stayId));
  expect(after.length).toBeGreaterThan(0);
  expect(new Set(after)).toEqual(new Set([first]));
});

test("a restart while the place is learnt goes on learning where it was", () => {
  const days = new Days()
    .live(40, SHOP)
    .restart()
    .live(warmUpHours - 38, SHOP);
  expect([...days.live(spanHours + 2, SHOP, BOX).told.keys()]).toEqual([BOX_TEXT]);
});

test("who was told for a month is known, and comes back as such", () => {
  const days = learnt().live(spanHours + 2, SHOP, BOX);
  const memory = days.disk;
  // A month would be long to live through: the disk says that it was told then.
  days.disk = memory && { ...memory, listenedHours: memory.listenedHours + toldHours };
  const words = days.restart().said.length;
  days.live(2, SHOP, BOX);
  expect(days.said.slice(words)).toEqual([]);
  expect(days.disk?.stays.find(({ bssid }) => bssid === BOX_TEXT)?.state).toBe("early");
});

test("what the venue lists as its own is not told", () => {
  const listed = Days.learnt([SHOP], { networks: [{ bssid: BOX_TEXT }] }).live(spanHours + 4, SHOP, BOX);
  expect(listed.said).toEqual([]);
});

test("residents that the operator switched off are not told, and nothing is lost by it", () => {
  const days = learnt();
  days.setResidents(false);
  expect(days.live(spanHours + 4, SHOP, BOX).said).toEqual([]);
  days.setResidents(true);
  expect([...days.live(2, SHOP, BOX).told.keys()]).toEqual([BOX_TEXT]);
});

test("of many that come at once so many an hour are told and so many in all, and how many wait is said", () => {
  const crowd = Array.from({ length: LIMITS.newcomers + 6 }, (_, at): Sender => ({ bssid: 0x00c0ff000000 + at }));
  const days = Days.learnt([SHOP], { came: crowd }).live(1.1, SHOP, ...crowd);
  expect(days.told.size).toBe(NEW_TRANSMITTER.openingsAnHour);
  days.live(8, SHOP, ...crowd);
  expect(days.told.size).toBe(LIMITS.newcomers);
  expect(days.said.at(-1)?.waiting).toBe(6);
  expect(days.said.at(-1)?.here).toHaveLength(LIMITS.newcomers);
});

test("thousands of forged addresses push out neither what was there before nor who has come, and cannot grow the memory", () => {
  const days = learnt().live(15, SHOP, BOX);
  for (let wave = 0; wave < 3; wave++) {
    // A beacon in each of three slots of ten minutes makes a resident.
    const isOn = (hour: number): boolean => (hour * 60) % 10 < 0.84;
    const flood = Array.from({ length: 1_500 }, (_, at): Sender => ({
      bssid: 0x00f10d000000 + wave * 65_536 + at,
      isOn,
    }));
    days.live(0.5, SHOP, BOX, ...flood);
  }
  expect(days.forgotten).toBeGreaterThan(500);
  expect([...days.live(12, SHOP, BOX).told.keys()]).toEqual([BOX_TEXT]);
  expect(days.disk?.stays.map(({ bssid }) => bssid).sort()).toEqual(["00:1f:7a:e2:6c:98", BOX_TEXT]);
});
