import { expect, test } from "vitest";
import { BROADCAST } from "../../dot11/address.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { managementFrame } from "../frame-for-tests.ts";
import { AP, Hall } from "./air-for-tests.ts";

const WATCH = -10;
/** Category and action (9.4.1.11, 9.6): what access points ask of their stations in 802.11k and 802.11v. */
const ASSISTED = {
  "link measurement request (k)": 0x0502,
  "radio measurement request (k)": 0x0500,
  "neighbour report response (k)": 0x0505,
  "transition management request (v)": 0x0a07,
  "event request (v)": 0x0a00,
} as const;
/** A cluster of Wi-Fi Aware, and the BSSID that Apple's devices share among themselves. */
const CLUSTERS = [0x506f9a_010001, 0x002500_ff94_73];

/** Stations that are heard as a radio hears those of a busy access point: most of their frames are lost, their questions come again and again. */
function members(hall: Hall, count: number): number[] {
  const stations = Array.from({ length: count }, () => hall.made());
  for (const [index, station] of stations.entries()) {
    hall.asks(90 + index / 10, station);
    hall.put(
      90.05 + index / 10,
      managementFrame(FrameKind.associationRequest, { transmitter: station, receiver: AP, bssid: AP }),
    );
    hall.talks(90.1 + index / 10, station);
  }
  return stations;
}

test.each(Object.entries(ASSISTED))(
  "an access point that sends each of its forty stations a %s, again and again, is not told",
  (_, action) => {
    const hall = new Hall();
    const stations = members(hall, 40);
    for (let round = 0; round < 10; round++)
      for (const [index, station] of stations.entries()) {
        const at = 100 + round * 20 + index / 4;
        hall.asks(at, station);
        hall.put(
          at + 0.1,
          managementFrame(FrameKind.action, { transmitter: AP, bssid: AP, receiver: station, action }),
        );
      }
    expect(hall.play()).toBeLessThan(WATCH);
  },
);

test("an access point that steers bands leaves questions unanswered, and asks those that it has to move: not told", () => {
  const hall = new Hall();
  const stations = members(hall, 40);
  for (let index = 0; index < 400; index++) {
    const station = stations[index % stations.length] ?? -1;
    const at = 100 + index / 2;
    hall.asks(at, station);
    hall.asks(at + 0.1, station);
    const addresses = { transmitter: AP, bssid: AP, receiver: station };
    hall.put(at + 0.2, managementFrame(FrameKind.action, { ...addresses, action: 0x0a07 }));
    if (index % 5 === 0) hall.put(at + 1, managementFrame(FrameKind.disassociation, addresses));
  }
  expect(hall.play()).toBeLessThan(WATCH);
});

test("phones that ask an access point what it offers before they join (Passpoint) are answered, and neither is told", () => {
  const hall = new Hall();
  for (let index = 0; index < 120; index++) {
    const phone = hall.made();
    const at = 100 + index / 2;
    hall.asks(at, phone);
    hall.ping(at + 0.1, "GAS request", phone, AP);
    // GAS initial response, and comeback request and response (9.6.7.13, 9.6.7.14, 9.6.7.15).
    hall.put(
      at + 0.12,
      managementFrame(FrameKind.action, { transmitter: AP, bssid: AP, receiver: phone, action: 0x040b }),
    );
    hall.put(
      at + 0.2,
      managementFrame(FrameKind.action, { transmitter: phone, bssid: AP, receiver: AP, action: 0x040c }),
    );
    hall.put(
      at + 0.22,
      managementFrame(FrameKind.action, { transmitter: AP, bssid: AP, receiver: phone, action: 0x040d }),
    );
  }
  expect(hall.play()).toBeLessThan(WATCH);
});

test("devices that find each other without an access point (Wi-Fi Aware, AWDL) say so to everybody and to each other, and are not told", () => {
  const hall = new Hall();
  for (const bssid of CLUSTERS) {
    const devices = Array.from({ length: 12 }, () => hall.made());
    for (let at = 100; at < 220; at += 0.5) {
      const [one, other] = [0, 1].map(() => devices[Math.floor(hall.random() * devices.length)] ?? -1);
      if (one === undefined || other === undefined || one === other) continue;
      hall.asks(at, one);
      // Vendor-specific public action frames: announcements to a group, follow-ups to one.
      for (const receiver of [BROADCAST, other])
        hall.put(at + 0.01, managementFrame(FrameKind.action, { transmitter: one, receiver, bssid, action: 0x0409 }));
      hall.put(
        at + 0.02,
        managementFrame(FrameKind.action, { transmitter: other, receiver: one, bssid, action: 0x0409 }),
      );
    }
  }
  expect(hall.play()).toBeLessThan(WATCH);
});
