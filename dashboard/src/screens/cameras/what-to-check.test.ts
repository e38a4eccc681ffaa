import type { Camera, CameraCategory, CameraStep } from "@probewarden/contract";
import { expect, test } from "vitest";
import { whatToCheck } from "./what-to-check.ts";

const finding = (
  ladder: Partial<Record<CameraCategory, CameraStep>>,
  over: Partial<Camera["finding"]> = {},
): Camera["finding"] => ({
  cameraId: "cam",
  address: "10.0.0.9",
  profiles: [],
  analytics: "named",
  ladder: Object.entries(ladder).map(([category, step]) => ({
    category: category as CameraCategory,
    step,
    proofs: [],
  })),
  asked: [],
  oddities: [],
  visitedAt: "2026-11-27T00:00:00.000Z",
  auditedAt: "2026-11-27T00:00:00.000Z",
  ...over,
});
const onSite = (over: Partial<NonNullable<Camera["onSite"]>> = {}): NonNullable<Camera["onSite"]> => ({
  place: "public-area",
  filed: true,
  sign: "photographed",
  by: "王敏",
  at: "2026-11-27T00:00:00.000Z",
  ...over,
});
const keys = (camera: Pick<Camera, "finding" | "onSite">): string[] =>
  whatToCheck(camera).map((check) => ["category" in check ? check.category : "", check.key].filter(Boolean).join(" "));

test("what is set and switched off is told as that; cars and plain motion are nobody's feature", () => {
  const camera = {
    finding: finding({ "face-detection": "configured", "licence-plate": "enabled", "motion-only": "observed" }),
    onSite: onSite(),
  };
  expect(keys(camera)).toEqual(["face-detection configured"]);
});

test("of the function that is proven highest it is asked whether it is filed and whether a sign is there, where nobody has looked or it is not", () => {
  const ladder = {
    "face-recognition": "supported",
    "face-detection": "enabled",
    "people-counting": "enabled",
  } as const;
  expect(keys({ finding: finding(ladder), onSite: onSite({ filed: false, sign: "none-seen" }) })).toEqual([
    "face-recognition supported",
    "face-detection enabled",
    "people-counting enabled",
    "face-detection not-filed",
    "face-detection no-sign",
  ]);
  expect(keys({ finding: finding(ladder) }).slice(3)).toEqual([
    "face-detection filing-unknown",
    "face-detection sign-unknown",
    "place-unknown",
  ]);
  expect(keys({ finding: finding({ "people-counting": "enabled" }), onSite: onSite({ filed: false }) })).toEqual([
    "people-counting enabled",
  ]);
});

test("a private zone stands first, a camera that nobody has read with an account says so, and a receiver is named only where one is set", () => {
  const sendsTo = [
    { way: "http" as const, state: "can" as const, to: "", quote: "ImageSendingType" },
    { way: "http" as const, state: "on" as const, to: "203.0.113.20:8080", quote: "httpHosts" },
  ];
  const { auditedAt: _read, ...before } = finding({}, { sendsTo });
  expect(whatToCheck({ finding: before, onSite: onSite({ place: "private-zone" }) })).toEqual([
    { key: "private-zone" },
    { key: "sends", to: "203.0.113.20:8080", state: "on" },
    { key: "not-audited" },
  ]);
});
