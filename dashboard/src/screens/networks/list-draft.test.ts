import type { InventoryEntry } from "@probewarden/contract";
import { expect, test } from "vitest";
import { applied, changesOf, drafted, draftedList, isOvertaken, NO_DRAFT, rebased, sizeOf } from "./list-draft.ts";

const ONE: InventoryEntry = { bssid: "02:00:00:00:00:01", ssid: "4d616c6c", security: "wpa2" };
const TWO: InventoryEntry = { bssid: "02:00:00:00:00:02", ssid: "4d616c6c" };
const THREE: InventoryEntry = { bssid: "02:00:00:00:00:03" };
const list = { revision: "a", networks: [ONE, TWO] };
const lastOf = (entries: readonly InventoryEntry[]) => entries.map(({ bssid }) => bssid.slice(-1));

test("what is ticked and unticked again is no change", () => {
  const ticked = drafted(NO_DRAFT, list, [[THREE.bssid, THREE]]);
  expect(changesOf(ticked)).toEqual({ added: [THREE], removed: [], changed: [] });
  expect(drafted(ticked, list, [[THREE.bssid, undefined]])).toEqual(NO_DRAFT);
  const gone = drafted(NO_DRAFT, list, [[ONE.bssid, undefined]]);
  expect(changesOf(gone).removed).toEqual([ONE]);
  expect(drafted(gone, list, [[ONE.bssid, { ...ONE }]])).toEqual(NO_DRAFT);
});

test("the list that is sent is what stays, as it was, and behind it what is new", () => {
  const after: InventoryEntry = { ...TWO, security: "wpa3" };
  const draft = drafted(NO_DRAFT, list, [
    [TWO.bssid, after],
    [THREE.bssid, THREE],
    [ONE.bssid, undefined],
  ]);
  expect(applied(list, draft)).toEqual([after, THREE]);
  expect(changesOf(draft)).toEqual({ added: [THREE], removed: [ONE], changed: [{ before: TWO, after }] });
});

test("what somebody else has done already is no change, and does not come back when it is undone", () => {
  const draft = drafted(NO_DRAFT, list, [
    [THREE.bssid, THREE],
    [ONE.bssid, undefined],
  ]);
  const now = { revision: "b", networks: [TWO, THREE] };
  const held = rebased(draft, now);
  expect([sizeOf(changesOf(held)), held.gone, applied(now, held)]).toEqual([0, [], now.networks]);
  expect([isOvertaken(draft, list), isOvertaken(held, now), isOvertaken(NO_DRAFT, now)]).toEqual([false, true, false]);
  expect(applied(list, rebased(held, { ...list, revision: "c" }))).toEqual([ONE, TWO]);
  // What is edited then is begun with the list as it is then.
  expect(isOvertaken(drafted(held, now, [[ONE.bssid, ONE]]), now)).toBe(false);
});

test("what somebody else took off stays off, though it was edited, and it is told", () => {
  const draft = drafted(NO_DRAFT, list, [
    [ONE.bssid, { ...ONE, security: "wpa3" }],
    [TWO.bssid, { ...TWO, security: "wpa3" }],
  ]);
  const now = { revision: "b", networks: [TWO] };
  const held = rebased(draft, now);
  expect([applied(now, held), held.gone]).toEqual([[{ ...TWO, security: "wpa3" }], [ONE.bssid]]);
  expect(rebased(held, { ...now, revision: "c" }).gone).toEqual([ONE.bssid]);
});

test("of one entry that two have edited, each keeps what he said", () => {
  const draft = drafted(NO_DRAFT, list, [
    [TWO.bssid, { ...TWO, security: "wpa3" }],
    [THREE.bssid, { ...THREE, ssid: "4d616c6c" }],
  ]);
  const theirs: InventoryEntry[] = [
    { ...TWO, channel: 6, licensed: true },
    { ...THREE, security: "owe" },
  ];
  const now = { revision: "b", networks: theirs };
  expect(applied(now, rebased(draft, now))).toEqual([
    { ...TWO, channel: 6, licensed: true, security: "wpa3" },
    { ...THREE, ssid: "4d616c6c", security: "owe" },
  ]);
});

test("a list that was given is added to what is ticked, or takes the place of all of it", () => {
  const ticked = drafted(NO_DRAFT, list, [["02:00:00:00:00:09", { bssid: "02:00:00:00:00:09" }]]);
  const given = [THREE, { ...ONE }];
  expect(lastOf(applied(list, draftedList(ticked, list, given, false)))).toEqual(["1", "2", "9", "3"]);
  const replaced = draftedList(ticked, list, given, true);
  expect(applied(list, replaced)).toEqual([ONE, THREE]);
  expect(changesOf(replaced)).toEqual({ added: [THREE], removed: [TWO], changed: [] });
});

test("a list that was given takes nothing from an entry that it is added to, and a licence from none", () => {
  const licensed: InventoryEntry = { ...ONE, channel: 6, licensed: true };
  const now = { revision: "a", networks: [licensed, TWO] };
  const bare = [{ bssid: ONE.bssid }, { bssid: TWO.bssid, security: "wpa2" as const }];
  expect(applied(now, draftedList(NO_DRAFT, now, bare, false))).toEqual([licensed, { ...TWO, security: "wpa2" }]);
  expect(applied(now, draftedList(NO_DRAFT, now, bare, true))).toEqual([
    { bssid: ONE.bssid, licensed: true },
    { bssid: TWO.bssid, security: "wpa2" },
  ]);
  const said = [{ bssid: ONE.bssid, licensed: false }];
  expect(changesOf(draftedList(NO_DRAFT, now, said, false)).changed).toEqual([
    { before: licensed, after: { ...licensed, licensed: false } },
  ]);
});
