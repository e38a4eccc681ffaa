import { expect, test } from "vitest";
import { BROADCAST } from "../../dot11/address.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { managementFrame } from "../frame-for-tests.ts";
import { OddSenders } from "./odd-senders.ts";

const AP = 0x001f7a_e26c98;
const bye = (transmitter: number, mayBeDamaged = true, receiver = AP) =>
  managementFrame(FrameKind.deauthentication, { transmitter, receiver, mayBeDamaged });

test("groups that traffic is sent to, and the receiver itself, were written there", () => {
  const odd = new OddSenders();
  for (const sender of [BROADCAST, 0x01005e_0000fb, 0x333300_000016, AP]) expect(odd.isMeant(bye(sender))).toBe(true);
});

test("where damage is not excluded, any other group counts when it is met again; where it is, at once", () => {
  const odd = new OddSenders();
  expect([odd.isMeant(bye(0xa51f7a_e26c98)), odd.isMeant(bye(0xa51f7a_e26c98))]).toEqual([false, true]);
  expect(odd.isMeant(bye(0xb51f7a_e26c98, false))).toBe(true);
  odd.clear();
  expect(odd.isMeant(bye(0xa51f7a_e26c98))).toBe(false);
});

test("thousands of them take no more room than eight", () => {
  const odd = new OddSenders();
  for (let index = 0; index < 10_000; index++) odd.isMeant(bye(0xa50000_000000 + index));
  expect(odd.size).toBe(8);
});
