import { expect, test } from "vitest";
import { Askers } from "./askers.ts";

const PHONE = 0x02_1234_567890;

test("who only asks is known by it, until he is heard in an exchange, or for two minutes", () => {
  const askers = new Askers();
  expect(askers.onlyAsked(PHONE, 100)).toBe(-Infinity);
  askers.ask(PHONE, false, 100);
  expect(askers.onlyAsked(PHONE, 101)).toBe(100);
  expect(askers.onlyAsked(PHONE, 300)).toBe(-Infinity);
  askers.engage(PHONE, 102);
  askers.ask(PHONE, false, 103);
  expect(askers.onlyAsked(PHONE, 104)).toBe(-Infinity);
});

test("who was heard in an exchange long ago, and asks again, is new", () => {
  const askers = new Askers();
  askers.ask(PHONE, false, 100);
  askers.engage(PHONE, 101);
  askers.ask(PHONE, false, 5_000);
  expect(askers.onlyAsked(PHONE, 5_001)).toBe(5_000);
});

test("who looks for devices of its kind may be addressed by them", () => {
  const askers = new Askers();
  askers.ask(PHONE, true, 100);
  expect(askers.onlyAsked(PHONE, 101)).toBe(-Infinity);
});

test("a flood of questions takes no place of who was heard in an exchange", () => {
  const askers = new Askers();
  for (let index = 0; index < 3_000; index++) askers.engage(PHONE + Math.floor(index / 3), 100);
  for (let index = 0; index < 200_000; index++) askers.ask(0x06_0000_000000 + index * 4_099, false, 101);
  for (let index = 0; index < 1_000; index++) {
    askers.ask(PHONE + index, false, 102);
    expect(askers.onlyAsked(PHONE + index, 103)).toBe(-Infinity);
  }
  expect(askers.forgotten).toBeGreaterThan(100_000);
});

test("who was heard in passing gives its place to who asks a little later, so that a flood of such leaves room", () => {
  const askers = new Askers();
  for (let index = 0; index < 200_000; index++) askers.engage(0x06_0000_000000 + index * 4_099, 100);
  askers.ask(PHONE, false, 110);
  expect(askers.onlyAsked(PHONE, 111)).toBe(110);
});
