import { expect, test } from "vitest";
import { UnreadableShare } from "./unreadable-share.ts";

test("nineteen damaged frames of twenty are a problem, and it goes when the air is good again", () => {
  const share = new UnreadableShare();
  expect(share.judge(1_000, { "fcs-bad": 900, "phy-error": 50 })).toMatchObject({
    code: "most-frames-unreadable",
    facts: { percent: 95 },
  });
  for (let report = 1; report <= 6; report++) share.judge(1_000 + report * 1_000, { "fcs-bad": 950 });
  expect(share.judge(8_000, { "fcs-bad": 950 })).toBeUndefined();
});

test("busy public air with an eighth of its frames damaged is none, and neither are a few frames", () => {
  expect(new UnreadableShare().judge(9_200, { "fcs-bad": 651, "protocol-version": 174 })).toBeUndefined();
  expect(new UnreadableShare().judge(99, { "fcs-bad": 99 })).toBeUndefined();
});

test("one burst of damage in a good minute is none", () => {
  const share = new UnreadableShare();
  for (let report = 1; report <= 5; report++) expect(share.judge(report * 500, {})).toBeUndefined();
  expect(share.judge(3_000, { "fcs-bad": 450 })).toBeUndefined();
});

test("a radio that hears nothing has nothing unreadable", () => {
  const share = new UnreadableShare();
  for (let report = 0; report < 20; report++) expect(share.judge(0, {})).toBeUndefined();
});
