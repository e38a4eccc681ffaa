import { expect, test } from "vitest";
import { codesIn, MadeAir, ordinary, randomFrom } from "../../made-air-for-tests.ts";

const RADIO = 0x00c0ca_300000;
const INTERVAL = 0.1024;
const AGE = 20_000 * INTERVAL;

/** When the networks of one radio beacon, each in its own part of the interval: `isOn` says of a moment and a network whether it is beaconed and heard; `times`: how often at one time. */
function radio(networks: number, seconds: number, isOn: (at: number, network: number) => boolean, times = 1): MadeAir {
  const air = new MadeAir();
  let sequence = 0;
  for (let count = 0; count * INTERVAL < seconds; count++)
    for (let network = 0; network < networks; network++) {
      const at = (count + network / networks) * INTERVAL;
      if (!isOn(at, network)) continue;
      for (let time = 0; time < times; time++)
        air.send(at, {
          transmitter: RADIO + network,
          elements: ordinary(`Name ${network * 7_919}`),
          tsfSeconds: AGE + at,
          sequence: sequence++,
        });
    }
  return air;
}
const codes = (air: MadeAir): string[] => air.accused().flatMap(codesIn);
const turn = (at: number, seconds: number, networks: number): number => Math.floor(at / seconds) % networks;

test("a list that one radio plays slowly, each name under its own address, is told, and one suspect", () => {
  expect(codes(radio(12, 100, (at, network) => turn(at, 10, 12) === network))).toEqual(["networks-in-turn"]);
  expect(codes(radio(4, 100, (at, network) => turn(at, 8, 4) === network))).toEqual(["networks-in-turn"]);
});

test("so it is by a radio that listens one second in five", () => {
  const air = radio(12, 160, (at, network) => turn(at, 10, 12) === network && Math.floor(at) % 5 === 2);
  expect(codes(air)).toEqual(["networks-in-turn"]);
});

test("a list of eighty names is one suspect, of whose addresses so many are remembered", () => {
  const [finding, ...others] = radio(80, 480, (at, network) => turn(at, 6, 80) === network).accused();
  expect(others).toEqual([]);
  expect(finding?.transmitterCount).toBe(64);
});

test("one turn is one, however many frames a capture has at its time", () => {
  expect(codes(radio(4, 40, (at, network) => turn(at, 6, 4) === network, 3))).toEqual([]);
});

test("three networks by turns, or four that are switched a few times, are somebody's setting", () => {
  expect(codes(radio(3, 200, (at, network) => turn(at, 10, 3) === network))).toEqual([]);
  expect(codes(radio(4, 240, (at, network) => turn(at, 34, 4) === network))).toEqual([]);
});

test("networks that are all beaconed are no such list, heard well, at the edge of the range, or for a moment each time", () => {
  const random = randomFrom(8);
  expect(codes(radio(6, 300, () => true))).toEqual([]);
  expect(codes(radio(4, 600, () => random() < 0.2))).toEqual([]);
  // Looks in for 60 ms, a little later in the interval each time: the same ones are heard for long, and then others.
  const look = 5.01 * INTERVAL;
  expect(codes(radio(4, 900, (at) => at % look < 0.6 * INTERVAL))).toEqual([]);
});
