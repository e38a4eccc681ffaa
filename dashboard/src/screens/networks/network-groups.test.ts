import type { HeardNetwork } from "@probewarden/contract";
import { expect, test } from "vitest";
import { groupsOf, isMarked, isShown, joinRows } from "./network-groups.ts";

const MALL = "4d616c6c";
const address = (last: number): string => `02:00:00:00:00:0${last}`;
const heard = (last: number, levelDbm: number, more: Partial<HeardNetwork> = {}): HeardNetwork => ({
  bssid: address(last),
  firstHeardAt: "2026-11-24T08:00:00.000Z",
  lastHeardAt: "2026-11-24T09:00:00.000Z",
  sensors: [{ sensorId: "north", levelDbm }],
  ...more,
});
const SUSPECT = { suspectId: "box-one", suspicion: "impostor", band: "strong" } as const;

test("an address on the list, heard, and to be added has one row, under the name of the list", () => {
  const rows = joinRows(
    [{ bssid: address(1), ssid: MALL }, { bssid: address(2) }],
    [heard(1, -50, { name: "46616b65" }), heard(3, -60)],
    [
      { bssid: address(3), ssid: MALL },
      { bssid: address(4), ssid: MALL },
    ],
  );
  expect(
    rows.map(({ bssid, name, listed, heard: one }) => [bssid.slice(-1), name, listed !== undefined, one !== undefined]),
  ).toEqual([
    ["1", MALL, true, true],
    ["2", undefined, true, false],
    ["3", undefined, false, true],
    ["4", MALL, false, false],
  ]);
});

test("names of the list stand first, then what is to be looked at, then the loudest; hidden names are one", () => {
  const rows = joinRows(
    [{ bssid: address(1), ssid: MALL }],
    [
      heard(2, -40, { name: "4c6f7564" }),
      heard(3, -45, { name: "0000" }),
      heard(4, -44),
      heard(5, -90, { name: "426f78", ...SUSPECT }),
      heard(6, -50, { name: MALL }),
    ],
    [],
  );
  expect(groupsOf(rows).map(({ name, rows: all }) => [name, all.map(({ bssid }) => bssid.slice(-1)).join("")])).toEqual(
    [
      [MALL, "16"],
      ["426f78", "5"],
      ["4c6f7564", "2"],
      ["", "34"],
    ],
  );
});

test("whoever is suspected or came later is marked, until somebody has called it the venue's", () => {
  const marked = [
    heard(1, -50, SUSPECT),
    heard(2, -50, { newcomerId: "n-one" }),
    heard(3, -50, { newcomerId: "n-two", mark: "to-visit" }),
  ];
  expect(marked.map((one) => isMarked({ bssid: one.bssid, heard: one }))).toEqual([true, true, true]);
  const ours = heard(4, -50, { newcomerId: "n-three", mark: "ours" });
  expect([isMarked({ bssid: ours.bssid, heard: ours }), isMarked({ bssid: address(5) })]).toEqual([false, false]);
});

test("rows are found by their address, by the name as it is shown, and by the suspect", () => {
  const row = { bssid: address(1), name: "e280ae4d616c6c", heard: heard(1, -50, SUSPECT) };
  const isFound = (search: string): boolean => isShown(row, { view: "all", search });
  expect([isFound(" MALL"), isFound("\\u{202e}"), isFound("00:01"), isFound("other")]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(isShown(row, { view: "all", search: "", suspectId: "box-one" })).toBe(true);
  expect(isShown(row, { view: "all", search: "", suspectId: "box-two" })).toBe(false);
  expect([isShown(row, { view: "listed", search: "" }), isShown(row, { view: "others", search: "" })]).toEqual([
    false,
    true,
  ]);
});
