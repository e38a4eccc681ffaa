import { expect, test } from "vitest";
import type { Finding } from "@probewarden/contract";
import { MadeAir, ordinary } from "../made-air-for-tests.ts";

const LICENSED = 0x001f7a_e26c98;
const BSSID = "00:1f:7a:e2:6c:98";
const RTS = 0xb4;
const NULL = 0x48;
const FROM_DS = 0b10;

/** A licensed device that beacons at -50 dBm, and frames of no clock and no counter under its address that address one phone after the other. */
function asked(kind: number, levelDbm: number): Finding[] {
  const air = new MadeAir();
  air.networks = [{ bssid: BSSID, ssid: Buffer.from("Counter").toString("hex"), licensed: true }];
  air.beacons(0, 120, { transmitter: LICENSED, elements: ordinary("Counter"), levelDbm: -50 });
  for (let index = 0; index < 80; index++) {
    const [phone, at] = [0x7a0000_000000 + index, 20 + index];
    air.ask(at, phone, "");
    for (const again of [0.3, 1.3]) air.put(at + again, toPhone(kind, phone, index), levelDbm);
  }
  return air.findings();
}

function toPhone(kind: number, phone: number, index: number): Buffer {
  const octets = Buffer.alloc(kind === RTS ? 16 : 24);
  octets[0] = kind;
  octets.writeUIntBE(phone, 4, 6);
  octets.writeUIntBE(LICENSED, 10, 6);
  if (kind !== NULL) return octets;
  octets[1] = FROM_DS;
  octets.writeUIntBE(LICENSED, 16, 6);
  octets.writeUInt16LE((index & 4_095) << 4, 22);
  return octets;
}

test.each([RTS, NULL])("what a licensed device is licensed for takes it down to watch (frame %i)", (kind) => {
  const [finding] = asked(kind, -52);
  expect(finding).toMatchObject({ suspicion: "probe-box", band: "watch", transmitters: [BSSID] });
  expect(finding?.mitigations).toMatchObject([{ code: "licensed" }]);
});

test.each([
  [RTS, -85],
  [NULL, -85],
  [RTS, -25],
])(
  "somebody elsewhere who does it under its address is not cleared by its licence (frame %i, %i dBm)",
  (kind, level) => {
    const [finding] = asked(kind, level);
    expect(finding).toMatchObject({ suspicion: "probe-box", band: "suspected", transmitters: [], targets: [BSSID] });
    expect(finding?.mitigations).toMatchObject([{ code: "address-borrowed", weightDb: 0 }]);
  },
);
