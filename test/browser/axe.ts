import axe from "axe-core";
import type { Page } from "playwright-core";

interface Violation {
  impact: string;
  id: string;
  nodes: { html: string }[];
}

interface Axe {
  run: (options: object) => Promise<{ violations: Violation[] }>;
}

/**
 * Serious and critical faults of the page as it stands, each with the elements that have it.
 * @param rules those that are looked for; all where nothing is said
 */
export async function seriousFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  // It is half a megabyte of script: once a page.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (wanted) => {
    const { run } = (globalThis as unknown as { axe: Axe }).axe;
    // What passed is not described: on a long list that takes longer than finding out.
    const options = { resultTypes: ["violations"] };
    const { violations } = await run(wanted === undefined ? options : { ...options, runOnly: wanted });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  }, rules);
}
