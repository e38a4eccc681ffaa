import { findingWithout } from "./judge/finding-message.ts";
import type { PipelineReport } from "./pipeline.ts";

/** A report that says no more what it said of an address; undefined where nothing is left of it. */
export function withoutAddress(report: PipelineReport, address: string): PipelineReport | undefined {
  if (report.type === "finding") return { ...report, body: findingWithout(report.body, address) };
  if (report.type === "newcomer") {
    const here = report.body.here.filter(({ transmitter }) => transmitter !== address);
    return { ...report, body: { ...report.body, here } };
  }
  if (report.type === "stays") {
    const stays = report.body.stays.filter(({ bssid }) => bssid !== address);
    return { ...report, body: { ...report.body, stays } };
  }
  if (report.type === "excerpt")
    // It stands in the octets, where it cannot be taken out of.
    return [...report.body.transmitters, ...report.body.targets].includes(address) ? undefined : report;
  if (report.type !== "signal") return report;
  const rows = report.body.rows.filter(({ transmitter }) => transmitter !== address);
  return rows.length === 0 ? undefined : { ...report, body: { rows } };
}
