import { expect, test } from "vitest";
import { BOX } from "../intake/test-messages.ts";
import { checkCapture } from "./check-capture.ts";
import {
  BEGINNING_OCTETS,
  captureOf,
  element,
  MOST_FRAME_OCTETS,
  packetBlock,
  PSEUDONYM,
  RADIOTAP,
  requestOf,
  responseOf,
} from "./test-capture.ts";

const PHONE = "3a:06:70:a7:97:b4";
const MAKER = "00:1f:7a:e2:6c:98";
const MALL = Buffer.from("Mall").toString("hex");
const may = { addresses: new Set([BOX]), names: new Set([MALL]) };
const check = (...frames: string[]): number | string => checkCapture(captureOf(...frames), may);
const STRANGER = "holds an address that may not leave a sensor";
const STRANGE_NAME = "holds a network name that may not leave a sensor";
const MORE = "holds more of a frame than may leave a sensor";

test("a capture of the suspect and of pseudonyms is taken", () => {
  expect(check(requestOf(PSEUDONYM), responseOf(BOX, PSEUDONYM), responseOf(BOX, PSEUDONYM, element(0, MALL)))).toBe(3);
  expect(check()).toBe(0);
});

test("an address of anybody else is not, wherever it stands, a phone's made-up one neither", () => {
  for (const address of [PHONE, MAKER, "01:1f:7a:e2:6c:98"]) {
    expect(check(responseOf(BOX, address))).toBe(STRANGER);
    expect(check(requestOf(address))).toBe(STRANGER);
  }
  const plain = PHONE.replaceAll(":", "");
  const box = BOX.replaceAll(":", "");
  // Data to the distribution system, four addresses, an ACK, an RTS, and where a phone was before in a reassociation request.
  expect(check(`48010000${box}${plain}${box}1000`)).toBe(STRANGER);
  expect(check(`48030000${box}${box}${box}1000${plain}`)).toBe(STRANGER);
  expect(check(`d4000000${plain}`)).toBe(STRANGER);
  expect(check(`b4000000${box}${plain}`)).toBe(STRANGER);
  expect(check(`20000000${box}525701020304${box}100011040a00${plain}`)).toBe(STRANGER);
});

test("a name is a pseudonym, or one that the message states", () => {
  const named = (text: string): number | string =>
    check(responseOf(BOX, PSEUDONYM, element(0, Buffer.from(text).toString("hex"))));
  expect(["", "Mall", "DIRECT-", "DIRECT-~ghijklmnopq"].map(named)).toEqual([1, 1, 1, 1]);
  expect(["Home of Li", "~ghijklmnop1", "~ghij", "DIRECT-TV of Li"].map(named)).toEqual(Array(4).fill(STRANGE_NAME));
  expect(check(requestOf(PSEUDONYM, element(0, Buffer.from("Home of Li").toString("hex"))))).toBe(STRANGE_NAME);
});

test("nothing hides behind a name: elements are zeros but for what a detector reads, and a station has none", () => {
  const name = element(0, MALL);
  const elements = (...more: string[]): number | string => check(responseOf(BOX, PSEUDONYM, name + more.join("")));
  expect(elements(element(221, "0050f204000000"), element(3, "06"), element(48, "0000"))).toBe(1);
  expect(elements(element(221, `0050f204${PHONE.replaceAll(":", "")}`))).toBe(MORE);
  expect(elements(element(48, "0100"))).toBe(MORE);
  expect(elements(name)).toBe(MORE);
  expect(elements("00")).toBe(MORE);
  expect(check(requestOf(PSEUDONYM, name + element(45, "00")))).toBe(MORE);
  expect(check(requestOf(PSEUDONYM, element(45, "00")))).toBe(MORE);
});

test("a body of data, a control wrapper and ciphertext are more than may leave", () => {
  const box = BOX.replaceAll(":", "");
  expect(check(`08020000525701020304${box}${box}1000`)).toBe(1);
  expect(check(`08020000525701020304${box}${box}1000aaaa0300`)).toBe(MORE);
  expect(check(`88020000525701020304${box}${box}10000100`)).toBe(MORE);
  expect(check(`7400000052570102030400000000${box}`)).toBe(MORE);
  expect(check(`c0400000525701020304${box}${box}10000700`)).toBe(MORE);
  // A PS-Poll with the number that an access point gave to somebody.
  expect(check(`a40001c0${box}525701020304`)).toBe(1);
  expect(check(`a40007c0${box}525701020304`)).toBe(MORE);
});

test("a file that is not written as a sensor writes one is refused whatever is wrong with it", () => {
  const whole = captureOf(responseOf(BOX, PSEUDONYM));
  const changed = (at: number, value: number): Buffer => {
    const other = Buffer.from(whole);
    other[at] = value;
    return other;
  };
  const refused = (octets: Buffer): string => {
    const answer = checkCapture(octets, may);
    expect(answer).toEqual(expect.any(String));
    return String(answer);
  };
  refused(Buffer.alloc(0));
  refused(whole.subarray(0, -1));
  refused(Buffer.concat([whole, Buffer.alloc(8)]));
  for (let at = 0; at < BEGINNING_OCTETS; at++) refused(changed(at, (whole[at] ?? 0) ^ 1));
  const block = BEGINNING_OCTETS;
  // Type, length, radio, captured length, length on air, the second length, padding.
  for (const at of [block, block + 4, block + 7, block + 8, block + 20, block + 24, whole.length - 4, whole.length - 5])
    refused(changed(at, (whole[at] ?? 0) ^ 0x80));
  // The radio header: version, a field of its own length, a field that nobody writes, a wrong flag.
  for (const at of [28, 30, 32, 36]) refused(changed(block + at, (whole[block + at] ?? 0) ^ 0x40));
  const frame = Buffer.from(RADIOTAP + responseOf(BOX, PSEUDONYM), "hex");
  const head = whole.subarray(0, BEGINNING_OCTETS);
  expect(refused(Buffer.concat([head, packetBlock(frame, { radio: 0 })]))).toContain("contradict");
  expect(refused(Buffer.concat([head, packetBlock(frame, { missing: 5 })]))).toContain("cut");
  expect(refused(Buffer.concat([head, packetBlock(Buffer.alloc(MOST_FRAME_OCTETS + 4))]))).toContain("length");
  const checked = Buffer.from(frame);
  checked[8] = 0x10;
  expect(
    refused(Buffer.concat([head, packetBlock(Buffer.concat([checked, Buffer.alloc(4)]), { radio: 0 })])),
  ).toContain("check sequence");
});

test("no octets at all make it throw", () => {
  const whole = captureOf(requestOf(PSEUDONYM), responseOf(BOX, PSEUDONYM), `b4000000${"00".repeat(12)}`);
  for (let at = 0; at < whole.length; at++)
    for (const value of [0, 0xff]) {
      const other = Buffer.from(whole);
      other[at] = value;
      expect(() => checkCapture(other, may)).not.toThrow();
    }
});
