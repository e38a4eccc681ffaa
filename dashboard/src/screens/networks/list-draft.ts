import type { InventoryEntry } from "@probewarden/contract";

/** What somebody wants otherwise than it is, by address: the entry as it is to stand, or undefined for one that is to go. */
export type Draft = ReadonlyMap<string, InventoryEntry | undefined>;

/** What a draft would change of a list. */
export interface ListChanges {
  added: InventoryEntry[];
  removed: InventoryEntry[];
  changed: { before: InventoryEntry; after: InventoryEntry }[];
}

export const NO_DRAFT: Draft = new Map();

/** Whether two entries of one address say the same. */
export const isSameEntry = (one: InventoryEntry, other: InventoryEntry): boolean =>
  one.ssid === other.ssid &&
  one.channel === other.channel &&
  one.security === other.security &&
  (one.licensed ?? false) === (other.licensed ?? false);

/** The draft with one address otherwise. What would be as it is in the list is no part of a draft. */
export function drafted(
  draft: Draft,
  inForce: readonly InventoryEntry[],
  bssid: string,
  entry: InventoryEntry | undefined,
): Draft {
  const now = inForce.find((it) => it.bssid === bssid);
  const next = new Map(draft);
  const isAsItIs = now === undefined ? entry === undefined : entry !== undefined && isSameEntry(now, entry);
  if (isAsItIs) next.delete(bssid);
  else next.set(bssid, entry);
  return next;
}

/**
 * The draft by which a list that was given is reached.
 * @param replaces what is not on the given list goes; else it stays, and what is on it is added
 */
export function draftedList(
  draft: Draft,
  inForce: readonly InventoryEntry[],
  given: readonly InventoryEntry[],
  replaces: boolean,
): Draft {
  const wanted = new Map(given.map((entry) => [entry.bssid, entry]));
  const next = new Map(replaces ? [] : draft);
  const now = new Map(inForce.map((entry) => [entry.bssid, entry]));
  if (replaces) for (const { bssid } of inForce) if (!wanted.has(bssid)) next.set(bssid, undefined);
  for (const [bssid, entry] of wanted) {
    const before = now.get(bssid);
    if (before !== undefined && isSameEntry(before, entry)) next.delete(bssid);
    else next.set(bssid, entry);
  }
  return next;
}

/** The list as the draft would have it: what stays is where it was, what is new stands behind it. */
export function applied(inForce: readonly InventoryEntry[], draft: Draft): InventoryEntry[] {
  const known = new Set(inForce.map(({ bssid }) => bssid));
  const kept = inForce.flatMap((entry) => (draft.has(entry.bssid) ? (draft.get(entry.bssid) ?? []) : entry));
  return [...kept, ...[...draft].flatMap(([bssid, entry]) => (known.has(bssid) ? [] : (entry ?? [])))];
}

/** What the draft changes of the list that is in force now, which somebody else may have changed since it was begun. */
export function changesOf(inForce: readonly InventoryEntry[], draft: Draft): ListChanges {
  const now = new Map(inForce.map((entry) => [entry.bssid, entry]));
  const changes: ListChanges = { added: [], removed: [], changed: [] };
  for (const [bssid, after] of draft) {
    const before = now.get(bssid);
    if (before === undefined) {
      if (after !== undefined) changes.added.push(after);
    } else if (after === undefined) changes.removed.push(before);
    else if (!isSameEntry(before, after)) changes.changed.push({ before, after });
  }
  return changes;
}

/** How many entries a draft changes. */
export const sizeOf = ({ added, removed, changed }: ListChanges): number =>
  added.length + removed.length + changed.length;
