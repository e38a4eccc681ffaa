import type { Finding } from "@probewarden/contract";
import { expect, test } from "vitest";
import { spellAddress } from "../dot11/address.ts";
import { newSubject } from "./subject.ts";
import { ToldAddresses } from "./told-addresses.ts";

const anyone = (): boolean => true;
const finding = (transmitters: readonly number[], state: Finding["state"] = "opened"): Finding => ({
  findingId: "f-test",
  suspectId: "s-test",
  suspicion: "probe-box",
  state,
  scoreDb: 0,
  highestDb: 0,
  band: "watch",
  priorDb: -30,
  firstHeardAt: "1970-01-01T00:00:00.000Z",
  lastHeardAt: "1970-01-01T00:00:00.000Z",
  transmitters: transmitters.map(spellAddress),
  transmitterCount: transmitters.length,
  targets: [],
  evidence: [],
  mitigations: [],
});
const sixteen = (from: number): number[] => Array.from({ length: 16 }, (_, index) => from + index);

test("of a subject that invents addresses without end, as many are named as can be taken back, and then the first again", () => {
  const told = new ToldAddresses();
  const subject = newSubject("s-test", 0);
  const said = Array.from({ length: 10 }, (_, round) => told.tell(subject, finding(sixteen(16 * round)), anyone));
  expect(new Set(said.flatMap(({ transmitters }) => transmitters)).size).toBe(64);
  expect(said.at(-1)?.transmitters).toEqual(sixteen(0).map(spellAddress));
  for (let address = 0; address < 160; address++) expect(told.has(address)).toBe(address < 64);
});

test("what ended is remembered for a day, and of too many the oldest is let go and counted", () => {
  const told = new ToldAddresses();
  for (let index = 0; index < 600; index++) {
    const subject = newSubject(`s-${index}`, index);
    told.tell(subject, finding([index]), anyone);
    told.tell(subject, finding([index], "ended"), anyone);
    told.end(subject, index);
  }
  expect(told.forgotten).toBe(600 - 512);
  expect([told.has(87), told.has(88)]).toEqual([false, true]);
  expect(told.takeBack(599)).toMatchObject([{ subject: undefined, ended: [{ transmitters: [], takenBack: true }] }]);
  expect(told.takeBack(599)).toEqual([]);
  told.expire(86_400 + 500);
  expect([told.has(499), told.has(500)]).toEqual([false, true]);
});

test("who named nobody is not remembered once it has ended", () => {
  const told = new ToldAddresses();
  const subject = newSubject("s-test", 0);
  told.tell(subject, finding([1], "ended"), () => false);
  told.end(subject, 0);
  expect(told.takeBack(1)).toEqual([]);
});
