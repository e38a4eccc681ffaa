import { expect, test } from "vitest";
import { NO_NAME } from "../../venue/network-name.ts";
import { codesIn, MadeAir, ordinary } from "../../made-air-for-tests.ts";

const RADIO = 0xd63a19ae0300;
const AP = 0x001f7ae26c00;
const STATION = 0x262371_06e6ef;

/** A radio with one clock that beacons for a list of names by turns, each under an address of its own and in its time. */
function turns(
  air: MadeAir,
  names: readonly string[],
  from: number,
  until: number,
  more: { oneCounter?: boolean; ownClocks?: boolean } = {},
): void {
  let sent = 0;
  for (let at = from; at < until; at += 25 * 0.001024) {
    const index = sent % names.length;
    air.send(at, {
      transmitter: RADIO + index,
      sequence: more.oneCounter === false ? 0 : sent,
      intervalTu: 25 * names.length,
      tsfSeconds: at + (more.ownClocks === true ? 1_000 + 613.7 * index : 20_000),
      elements: ordinary(names[index] ?? ""),
    });
    sent++;
  }
}

const list = (count: number): string[] => Array.from({ length: count }, (_, index) => `Network ${index * 7_919}`);

test("forty names behind one clock and one counter are one radio, and are accused as one suspect", () => {
  const air = new MadeAir();
  turns(air, list(40), 0, 20);
  const accused = air.accused();
  expect(accused.map(codesIn)).toEqual([["names-of-one-clock-and-counter"]]);
  expect(accused).toMatchObject([{ suspicion: "probe-box", transmitterCount: 40 }]);
  expect(accused[0]?.transmitters).toHaveLength(16);
});

test("behind one clock alone, with numbers that say nothing, they are watched", () => {
  const air = new MadeAir();
  turns(air, list(40), 0, 20, { oneCounter: false });
  expect(air.findings().map(codesIn)).toEqual([["names-of-one-clock"]]);
  expect(air.accused()).toEqual([]);
});

test("forty access points of a mall have forty clocks, also when all have started after one power cut", () => {
  const air = new MadeAir();
  for (let index = 0; index < 40; index++)
    air.beacons(0.0013 * index, 20, {
      transmitter: AP + 0x10000 * index,
      age: 100 + 0.37 * index,
      elements: ordinary(`Shop ${index}`),
    });
  expect(air.findings()).toEqual([]);
});

test("sixteen networks of an enterprise radio are not one radio's disguise, whatever stations ask for meanwhile", () => {
  const air = new MadeAir();
  for (let index = 0; index < 16; index++) {
    air.beacons(0.002 * index, 60, { transmitter: AP + index, elements: ordinary(`Tenant ${index}`) });
    air.ask(5 + 3 * index, STATION + index, `Tenant ${index}`);
  }
  expect(air.findings()).toEqual([]);
});

/** A radio that has five names from the beginning, and further ones from some moments on; each is asked for `before` seconds earlier. */
function grows(moments: readonly number[], before: number): MadeAir {
  const air = new MadeAir();
  for (let index = 0; index < 5; index++)
    air.beacons(0.002 * index, 60, { transmitter: RADIO + index, elements: ordinary(`Name ${index}`) });
  for (const [index, at] of moments.entries()) {
    air.ask(at - before, STATION + index, `Asked ${index}`);
    air.beacons(at, 60, { transmitter: RADIO + 8 + index, elements: ordinary(`Asked ${index}`) });
  }
  return air;
}

test("a radio that takes on each name a moment after a station asked for it is accused at the third", () => {
  expect(grows([20, 30], 0.5).findings()).toEqual([]);
  expect(grows([20, 30, 40], 0.5).accused().map(codesIn)).toEqual([["names-as-asked"]]);
});

test("networks that a setting adds all at once, or long after somebody asked, are nobody's answer", () => {
  expect(grows([30, 30.1, 30.2, 30.3], 0.5).findings()).toEqual([]);
  expect(grows([20, 30, 40], 8).findings()).toEqual([]);
});

test("hidden networks that answer who asks for them were there before: their beacons had no name", () => {
  const air = new MadeAir();
  for (let index = 0; index < 8; index++)
    air.beacons(0.002 * index, 60, { transmitter: AP + index, elements: ordinary(index < 5 ? `Open ${index}` : "") });
  for (let index = 5; index < 8; index++) {
    air.ask(10 * index - 30, STATION + index, `Hidden ${index}`);
    for (let answer = 0; answer < 5; answer++)
      air.answer(10 * index - 30 + 0.005 + answer / 20, STATION + index, {
        transmitter: AP + index,
        tsfSeconds: 500_000 + 10 * index - 30 + 0.005 + answer / 20,
        elements: ordinary(`Hidden ${index}`),
      });
  }
  expect(air.findings()).toEqual([]);
  expect(NO_NAME).toBe(0);
});

test("a weakly heard radio whose networks come up one by one is not said to have taken them on", () => {
  const air = new MadeAir();
  let frame = 0;
  for (let at = 0; at < 120; at += 5 * 0.1024) {
    const index = (frame++ * 7) % Math.min(16, 5 + Math.floor(at / 2));
    air.send(at, {
      transmitter: AP + index,
      tsfSeconds: 90_000 + at,
      elements: ordinary(`Tenant ${index}`),
      levelDbm: -92,
    });
    air.ask(at + 0.2, STATION, `Tenant ${(index + 1) % 16}`);
  }
  expect(air.findings()).toEqual([]);
});

test("a radio that takes on names without end is remembered by the first sixty-four", () => {
  const air = new MadeAir();
  for (let index = 0; index < 5; index++)
    air.beacons(0.002 * index, 240, { transmitter: RADIO + index, elements: ordinary(`Name ${index}`) });
  for (let index = 0; index < 100; index++) {
    const at = 30 + 2 * index;
    air.ask(at - 0.5, STATION + index, `Asked ${index}`);
    air.beacons(at, at + 3, { transmitter: RADIO + 0x100 * (index + 1), elements: ordinary(`Asked ${index}`) });
  }
  const [accused] = air.accused();
  const line = accused?.evidence.find(({ code }) => code === "names-as-asked");
  expect(line?.facts.find(({ name }) => name === "names-that-came-when-asked-for")?.value).toBe(64);
});
