import type { Readiness } from "@probewarden/contract";

/** Faults with which everything still arrives, only later. */
const SLOW: ReadonlySet<string> = new Set(["disk-slow", "ingest-behind", "loop-slow"]);
/** Faults that keep nothing of what is shown from being up to date. */
const ASIDE: ReadonlySet<string> = new Set([
  "alerts-held-back",
  "authority-not-followed",
  "certificate-ends",
  "certificate-not-renewed",
  "clock-jumped",
  "floor-size-wrong",
  "notices-fail",
  "provider-away",
  "sensors-outside",
  "sensors-refused",
  "time-zone-unknown",
]);

/** What a fault of the collector means for what the screens show: some of it does not update, all of it comes late, or nothing. */
export type Freshness = "stale" | "late" | "fresh";

export const freshnessWith = (code: string): Freshness =>
  SLOW.has(code) ? "late" : ASIDE.has(code) ? "fresh" : "stale";

/** The worst of all that is wrong. A fault that is not known here may keep anything from updating. */
export function freshnessOf(faults: Readiness["faults"]): Freshness {
  const all = new Set(faults.map(({ code }) => freshnessWith(code)));
  return all.has("stale") ? "stale" : all.has("late") ? "late" : "fresh";
}
