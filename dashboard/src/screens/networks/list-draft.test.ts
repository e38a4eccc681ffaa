import type { InventoryEntry } from "@probewarden/contract";
import { expect, test } from "vitest";
import { applied, changesOf, drafted, draftedList, NO_DRAFT, sizeOf } from "./list-draft.ts";

const ONE: InventoryEntry = { bssid: "02:00:00:00:00:01", ssid: "4d616c6c", security: "wpa2" };
const TWO: InventoryEntry = { bssid: "02:00:00:00:00:02", ssid: "4d616c6c" };
const THREE: InventoryEntry = { bssid: "02:00:00:00:00:03" };
const inForce = [ONE, TWO];

test("what is ticked and unticked again is no change", () => {
  const ticked = drafted(NO_DRAFT, inForce, THREE.bssid, THREE);
  expect(changesOf(inForce, ticked)).toEqual({ added: [THREE], removed: [], changed: [] });
  expect(sizeOf(changesOf(inForce, drafted(ticked, inForce, THREE.bssid, undefined)))).toBe(0);
  const gone = drafted(NO_DRAFT, inForce, ONE.bssid, undefined);
  expect(changesOf(inForce, gone).removed).toEqual([ONE]);
  expect(drafted(gone, inForce, ONE.bssid, { ...ONE }).size).toBe(0);
});

test("the list that is sent is what stays, as it was, and behind it what is new", () => {
  const after: InventoryEntry = { ...TWO, security: "wpa3" };
  let draft = drafted(NO_DRAFT, inForce, TWO.bssid, after);
  draft = drafted(draft, inForce, THREE.bssid, THREE);
  draft = drafted(draft, inForce, ONE.bssid, undefined);
  expect(applied(inForce, draft)).toEqual([after, THREE]);
  expect(changesOf(inForce, draft)).toEqual({ added: [THREE], removed: [ONE], changed: [{ before: TWO, after }] });
});

test("what somebody else has changed meanwhile is counted by the list as it is now", () => {
  const draft = drafted(drafted(NO_DRAFT, inForce, THREE.bssid, THREE), inForce, ONE.bssid, undefined);
  const now = [TWO, THREE];
  expect(sizeOf(changesOf(now, draft))).toBe(0);
  expect(applied(now, draft)).toEqual(now);
});

test("a list that was given is added to what is ticked, or takes the place of all of it", () => {
  const ticked = drafted(NO_DRAFT, inForce, "02:00:00:00:00:09", { bssid: "02:00:00:00:00:09" });
  const given = [THREE, { ...ONE }];
  expect(applied(inForce, draftedList(ticked, inForce, given, false)).map(({ bssid }) => bssid.slice(-1))).toEqual([
    "1",
    "2",
    "9",
    "3",
  ]);
  const replaced = draftedList(ticked, inForce, given, true);
  expect(applied(inForce, replaced)).toEqual([ONE, THREE]);
  expect(changesOf(inForce, replaced)).toEqual({ added: [THREE], removed: [TWO], changed: [] });
});
