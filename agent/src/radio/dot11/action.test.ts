import { expect, test } from "vitest";
import { Action, isPublicRequest, isRequestOfAMember } from "./action.ts";
import { FrameReader } from "./frame-reader.ts";
import { ParsedFrame } from "./parsed-frame.ts";
import { ACCESS_POINT_OCTETS, captured, hex, SENDER_OCTETS, STATION_OCTETS } from "./octets-for-tests.ts";

const IEEE802_11 = 105;
function read(octets: string): ParsedFrame {
  const frame = new FrameReader().read(captured(hex(octets), IEEE802_11));
  if (typeof frame === "string") throw new Error(frame);
  return frame;
}
const beaconHeader = `8000 0000 ffffffffffff ${ACCESS_POINT_OCTETS} ${ACCESS_POINT_OCTETS} 5012 0100000002000000 6400 1104`;
const header = (control: string): string => `${control} 3a01 ${STATION_OCTETS} ${SENDER_OCTETS} ffffffffffff 1000`;

test.each([
  [
    "9.6.7.12 GAS Initial Request with an ANQP query for the capability list (9.4.5.3)",
    "04 0a 01 6c02 7f00 0600 0001 0200 0101",
    Action.gasInitialRequest,
    true,
  ],
  ["9.6.7.14 GAS Comeback Request", "04 0c 01", Action.gasComebackRequest, true],
  ["9.6.7.13 GAS Initial Response", "04 0b 01 0000 0000 6c02 7f00 0000", 4 * 256 + 11, false],
  [
    "9.6.7.32 Fine Timing Measurement Request, trigger 1",
    "04 20 01 ce09 0076 51b8 0000 0000 00",
    Action.ftmRequest,
    true,
  ],
  ["9.6.7.33 Fine Timing Measurement", `04 21 01 00 ${"00".repeat(20)}`, 4 * 256 + 33, false],
  ["9.6.7.7 Extended Channel Switch Announcement", "04 04 00 51 0b 03", Action.extendedChannelSwitch, false],
  ["9.6.2.6 Channel Switch Announcement", "00 04 25 03 00 0b 03", Action.channelSwitch, false],
  ["9.6.9.2 SA Query Request", "08 00 1234", Action.saQueryRequest, false],
  ["9.6.9.3 SA Query Response", "08 01 1234", Action.saQueryResponse, false],
])("%s", (_clause, body, action, isRequest) => {
  const frame = read(`${header("d000")} ${body}`);
  expect(frame.action).toBe(action);
  expect(isPublicRequest(frame)).toBe(isRequest);
});

test.each([
  ["9.6.2.6 an action frame with the element", `${header("d000")} 00 04 25 03 01 0b 03`],
  ["9.6.7.7 an extended one, operating class 81", `${header("d000")} 04 04 01 51 0b 03`],
  ["9.4.2.17 the element in a beacon", `${beaconHeader} 0003 414243 0301 06 2503 01 0b 03`],
  ["9.4.2.51 the extended element in a beacon", `${beaconHeader} 0003 414243 0301 06 3c04 01 51 0b 03`],
])("%s says the new channel and how many beacons are left", (_clause, octets) => {
  expect(read(octets)).toMatchObject({ switchChannel: 11, switchCount: 3 });
});

test("an announcement of another length, or one that is cut, is none", () => {
  expect(read(`${beaconHeader} 0003 414243 2504 01 0b 03 00`).switchChannel).toBe(-1);
  expect(read(`${header("d000")} 00 04 25 03 01`).switchChannel).toBe(-1);
  expect(read(`${header("d000")} 04 04 01 51 0b`).switchChannel).toBe(-1);
});

test("9.2.4.2 Duration is what others keep silent for; an association ID, and the contention-free period's mark, are none", () => {
  expect(read(`b400 ff7f ${STATION_OCTETS} ${SENDER_OCTETS}`).durationMicroseconds).toBe(32_767);
  expect(read(`a400 01c0 ${STATION_OCTETS} ${SENDER_OCTETS}`).durationMicroseconds).toBe(-1);
  expect(read(`c400 0080 ${STATION_OCTETS}`).durationMicroseconds).toBe(-1);
});

test("with +HTC, four octets of HT Control stand before the category (9.2.4.1.10)", () => {
  expect(read(`${header("d080")} aabbccdd 04 0a 01`).action).toBe(Action.gasInitialRequest);
});

test("9.3.3.15 Action No Ack has category and action, too", () => {
  expect(read(`${header("e000")} 07 06 00`).action).toBe(7 * 256 + 6);
});

test("of a protected action frame, and of one that is cut, nothing is said (12.5.3)", () => {
  expect(read(`${header("d040")} 0102 0304 0506`).action).toBe(-1);
  expect(read(`${header("d000")} 04`).action).toBe(-1);
});

test("nothing of one frame is taken for a part of the next", () => {
  const reader = new FrameReader();
  reader.read(captured(hex(`${header("d000")} 08 00 1234`), IEEE802_11));
  reader.read(captured(hex(`d400 0000 ${ACCESS_POINT_OCTETS}`), IEEE802_11));
  expect(reader.frame.action).toBe(-1);
});

test.each([
  ["9.6.2.2 Measurement Request", "00 00 01 2603 010000", true],
  ["9.6.4.2 ADDBA Request", "03 00 01 0210 0000 0000", true],
  ["9.6.4.3 ADDBA Response", "03 01 01 0000 0210 0000", false],
  ["9.6.6.2 Radio Measurement Request", "05 00 01 0000", true],
  ["9.6.6.3 Radio Measurement Report", "05 01 01", false],
  ["9.6.9.2 SA Query Request", "08 00 1234", true],
  ["9.6.9.3 SA Query Response", "08 01 1234", false],
  ["9.6.13.9 BSS Transition Management Request", "0a 07 01 00 0000 ff", true],
  ["9.6.13.10 BSS Transition Management Response", "0a 08 01 00 00", false],
  ["9.6.7.12 GAS Initial Request", "04 0a 01 6c02 7f00 0000", false],
])("%s is made of a station with which there is an agreement, or is not", (_clause, body, isRequest) => {
  expect(isRequestOfAMember(read(`${header("d000")} ${body}`))).toBe(isRequest);
});

test("an action frame that is protected comes from who has the key: it is no such request", () => {
  expect(isRequestOfAMember(read(`${header("d040")} 0a 07 01 00 0000 ff`))).toBe(false);
});
