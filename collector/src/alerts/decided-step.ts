import type { DecisionRecord } from "@probewarden/contract";
import type { AlertEvent } from "./alert-life.ts";

/** What a decision that settles a suspect or a camera means for its alerts. */
export const decidedStep = ({ decision, reason, by, at, document, until }: DecisionRecord): AlertEvent => ({
  step: "decided",
  settles: decision === "authorised" ? "authorised" : "dismissed",
  reason,
  by,
  at: Date.parse(at),
  ...(document === undefined ? {} : { document }),
  ...(until === undefined ? {} : { until: Date.parse(until) }),
});
