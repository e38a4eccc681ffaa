import { describe } from "vitest";

/**
 * A group of tests of something that has to be installed: `why` it is not there (undefined when it is) becomes its name, and it is left out.
 * With CI=true it is never left out: then it fails.
 */
export function describeWith(why: string | undefined, what: string, tests: () => void): void {
  describe.skipIf(why !== undefined && process.env["CI"] !== "true")(why ?? what, tests);
}
