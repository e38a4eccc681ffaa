import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";

/** Recorded answers of real devices that may not be copied into this repository. */
const RECORDED = fileURLToPath(new URL("../../../../shared/cameras", import.meta.url));

describe.skipIf(!existsSync(`${RECORDED}/labels.tsv`))("recorded cameras that lie beside this repository", () => {
  test("no step is above what its label allows, and 95 % of the labels are reached before and with a login", () => {
    const { violations, rows } = evaluate(RECORDED);
    expect(violations).toEqual([]);
    for (const login of ["before", "with"]) {
      const labelled = rows.filter((row) => row.login === login && row.label !== "unknown");
      const reached = labelled.filter((row) => row.reached);
      expect(reached.length / labelled.length).toBeGreaterThanOrEqual(0.95);
    }
  });
});
