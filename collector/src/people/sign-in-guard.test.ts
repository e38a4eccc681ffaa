import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SignInGuard } from "./sign-in-guard.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const WRONG = () => Promise.resolve(undefined);
const RIGHT = () => Promise.resolve("in");
const MINUTE = 60_000;

test("a stranger's guesses keep out neither a known device nor a known address, nor at first another stranger", async () => {
  const guard = new SignInGuard();
  let made = 0;
  // One address guesses as fast as it is let, for an hour.
  for (let second = 0; second < 59 * 60; second += 1) {
    const outcome = await guard.attempt({ name: "li", address: "198.51.100.1" }, WRONG);
    if ("value" in outcome) made += 1;
    vi.advanceTimersByTime(1_000);
  }
  expect(made).toBe(20);
  const from = (address: string, known?: string) =>
    guard.attempt({ name: "li", address, ...(known === undefined ? {} : { known }) }, RIGHT);
  expect(await from("198.51.100.1")).toHaveProperty("waitMs");
  expect(await from("198.51.100.1", "device one")).toEqual({ value: "in" });
  expect(await from("203.0.113.9", "address two")).toEqual({ value: "in" });
  expect(await from("203.0.113.10")).toEqual({ value: "in" });
});

test("strangers of ever new addresses have one budget together, and those who are known are let in all the same", async () => {
  const guard = new SignInGuard();
  let made = 0;
  for (let host = 0; host < 5_000; host += 1) {
    const outcome = await guard.attempt({ name: "li", address: `10.0.${host >> 8}.${host & 255}` }, WRONG);
    if ("value" in outcome) made += 1;
  }
  expect(made).toBe(60);
  expect(await guard.attempt({ name: "li", address: "203.0.113.9" }, RIGHT)).toHaveProperty("waitMs");
  expect(await guard.attempt({ name: "wang", address: "203.0.113.9" }, RIGHT)).toEqual({ value: "in" });
  expect(await guard.attempt({ name: "li", address: "203.0.113.9", known: "device one" }, RIGHT)).toEqual({
    value: "in",
  });
});

test("one address has one budget for all accounts, and a /64 is one address", async () => {
  const guard = new SignInGuard();
  let made = 0;
  for (let account = 0; account < 200; account += 1) {
    const outcome = await guard.attempt({ name: `n${account}`, address: `2001:db8::${account.toString(16)}` }, WRONG);
    if ("value" in outcome) made += 1;
  }
  expect(made).toBe(40);
});

test("a known device that guesses uses up its own budget", async () => {
  const guard = new SignInGuard();
  const thief = { name: "li", address: "198.51.100.1", known: "device stolen" };
  for (let guess = 0; guess < 4; guess += 1) expect(await guard.attempt(thief, WRONG)).toEqual({ value: undefined });
  expect(await guard.attempt(thief, RIGHT)).toEqual({ waitMs: MINUTE });
  expect(await guard.attempt({ ...thief, known: "device own" }, RIGHT)).toEqual({ value: "in" });
});

test("attempts at the same time cannot share one try", async () => {
  const guard = new SignInGuard();
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () => guard.attempt({ name: "li", address: "198.51.100.1" }, WRONG)),
  );
  expect(outcomes.filter((outcome) => "value" in outcome)).toHaveLength(4);
});
