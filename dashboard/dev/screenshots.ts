// Takes pictures of every screen: node scripts/run-ts.mjs dashboard/dev/screenshots.ts FOLDER [MODE] [FILTER]
// Needs dashboard/dist and Chromium.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { serveRegion } from "./fixture-region.ts";
import { FixtureServer, type Mode } from "./fixture-server.ts";

const [folder = "/tmp/shots", mode = "full", filter = ""] = process.argv.slice(2);
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const SCREENS = {
  today: "/",
  venue: "/venue",
  "venue-suspect": "/venue/venue-demo/floor-b1?suspect=suspect-karma",
  "venue-past": `/venue/venue-demo/floor-b1?at=${hoursAgo(20)}`,
  "venue-exposure": "/venue/venue-demo/floor-b1?layers=suspects,exposure",
  "venue-load": `/venue/venue-demo/floor-b1?layers=load&at=${hoursAgo(20)}`,
  "venue-compared": `/venue/venue-demo/floor-b1?at=${hoursAgo(20)}&vs=${hoursAgo(44)}`,
  "venue-coverage": "/venue/venue-demo/floor-b1?layers=coverage",
  "venue-cameras": "/venue/venue-demo/floor-b1?layers=cameras",
  "venue-floors": "/venue/venue-demo?floors=all",
  "venue-draw": "/venue/venue-demo/floor-b1/draw",
  venues: "/venue",
  region: "/venue?view=region",
  suspect: "/suspects/suspect-karma",
  "suspect-again": "/suspects/suspect-again",
  cameras: "/cameras/camera-one",
  "cameras-list": "/cameras",
  sensors: "/sensors/sensor-door-3",
  "sensors-list": "/sensors",
  "sensor-refused": "/sensors/sensor-food",
  newcomers: "/newcomers",
  settings: "/settings",
  password: "/settings/password",
};
/** As many as a city has. */
const MADE_VENUES = 240;
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
const server = new FixtureServer(mode as Mode);
const address = await server.start();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const look of LOOKS) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
  });
  await context.addInitScript((language) => localStorage.setItem("probewarden.language", language), look.language);
  const page = await context.newPage();
  page.on(
    "console",
    (message) => ["error", "warning"].includes(message.type()) && console.log(look.name, message.text()),
  );
  page.on("pageerror", (error) => console.log(look.name, error.message));
  for (const [screen, path] of Object.entries(SCREENS)) {
    if (!`${screen}-${look.name}`.includes(filter)) continue;
    server.person = path.startsWith("/settings") ? "王敏" : undefined;
    server.long.clear();
    if (screen === "venues" || screen === "region") serveRegion(server, MADE_VENUES);
    await page.goto(`${address}${path}`);
    await page.waitForTimeout(700);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) console.log(`${screen} ${look.name}: wider than the window by ${overflow} px`);
    await page.screenshot({ path: `${folder}/${screen}-${look.name}.png`, fullPage: true, animations: "disabled" });
  }
  await context.close();
}
await browser.close();
await server.stop();
