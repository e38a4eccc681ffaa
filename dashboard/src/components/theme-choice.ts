/** What the person chose; `system` follows the device. */
export type ThemeChoice = "system" | "light" | "dark";
const STORED = "probewarden.theme";
const ORDER: readonly ThemeChoice[] = ["system", "light", "dark"];

/** The choice that this browser remembers. */
export function storedTheme(): ThemeChoice {
  const stored = localStorage.getItem(STORED);
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** Shows the remembered choice: `data-theme` on the root, which theme.css reads. */
export function applyStoredTheme(): void {
  const choice = storedTheme();
  if (choice === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
}

/** Takes the choice after the current one and remembers it. */
export function nextTheme(): ThemeChoice {
  const next = ORDER[(ORDER.indexOf(storedTheme()) + 1) % ORDER.length] ?? "system";
  localStorage.setItem(STORED, next);
  applyStoredTheme();
  return next;
}
