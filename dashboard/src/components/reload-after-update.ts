import { isQuiet } from "../screens/screens.ts";

const RELOADED_AT = "probewarden.reloaded-at";
/** A reload that did not help within this time would not help again. */
const ONCE_IN_MS = 60_000;

/**
 * After an update of the collector, the parts of the page that an open tab has yet to load are gone under their old names: the page
 * is loaded anew. Where that does not help, the screen says that it is broken.
 */
export function reloadAfterUpdate(): void {
  window.addEventListener("vite:preloadError", (event) => {
    // Somebody is at work on the page that is open, and did not ask for that part.
    if (isQuiet()) return;
    if (Date.now() - Number(sessionStorage.getItem(RELOADED_AT)) < ONCE_IN_MS) return;
    sessionStorage.setItem(RELOADED_AT, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
}
