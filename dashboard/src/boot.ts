// The first of the page that runs: small, so that everything a screen needs is on its way before the large parts are read.
import type { Session } from "@probewarden/contract";
import { may } from "@probewarden/contract/figures";
import { askEarly } from "./api/client.ts";
import { LISTS, workOf } from "./api/live-rows.ts";
import { firstPath } from "./api/pages.ts";
import { reloadAfterUpdate } from "./components/reload-after-update.ts";
import { applyStoredTheme } from "./components/theme-choice.ts";
import { loadOthers, screenAt } from "./screens/screens.ts";
import { startText } from "./text/text.ts";
import "./theme.css";

/** So long after the first screen the others are loaded, when there is nothing else to do. */
const OTHERS_AFTER_MS = 4_000;

applyStoredTheme();
reloadAfterUpdate();

/** What every screen rests on is asked for as soon as somebody is known to be signed in, and what they may not have is not. */
async function askLists(): Promise<void> {
  const { signedIn, roles = [] } = await askEarly<Session>("/api/session");
  if (!signedIn) return;
  const lists = LISTS.filter((list) => may(roles, workOf(list))).map(firstPath);
  const channels = may(roles, "seeSettings") ? ["/api/channels"] : [];
  for (const path of ["/api/health", "/api/venues", ...lists, ...channels]) askEarly(path).catch(() => undefined);
}
askLists().catch(() => undefined);

async function show(): Promise<void> {
  const root = document.querySelector("#root");
  if (!root) throw new Error("index.html has no #root");
  // A screen that cannot be loaded is said in its own place.
  const screen = screenAt(location.pathname)
    ?.load()
    .catch(() => undefined);
  const [{ start }] = await Promise.all([import("./main.tsx"), startText(), screen]);
  start(root);
  setTimeout(() => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => void loadOthers());
    else void loadOthers();
  }, OTHERS_AFTER_MS);
}
// Not awaited here: parts of the page that need this one would wait for it, and it for them.
show().catch((failure: unknown) => {
  document.querySelector("#lost")?.removeAttribute("hidden");
  throw failure;
});
