import type { PipelineReport } from "./pipeline.ts";

/** A report that says no more what it said of an address; undefined where nothing is left of it. */
export function withoutAddress(report: PipelineReport, address: string): PipelineReport | undefined {
  const isOther = (it: string): boolean => it !== address;
  if (report.type === "finding") {
    const { transmitters, targets } = report.body;
    return {
      ...report,
      body: { ...report.body, transmitters: transmitters.filter(isOther), targets: targets.filter(isOther) },
    };
  }
  if (report.type !== "signal") return report;
  const rows = report.body.rows.filter(({ transmitter }) => isOther(transmitter));
  return rows.length === 0 ? undefined : { ...report, body: { rows } };
}
