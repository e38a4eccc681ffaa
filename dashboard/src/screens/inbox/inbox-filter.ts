import type { AlertAbout, AlertView, Band } from "@probewarden/contract";

/** Which alerts are shown, in the order of the tabs of the inbox. */
export const VIEWS = ["open", "new", "mine", "changed", "snoozed", "settled"] as const satisfies AlertView[];

/** What a person wants to see; empty: whatever it is. An assignee of `-` is nobody. */
export interface InboxFilter {
  view: AlertView;
  venueId: string;
  /** The heaviest that was reached. */
  band: "" | Band;
  about: "" | AlertAbout;
  assignee: string;
}
export const NOBODY = "-";
export const EVERYTHING_OPEN: InboxFilter = { view: "open", venueId: "", band: "", about: "", assignee: "" };

/** Who looks, and since when they have not. */
export interface Looker {
  me: string;
  lookedAt: number;
}

/** Whether more is chosen than a view. */
export const isNarrowed = ({ venueId, band, about, assignee }: InboxFilter): boolean =>
  venueId + band + about + assignee !== "";

/** The filter as the collector takes it, for the list: `&view=open&venueId=mall`. */
export function askedOf(filter: InboxFilter, looker: Looker): string {
  const isOwn = filter.view === "mine" || filter.view === "changed";
  return `&view=${filter.view}${narrowed(filter)}${isOwn ? lookedBy(looker) : ""}`;
}

/** The same for the counts, which are of every view. */
export const countedBy = (filter: InboxFilter, looker: Looker): string =>
  `&view=${filter.view}${narrowed(filter)}${lookedBy(looker)}`;

function narrowed({ venueId, band, about, assignee }: InboxFilter): string {
  const parts = [
    ["venueId", venueId],
    ["band", band],
    ["about", about],
  ] as const;
  const asked = parts.flatMap(([name, value]) => (value === "" ? [] : [`&${name}=${encodeURIComponent(value)}`]));
  if (assignee !== "") asked.push(`&assignee=${assignee === NOBODY ? "" : encodeURIComponent(assignee)}`);
  return asked.join("");
}

const lookedBy = ({ me, lookedAt }: Looker): string => `&person=${encodeURIComponent(me)}&sinceMs=${lookedAt}`;

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
    return Array.isArray(value) ? value.filter(isSaved).slice(-MOST_SAVED).map(asNow) : [];
  } catch {
    return [];
  }
}

/** One that was saved before there was a choice more chooses nothing of it. */
const asNow = ({ name, filter }: SavedFilter): SavedFilter => ({ name, filter: { ...EVERYTHING_OPEN, ...filter } });

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
    [filter.venueId, filter.band, filter.about ?? "", filter.assignee].every((one) => typeof one === "string")
  );
}
