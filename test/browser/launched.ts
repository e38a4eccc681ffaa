import { chromium, type Browser } from "playwright-core";
import { CHROMIUM } from "../road/needs.ts";

/** How long a page waits for what must come: far beyond what it takes, for a machine that does something else meanwhile is no failure. */
const PATIENCE_MS = 60_000;

/** A Chromium whose pages wait as patiently as `vi.waitFor` and `expect.poll` do here, whoever makes them; with further switches of its own. */
export async function launched(switches: readonly string[] = []): Promise<Browser> {
  // Without the processor playing a graphics card, as Debian's Chromium has it do, a page costs a fifth less.
  const args = ["--no-sandbox", "--disable-gpu", ...switches];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  const newContext = browser.newContext.bind(browser);
  // A page without a context of its own is given one by this, too.
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  return browser;
}
