import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";

/** Frames as they stand on air, made octet by octet: what a forger's program would transmit, and what a phone does. */
const BROADCAST = "ff:ff:ff:ff:ff:ff";
const octets = (address: string): Buffer => Buffer.from(address.replaceAll(":", ""), "hex");
const element = (id: number, body: Uint8Array): Buffer => Buffer.concat([Buffer.from([id, body.length]), body]);
/** Radiotap: 15 octets; flags 0, 2412 MHz, -42 dBm. */
const RADIOTAP = Buffer.from("00000f002a00000000006c098000d6", "hex");

interface Addresses {
  to?: string;
  from: string;
  bssid?: string;
}

function frame(
  control: string,
  { to = BROADCAST, from, bssid = from }: Addresses,
  body: Uint8Array,
  sequence: number,
): Buffer {
  const number = Buffer.alloc(2);
  number.writeUInt16LE((sequence << 4) & 0xffff);
  return Buffer.concat([
    RADIOTAP,
    Buffer.from(control, "hex"),
    Buffer.from("0000", "hex"),
    octets(to),
    octets(from),
    octets(bssid),
    number,
    body,
  ]);
}

let sequence = 0;
const fixedFields = (): Buffer => {
  const tsf = Buffer.alloc(12);
  tsf.writeBigUInt64LE(BigInt(sequence) * 102_400n + 9_000_000_000n);
  tsf.writeUInt16LE(100, 8);
  tsf.writeUInt16LE(0x0411, 10);
  return tsf;
};
const elements = (name: string | Uint8Array): Buffer =>
  Buffer.concat([
    element(0, Buffer.from(name)),
    element(1, Buffer.from("82848b960c121824", "hex")),
    element(3, Buffer.from([1])),
    element(5, Buffer.from("00010000", "hex")),
    element(42, Buffer.from([0])),
    element(50, Buffer.from("3048606c", "hex")),
    element(48, Buffer.from("0100000fac040100000fac040100000fac020000", "hex")),
  ]);

export const beacon = (from: string, name: string | Uint8Array): Buffer =>
  frame("8000", { from }, Buffer.concat([fixedFields(), elements(name)]), sequence++);
export const response = (from: string, to: string, name: string): Buffer =>
  frame("5000", { from, to }, Buffer.concat([fixedFields(), elements(name)]), sequence++);
export const deauthentication = (from: string, to: string, bssid: string): Buffer =>
  frame("c000", { from, to, bssid }, Buffer.from([7, 0]), sequence++);
export const request = (from: string, name = ""): Buffer =>
  frame(
    "4000",
    { from, bssid: BROADCAST },
    Buffer.concat([element(0, Buffer.from(name)), element(1, Buffer.from([2, 4, 11, 22]))]),
    sequence++,
  );
/** Data of a station to its access point, and the other way. */
export const dataUp = (from: string, bssid: string): Buffer =>
  frame("0841", { from, to: bssid, bssid: "02:00:5e:00:00:09" }, Buffer.alloc(40, 7), sequence++);
export const dataDown = (bssid: string, to: string): Buffer =>
  frame("0842", { from: bssid, to, bssid: "02:00:5e:00:00:09" }, Buffer.alloc(40, 7), sequence++);
export const nullUp = (from: string, bssid: string): Buffer =>
  frame("4811", { from, to: bssid, bssid }, Buffer.alloc(0), sequence++);

/** What a capture hands over. */
export const captured = (bytes: Buffer, atSeconds: number): CapturedFrame => ({
  bytes,
  linkType: 127,
  atSeconds,
  timeUnknown: false,
  interfaceNumber: 0,
  fcsAtEnd: false,
  damage: undefined,
  atNanoseconds: BigInt(Math.round(atSeconds * 1e9)),
  originalLength: bytes.length,
});
