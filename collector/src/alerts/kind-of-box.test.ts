import { expect, test } from "vitest";
import { kindOfBox } from "./kind-of-box.ts";

const kind = (suspicion: string, families: string[], ...transmitters: string[]): string =>
  kindOfBox(suspicion, families, transmitters);

test("boxes of one maker that do the same are of one kind, whatever their addresses and the order of the evidence", () => {
  const one = kind("probe-box", ["names", "forcing"], "a4:cf:12:00:00:01");
  expect(kind("probe-box", ["forcing", "names"], "a4:cf:12:00:00:02", "a4:cf:12:00:00:03")).toBe(one);
  for (const other of [
    kind("impostor", ["names", "forcing"], "a4:cf:12:00:00:01"),
    kind("probe-box", ["names"], "a4:cf:12:00:00:01"),
    kind("probe-box", ["names", "forcing"], "a4:cf:13:00:00:01"),
    kind("probe-box", ["names", "forcing"], "02:cf:12:00:00:01"),
  ])
    expect(other).not.toBe(one);
});

test("of made-up addresses only that they are made up counts, and no address stands in a kind", () => {
  const made = kind("probe-box", ["names"], "02:00:00:aa:bb:01");
  expect(kind("probe-box", ["names"], "fa:11:22:33:44:55")).toBe(made);
  expect(made).not.toContain("aabb");
});
