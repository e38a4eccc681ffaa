import { isQuiet } from "../screens/screens.ts";

const RELOADED_AT = "probewarden.reloaded-at";
/** A reload that did not help within this time would not help again. */
const ONCE_IN_MS = 60_000;
/** How often it is asked whether the collector answers again, and how long it may take. */
const ASK_EVERY_MS = 3_000;

let isWaiting = false;

/** Whether a reload was tried a moment ago, so that none comes now. */
export const wasReloaded = (): boolean => Date.now() - Number(sessionStorage.getItem(RELOADED_AT)) < ONCE_IN_MS;

/**
 * After an update of the collector, the parts of the page that an open tab has yet to load are gone under their old names: the page
 * is loaded anew. While the collector does not answer it is not, for the browser's own page would stand in its place and never come back: it
 * waits until it does, and whoever went elsewhere meanwhile is left alone. Where that does not help, the screen says that it is broken.
 */
export function reloadAfterUpdate(): void {
  window.addEventListener("vite:preloadError", () => {
    // Somebody is at work on the page that is open, and did not ask for that part.
    if (!isQuiet() && !isWaiting) void reloadOnceServed(location.pathname);
  });
}

async function reloadOnceServed(path: string): Promise<void> {
  isWaiting = true;
  while (location.pathname === path && !(await isServed()))
    await new Promise((passed) => setTimeout(passed, ASK_EVERY_MS));
  isWaiting = false;
  if (location.pathname !== path || wasReloaded()) return;
  sessionStorage.setItem(RELOADED_AT, String(Date.now()));
  location.reload();
}

/** Whether the page itself could be had now. */
const isServed = (): Promise<boolean> =>
  fetch("/", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(ASK_EVERY_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
