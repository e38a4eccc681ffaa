import { expect, test } from "vitest";
import { element, MadeAir, nameOf, ordinary } from "../../made-air-for-tests.ts";

const AP = 0x001f7ae26c00;
const STATION = 0x262371_06e6ef;

test("sixteen Wi-Fi 7 networks, each with links on three channels, are forty-eight addresses on one clock, and quiet", () => {
  const air = new MadeAir();
  for (const [link, channelMhz] of [2_437, 5_180, 6_135].entries())
    for (let network = 0; network < 16; network++) {
      const name = `Tenant ${network}`;
      air.beacons(0.002 * network + 0.001 * link, 40, {
        transmitter: AP + 0x100 * link + network,
        channelMhz,
        // 9.4.2.312: a Multi-Link element with the address of the device that the links are of.
        elements: Buffer.concat([
          ordinary(name),
          element(255, 107, 0x30, 0, 9, 0, 0x1f, 0x7a, 0xe2, 0x6f, network, link, 1),
        ]),
      });
      air.ask(5 + 2 * network + 0.1 * link, STATION + network, name);
    }
  expect(air.findings()).toEqual([]);
});

test("one radio whose networks stand in a Multiple BSSID element beacons one name, and is quiet whatever is asked for", () => {
  const air = new MadeAir();
  // 9.4.2.45: nontransmitted profiles with their capability (83), name and index (85).
  const profiles = Array.from({ length: 8 }, (_, index) => {
    const profile = Buffer.concat([element(83, 0x31, 0x04), nameOf(`Guest ${index}`), element(85, index + 1, 1, 0)]);
    return element(71, 4, 0, profile.length, ...profile);
  });
  air.beacons(0, 60, { transmitter: AP, elements: Buffer.concat([ordinary("Lobby"), ...profiles]) });
  for (let index = 0; index < 8; index++) air.ask(5 + 5 * index, STATION + index, `Guest ${index}`);
  expect(air.findings()).toEqual([]);
});

test("a home's own networks and its guests', whose addresses differ in the first octet and the last, are quiet though a phone looks for each", () => {
  const air = new MadeAir();
  const networks = [0x526a55_112233, 0x946a55_112230, 0x5a6a55_112231, 0x626a55_112232, 0x6a6a55_112234];
  for (const [index, transmitter] of networks.entries()) {
    // Two are switched on later, one after the other, by hand.
    const from = index < 3 ? 0.004 * index : 40 * index;
    air.beacons(from, 260, { transmitter, elements: ordinary(`Home ${index}`) });
    air.ask(Math.max(0.1, from - 0.5), STATION, `Home ${index}`);
  }
  expect(air.findings()).toEqual([]);
});
