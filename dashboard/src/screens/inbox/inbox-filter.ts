import type { Alert, Band } from "@probewarden/contract";
import { bandOf } from "../today/needs-person.ts";
import { changedAfter } from "./since-looked.ts";

/** Which alerts are shown, as the tabs of the inbox have it. */
export const VIEWS = ["open", "new", "mine", "changed", "snoozed", "settled"] as const;
export type View = (typeof VIEWS)[number];

/** What a person wants to see; empty: whatever it is. An assignee of `-` is nobody. */
export interface InboxFilter {
  view: View;
  venueId: string;
  band: "" | Band;
  assignee: string;
}
export const NOBODY = "-";
export const EVERYTHING_OPEN: InboxFilter = { view: "open", venueId: "", band: "", assignee: "" };

/** Who looks, and since when they have not. */
export interface Looker {
  me: string;
  lookedAt: number;
}

/** Whether the filter shows an alert. */
export function fits(alert: Alert, filter: InboxFilter, looker: Looker): boolean {
  return (
    isInView(alert, filter.view, looker) &&
    (filter.venueId === "" || alert.venueId === filter.venueId) &&
    (filter.band === "" || bandOf(alert) === filter.band) &&
    (filter.assignee === "" || (alert.assignee ?? NOBODY) === filter.assignee)
  );
}

function isInView(alert: Alert, view: View, { me, lookedAt }: Looker): boolean {
  const isSettled = alert.state === "closed";
  const isLater = alert.snoozedUntil !== undefined;
  switch (view) {
    case "open":
      return !isSettled && !isLater;
    case "new":
      return alert.stage === "new";
    case "mine":
      return !isSettled && alert.assignee === me;
    case "changed":
      return changedAfter(alert, lookedAt, me);
    case "snoozed":
      return !isSettled && isLater;
    case "settled":
      return isSettled;
  }
}

/** A filter that is kept under a name. */
export interface SavedFilter {
  name: string;
  filter: InboxFilter;
}
/** Saved filters that a browser keeps. */
export const MOST_SAVED = 20;

/** With one more; of the same name the later one stands, and of too many the earliest goes. */
export const withSaved = (saved: readonly SavedFilter[], one: SavedFilter): SavedFilter[] =>
  [...saved.filter(({ name }) => name !== one.name), one].slice(-MOST_SAVED);

/** What a browser kept, as far as it can be read: somebody may have kept anything there. */
export function readSaved(text: string | null): SavedFilter[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter(isSaved).slice(-MOST_SAVED) : [];
  } catch {
    return [];
  }
}

function isSaved(value: unknown): value is SavedFilter {
  const { name, filter } = (value ?? {}) as {
    name?: unknown;
    filter?: Partial<Record<keyof InboxFilter, unknown>> | null;
  };
  return (
    typeof name === "string" &&
    typeof filter === "object" &&
    filter !== null &&
    (VIEWS as readonly unknown[]).includes(filter.view) &&
    [filter.venueId, filter.band, filter.assignee].every((one) => typeof one === "string")
  );
}
