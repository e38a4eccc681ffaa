// Takes pictures of every screen: node scripts/run-ts.mjs dashboard/dev/screenshots.ts FOLDER [FILTER]
// Needs dashboard/dist and Chromium. FILTER is a part of SCREEN-LANGUAGE-LIGHT-WIDTH, for example `venue-en-dark` or `-3840`.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { EVERY_SCREEN, goToScreen } from "./every-screen.ts";
import { FixtureServer } from "./fixture-server.ts";

const [folder = "/tmp/shots", filter = ""] = process.argv.slice(2);
/** What a screen draws after it stands: charts, layers of a plan. */
const SETTLED_MS = 700;
const SIZES = [
  [360, 740],
  [1280, 800],
  [1920, 1080],
  [3840, 2160],
] as const;
const LOOKS = SIZES.flatMap(([width, height]) =>
  (["light", "dark"] as const).flatMap((scheme) =>
    ["zh-CN", "en"].map((language) => ({
      name: `${language.slice(0, 2)}-${scheme}-${width}`,
      width,
      height,
      scheme,
      language,
    })),
  ),
);

mkdirSync(folder, { recursive: true });
const server = new FixtureServer();
const address = await server.start();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const look of LOOKS) {
  const wanted = Object.entries(EVERY_SCREEN).filter(([screen]) => `${screen}-${look.name}`.includes(filter));
  if (wanted.length === 0) continue;
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
  });
  await context.addInitScript((language) => localStorage.setItem("probewarden.language", language), look.language);
  const page = await context.newPage();
  page.on("pageerror", (error) => console.log(look.name, error.message));
  for (const [name, screen] of wanted) {
    await goToScreen(page, { server, address }, screen);
    await page.waitForTimeout(SETTLED_MS);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) console.log(`${name} ${look.name}: wider than the window by ${overflow} px`);
    await page.screenshot({ path: `${folder}/${name}-${look.name}.png`, fullPage: true, animations: "disabled" });
  }
  await context.close();
}
await browser.close();
await server.stop();
