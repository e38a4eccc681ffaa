import type { Evaluation, EvaluationRow } from "./evaluation.ts";

/** Prints an evaluation: what was overclaimed, what was reached of each family of devices, and every step with its words. */
export function printEvaluation(result: Evaluation): void {
  const table = (title: string, rows: readonly EvaluationRow[]): void => {
    console.log(`\n${title}: ${rows.length}`);
    for (const row of rows)
      console.log(
        `  ${row.device}  ${row.category} ${row.login} login: said ${row.said}, label ${row.label}, never above ${row.neverAbove}`,
      );
  };
  console.log(`${result.devices} devices, ${result.rows.length / 2} labels, each before and with login`);
  if (result.rows.length > 0) {
    table("above the line (must be 0)", result.violations);
    table("below the label", result.below);
    for (const login of ["before", "with"] as const) {
      const rows = result.rows.filter((row) => row.login === login && row.label !== "unknown");
      console.log(`\nlabels above unknown reached ${login} login: ${shareOf(rows)}`);
      for (const family of new Set(rows.map(familyOf)))
        console.log(`  ${family}: ${shareOf(rows.filter((row) => familyOf(row) === family))}`);
    }
  }
  const named = result.lines.filter((line) => line.withLogin !== "unknown");
  console.log(`\nnamed: ${named.length}`);
  for (const { device, category, beforeLogin, withLogin, why } of named)
    console.log(`  ${device}  ${category}: before login ${beforeLogin}, with login ${withLogin} (${why.join("; ")})`);
  console.log(`\nanalytics, kind unknown before login: ${result.kindUnknown.join(", ")}`);
  console.log(`not readable, and said so: ${result.unreadable.join(", ") || "none"}`);
}

function shareOf(rows: readonly EvaluationRow[]): string {
  const reached = rows.filter((row) => row.reached).length;
  return `${reached} of ${rows.length}${rows.length > 0 ? ` (${((100 * reached) / rows.length).toFixed(1)} %)` : ""}`;
}

const familyOf = ({ device }: EvaluationRow): string => device.split("-")[0] ?? device;
