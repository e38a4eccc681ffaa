import { expect, test } from "vitest";
import { FrameReader } from "./frame-reader.ts";
import { ACCESS_POINT_OCTETS, beacon, captured, hex, join, STATION_OCTETS } from "./octets-for-tests.ts";

const IEEE802_11 = 105;
const read = (octets: Uint8Array) => new FrameReader().read(captured(octets, IEEE802_11));
const ADDRESSES = `${STATION_OCTETS} ${ACCESS_POINT_OCTETS} ${ACCESS_POINT_OCTETS}`;

test("a beacon gives its timestamp, interval, capabilities, name and channel", () => {
  expect(read(beacon("0003 414243 0301 06"))).toMatchObject({
    hasTsf: true,
    tsfLow: 1,
    tsfHigh: 2,
    beaconIntervalTu: 100,
    capability: 0x0411,
    ssid: hex("414243"),
    elements: hex("0003 414243 0301 06"),
    elementCount: 2,
    elementsCut: false,
    advertisedChannel: 6,
    sequence: 0x125,
  });
});

test("without DS Parameter Set the channel is HT Operation's, wherever the two stand", () => {
  expect(read(beacon("3d02 2400"))).toMatchObject({ advertisedChannel: 36 });
  expect(read(beacon("3d02 2400 0301 06"))).toMatchObject({ advertisedChannel: 6 });
});

test("a name of length 0 is empty, and no name is undefined", () => {
  expect(read(beacon("0000"))).toMatchObject({ ssid: new Uint8Array(0) });
  expect(read(beacon(""))).toMatchObject({ ssid: undefined, elementCount: 0, elementsCut: false });
});

test("of two names the first counts", () => {
  expect(read(beacon("0001 41 0001 42"))).toMatchObject({ ssid: hex("41"), elementCount: 2 });
});

test("a name longer than 32 octets is none", () => {
  expect(read(beacon(`0021 ${"41".repeat(33)}`))).toMatchObject({ ssid: undefined, elementCount: 1 });
});

test("an element that claims more than is left is cut, and counts for nothing", () => {
  expect(read(beacon("0301 06 0005 41"))).toMatchObject({ ssid: undefined, elementCount: 1, elementsCut: true });
  expect(read(beacon("0001 41 0105 82"))).toMatchObject({ ssid: hex("41"), elementCount: 1, elementsCut: true });
});

test.each([
  ["a single octet", "03", 1],
  ["an FCS that is wrong", "a91f03c2", 4],
  ["what looks like an element that was there", "00201122", 4],
  ["as many octets as a MIC has", "dd40000000000000", 8],
])("%s behind the last element is a remainder, and the elements before it are whole", (_, stray, octets) => {
  const elements = "0001 41 0101 82 0301 06 050400010000";
  expect(read(beacon(elements + stray))).toMatchObject({
    ssid: hex("41"),
    advertisedChannel: 6,
    elementCount: 4,
    elementsRemainder: octets,
    elementsCut: false,
  });
});

test("what is longer than stray octets can be was an element, and it is cut", () => {
  const frame = read(beacon(`0001 41 dd40 ${"00".repeat(12)}`));
  expect(frame).toMatchObject({ elementCount: 1, elementsRemainder: 14, elementsCut: true });
});

test("a beacon that is cut within its fixed fields has no timestamp", () => {
  expect(read(beacon("").subarray(0, 30))).toMatchObject({ hasTsf: false, capability: -1, elementCount: 0 });
});

test("a deauthentication gives its reason", () => {
  expect(read(hex(`c000 0000 ${ADDRESSES} 0000 0700`))).toMatchObject({ subtype: 12, reasonCode: 7 });
});

test("an encrypted deauthentication has no reason that can be read", () => {
  expect(read(hex(`c040 0000 ${ADDRESSES} 0000 0700 aabbccdd`))).toMatchObject({ protected: true, reasonCode: -1 });
});

test("HT Control moves the body by four octets", () => {
  expect(read(hex(`c080 0000 ${ADDRESSES} 0000 aabbccdd 0300`))).toMatchObject({ reasonCode: 3 });
});

test("an association request names its network behind four fixed octets", () => {
  expect(read(hex(`0000 0000 ${ADDRESSES} 0000 1104 0a00 0001 41`))).toMatchObject({
    ssid: hex("41"),
    capability: 0x411,
  });
});

test("an SAE commit holds no elements where other authentication frames do", () => {
  expect(read(hex(`b000 0000 ${ADDRESSES} 0000 0300 0100 0000 0001 41`))).toMatchObject({ elementCount: 0 });
  expect(read(hex(`b000 0000 ${ADDRESSES} 0000 0000 0100 0000 1001 41`))).toMatchObject({ elementCount: 1 });
});

test("nothing of one frame is left in the next", () => {
  const reader = new FrameReader();
  const first = reader.read(captured(beacon("0001 41 0301 06"), IEEE802_11));
  expect(first).toMatchObject({ ssid: hex("41") });
  const second = reader.read(captured(join(hex("d400 0000"), hex(STATION_OCTETS)), IEEE802_11));
  expect(second).toBe(first);
  expect(second).toMatchObject({
    ssid: undefined,
    elements: new Uint8Array(0),
    transmitter: -1,
    bssid: -1,
    sequence: -1,
    hasTsf: false,
    advertisedChannel: -1,
  });
});
