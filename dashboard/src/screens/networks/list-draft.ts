import type { InventoryEntry } from "@probewarden/contract";

/** What somebody wants otherwise at one address. */
interface Edit {
  /** The entry by the list that was in force when it was edited; undefined: it was not on it. */
  before: InventoryEntry | undefined;
  /** The entry as it is to stand; undefined: it is to go. */
  after: InventoryEntry | undefined;
}

/** What somebody wants otherwise than it is, and by which list it was said. */
export interface Draft {
  edits: ReadonlyMap<string, Edit>;
  /** The revision that was in force when the first edit was made; undefined: there was none yet. */
  began?: string;
  /** The revision that the edits were last held against. */
  heldAgainst?: string;
  /** Addresses that were edited and that somebody else has taken off meanwhile: what was edited of them is dropped. */
  gone: readonly string[];
}

/** The list in force, and the name of this state of it. */
export interface ListInForce {
  revision: string;
  networks: readonly InventoryEntry[];
}

/** What a draft would change of a list. */
export interface ListChanges {
  added: InventoryEntry[];
  removed: InventoryEntry[];
  changed: { before: InventoryEntry; after: InventoryEntry }[];
}

export const NO_DRAFT: Draft = { edits: new Map(), gone: [] };

/** Whether two entries of one address say the same. */
export const isSameEntry = (one: InventoryEntry, other: InventoryEntry): boolean =>
  one.ssid === other.ssid &&
  one.channel === other.channel &&
  one.security === other.security &&
  (one.licensed ?? false) === (other.licensed ?? false);

const isNoChange = ({ before, after }: Edit): boolean =>
  before === undefined || after === undefined ? before === after : isSameEntry(before, after);

const byAddress = (list: ListInForce): Map<string, InventoryEntry> =>
  new Map(list.networks.map((entry) => [entry.bssid, entry]));

/** The draft with these edits. One that is emptied by hand is none. */
function withEdits(draft: Draft, list: ListInForce, edits: ReadonlyMap<string, Edit>): Draft {
  if (edits.size === 0) return NO_DRAFT;
  const { began, gone } = draft.edits.size === 0 ? NO_DRAFT : draft;
  return { edits, began: began ?? list.revision, heldAgainst: list.revision, gone };
}

/** The draft with these addresses otherwise: an entry, or undefined for one that is to go. What would be as it is in the list is no part of a draft. */
export function drafted(
  draft: Draft,
  list: ListInForce,
  wanted: Iterable<readonly [bssid: string, entry: InventoryEntry | undefined]>,
): Draft {
  const now = byAddress(list);
  const edits = new Map(draft.edits);
  for (const [bssid, after] of wanted) {
    const edit = { before: now.get(bssid), after };
    if (isNoChange(edit)) edits.delete(bssid);
    else edits.set(bssid, edit);
  }
  return withEdits(draft, list, edits);
}

/**
 * The draft by which a list that was given is reached. A given entry adds to what was said of its address, and never takes its licence away without saying so.
 * @param replaces what is not on the given list goes, and so does what a given entry does not say, but for its licence
 */
export function draftedList(
  draft: Draft,
  list: ListInForce,
  given: readonly InventoryEntry[],
  replaces: boolean,
): Draft {
  const now = byAddress(list);
  const wanted = new Map<string, InventoryEntry | undefined>();
  if (replaces) for (const { bssid } of list.networks) wanted.set(bssid, undefined);
  for (const entry of given) {
    const before = draft.edits.get(entry.bssid)?.after ?? now.get(entry.bssid);
    const kept = replaces ? { ...(before?.licensed === true && { licensed: true }) } : before;
    wanted.set(entry.bssid, { ...kept, ...entry });
  }
  return drafted(replaces ? { ...draft, edits: new Map() } : draft, list, wanted);
}

/** The entry of now with what an edit said otherwise than the entry before it. */
function editedAnew(
  { before, after }: { before: InventoryEntry | undefined; after: InventoryEntry },
  now: InventoryEntry,
) {
  const { ssid, channel, security, licensed } = {
    ssid: after.ssid === before?.ssid ? now.ssid : after.ssid,
    channel: after.channel === before?.channel ? now.channel : after.channel,
    security: after.security === before?.security ? now.security : after.security,
    licensed: after.licensed === before?.licensed ? now.licensed : after.licensed,
  };
  return {
    bssid: now.bssid,
    ...(ssid !== undefined && { ssid }),
    ...(channel !== undefined && { channel }),
    ...(security !== undefined && { security }),
    ...(licensed !== undefined && { licensed }),
  };
}

/**
 * The draft held against the list that is in force now. What somebody else has done already is no change any more, what he changed otherwise stays as he
 * has it, and what he took off stays off: else his removal would be undone by whoever edited the same address.
 */
export function rebased(draft: Draft, list: ListInForce): Draft {
  if (draft.edits.size === 0 || draft.heldAgainst === list.revision) return draft;
  const now = byAddress(list);
  const edits = new Map<string, Edit>();
  const gone = [...draft.gone];
  for (const [bssid, { before: was, after: wanted }] of draft.edits) {
    const before = now.get(bssid);
    if (was !== undefined && before === undefined) {
      if (wanted !== undefined) gone.push(bssid);
      continue;
    }
    const after =
      before === undefined || wanted === undefined ? wanted : editedAnew({ before: was, after: wanted }, before);
    if (!isNoChange({ before, after })) edits.set(bssid, { before, after });
  }
  return { ...draft, edits, gone, heldAgainst: list.revision };
}

/** Whether somebody else has changed the list since the draft was begun. */
export const isOvertaken = ({ began }: Draft, { revision }: ListInForce): boolean =>
  began !== undefined && began !== revision;

/** The list as the draft would have it: what stays is where it was, what is new stands behind it. */
export function applied({ networks }: ListInForce, { edits }: Draft): InventoryEntry[] {
  const known = new Set(networks.map(({ bssid }) => bssid));
  const kept = networks.flatMap((entry) => {
    const edit = edits.get(entry.bssid);
    return edit === undefined ? entry : (edit.after ?? []);
  });
  return [...kept, ...[...edits].flatMap(([bssid, { after }]) => (known.has(bssid) ? [] : (after ?? [])))];
}

/** What the draft changes of the list that it was last held against. */
export function changesOf({ edits }: Draft): ListChanges {
  const changes: ListChanges = { added: [], removed: [], changed: [] };
  for (const { before, after } of edits.values()) {
    if (before === undefined) {
      if (after !== undefined) changes.added.push(after);
    } else if (after === undefined) changes.removed.push(before);
    else changes.changed.push({ before, after });
  }
  return changes;
}

/** How many entries a draft changes. */
export const sizeOf = ({ added, removed, changed }: ListChanges): number =>
  added.length + removed.length + changed.length;
