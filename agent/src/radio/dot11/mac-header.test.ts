import { expect, test } from "vitest";
import { FrameReader } from "./frame-reader.ts";
import {
  ACCESS_POINT,
  ACCESS_POINT_OCTETS,
  captured,
  FAR_END,
  FAR_END_OCTETS,
  hex,
  SENDER,
  SENDER_OCTETS,
  STATION,
  STATION_OCTETS,
} from "./octets-for-tests.ts";

const IEEE802_11 = 105;
const read = (octets: string) => new FrameReader().read(captured(hex(octets), IEEE802_11));

test("from a station through the access point: Address 1 is the BSSID", () => {
  expect(read(`0801 0000 ${ACCESS_POINT_OCTETS} ${STATION_OCTETS} ${FAR_END_OCTETS} 1000`)).toMatchObject({
    toDs: true,
    fromDs: false,
    bssid: ACCESS_POINT,
    source: STATION,
    destination: FAR_END,
    sequence: 1,
    fragment: 0,
  });
});

test("from the access point to a station: Address 2 is the BSSID", () => {
  expect(read(`8802 0000 ${STATION_OCTETS} ${ACCESS_POINT_OCTETS} ${FAR_END_OCTETS} 1f00 0000`)).toMatchObject({
    bssid: ACCESS_POINT,
    source: FAR_END,
    destination: STATION,
    sequence: 1,
    fragment: 15,
  });
});

test("between stations: Address 3 is the BSSID", () => {
  expect(read(`0800 0000 ${STATION_OCTETS} ${SENDER_OCTETS} ${ACCESS_POINT_OCTETS} 0000`)).toMatchObject({
    bssid: ACCESS_POINT,
    source: SENDER,
    destination: STATION,
  });
});

test("an A-MSDU's ends are in its subframes: only the BSSID is told", () => {
  const qos = (frameControl: string, control: string) =>
    read(`${frameControl} 0000 ${ACCESS_POINT_OCTETS} ${STATION_OCTETS} ${ACCESS_POINT_OCTETS} 1000 ${control}`);
  expect(qos("8801", "8000")).toMatchObject({ bssid: ACCESS_POINT, source: STATION, destination: -1 });
  expect(qos("8802", "8000")).toMatchObject({ bssid: STATION, source: -1, destination: ACCESS_POINT });
  expect(qos("8801", "0000")).toMatchObject({ destination: ACCESS_POINT });
  const four = `8803 0000 ${ACCESS_POINT_OCTETS} ${SENDER_OCTETS} ${FAR_END_OCTETS} 0000 ${FAR_END_OCTETS}`;
  expect(read(`${four} 8000`)).toMatchObject({ bssid: -1, source: -1, destination: -1 });
  // A header that ends before QoS Control says nothing of it.
  expect(read(four)).toMatchObject({ bssid: -1, source: FAR_END, destination: FAR_END });
});

test("between access points: four addresses and no BSSID", () => {
  const frame = `0803 0000 ${ACCESS_POINT_OCTETS} ${SENDER_OCTETS} ${FAR_END_OCTETS} 0000`;
  expect(read(`${frame} ${STATION_OCTETS}`)).toMatchObject({
    receiver: ACCESS_POINT,
    transmitter: SENDER,
    bssid: -1,
    source: STATION,
    destination: FAR_END,
  });
  expect(read(frame)).toBe("frame-too-short");
});

test("a null frame says by its flags who is where, like data", () => {
  expect(read(`4811 0000 ${ACCESS_POINT_OCTETS} ${STATION_OCTETS} ${ACCESS_POINT_OCTETS} 0000`)).toMatchObject({
    type: 2,
    subtype: 4,
    bssid: ACCESS_POINT,
    transmitter: STATION,
  });
});

test.each([
  ["RTS", "b400", { transmitter: SENDER, bssid: -1 }],
  ["block ack request", "8400", { transmitter: SENDER, bssid: -1 }],
  ["block ack", "9400", { transmitter: SENDER, bssid: -1 }],
  ["PS-Poll", "a400", { transmitter: SENDER, bssid: STATION }],
  ["CF-End", "e400", { transmitter: SENDER, bssid: SENDER }],
  ["CTS", "c400", { transmitter: -1, bssid: -1 }],
  ["ACK", "d400", { transmitter: -1, bssid: -1 }],
])("%s has its addresses where the standard puts them", (_, control, expected) => {
  const frame = read(`${control} 0000 ${STATION_OCTETS} ${SENDER_OCTETS} 0000`);
  expect(frame).toMatchObject({ type: 1, receiver: STATION, sequence: -1, ...expected });
});

test("a control wrapper has the transmitter of the frame that it carries", () => {
  const wrapper = `7400 0000 ${STATION_OCTETS}`;
  expect(read(`${wrapper} b400 00000000 ${SENDER_OCTETS}`)).toMatchObject({ receiver: STATION, transmitter: SENDER });
  expect(read(`${wrapper} c400 00000000`)).toMatchObject({ receiver: STATION, transmitter: -1 });
});

test.each([
  ["another protocol version", "8100 0000 ffffffffffff", "protocol-version"],
  ["a reserved management subtype", "7000 0000 ffffffffffff", "reserved-subtype"],
  ["a reserved control subtype", "0400 0000 ffffffffffff", "reserved-subtype"],
  ["a reserved data subtype", "d800 0000 ffffffffffff", "reserved-subtype"],
  ["an S1G beacon", "1c00 0000 ffffffffffff", "s1g-frame"],
  ["a beacon without its addresses", "8000 0000 ffffffffffff", "frame-too-short"],
  ["an RTS without its transmitter", "b400 0000 ffffffffffff", "frame-too-short"],
  ["nine octets", "d400 0000 ffffffffff", "frame-too-short"],
])("%s is skipped with its reason", (_, octets, reason) => {
  expect(read(octets)).toBe(reason);
});
