import type { Place, Suspect } from "@probewarden/contract";
import { expect, test } from "vitest";
import { nextStep } from "./next-step.ts";

const place: Place = {
  floorId: "b1",
  position: { x: 1, y: 1 },
  radiusMetres: 5,
  method: "grid",
  nearestSensorId: "door",
};
const suspect = { state: "active", band: "strong", suspicion: "probe-box", place } as const;
const decided = (decision: "to-visit" | "dismissed" | "none") =>
  ({ decision, reason: "looked", by: "li", at: "2026-01-01T00:00:00.000Z" }) as const;

test("somebody is sent to a place where a suspect is heard now and the evidence is more than little", () => {
  expect(nextStep(suspect)).toEqual({ words: "next.goPlace", thenDecide: true });
  const { place: _, ...unplaced } = suspect;
  expect(nextStep(unplaced)).toEqual({ words: "next.goAnywhere", thenDecide: true });
  expect(nextStep({ ...suspect, suspicion: "disruption" }).words).toBe("next.goDisruption");
  expect(nextStep({ ...suspect, decision: decided("none") }).words).toBe("next.goPlace");
});

test.each<[Partial<Suspect>, string]>([
  [{ band: "watch" }, "next.watch"],
  [{ state: "silent" }, "next.silent"],
  [{ state: "unobserved" }, "next.unobserved"],
  [{ state: "ended" }, "next.ended"],
  [{ decision: decided("to-visit") }, "next.to-visit"],
  [{ decision: decided("dismissed"), state: "active" }, "next.settled"],
  [
    { decision: decided("dismissed"), reopened: { at: "2026-01-01T00:00:00.000Z", reasons: ["higher-band"] } },
    "next.reopened",
  ],
])("nobody is sent: %o", (more, words) => {
  expect(nextStep({ ...suspect, ...more })).toEqual({ words });
});
