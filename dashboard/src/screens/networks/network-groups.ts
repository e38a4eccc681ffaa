import type { HeardNetwork, InventoryEntry } from "@probewarden/contract";
import { networkName } from "../../components/network-name.ts";

/** One address of the page: on the list, heard, or both. */
export interface NetworkRow {
  bssid: string;
  /** Its name in hex, as it stands on the list or was heard. */
  name?: string;
  heard?: HeardNetwork;
  /** Its entry in the list in force. */
  listed?: InventoryEntry;
}

/** Addresses under one name. */
export interface NetworkGroup {
  /** The name in hex; empty: it is hidden, or may not be told. */
  name: string;
  rows: NetworkRow[];
}

/** Which rows are to be seen. */
export type View = "all" | "listed" | "others" | "marked";

/** Whether it came when the sensors had learnt their place, and nobody has called it the venue's. */
export const isNewHere = ({ heard }: NetworkRow): boolean => heard?.newcomerId !== undefined && heard.mark !== "ours";

/** Whether somebody has to look before it is called the venue's: a suspect, or one that came later. */
export const isMarked = (row: NetworkRow): boolean => row.heard?.suspectId !== undefined || isNewHere(row);

/**
 * Every address that is on the list, was heard, or is to be added, once.
 * @param added entries that a draft adds: one that nobody heard has a row too
 */
export function joinRows(
  networks: readonly InventoryEntry[],
  heard: readonly HeardNetwork[],
  added: Iterable<InventoryEntry>,
): NetworkRow[] {
  const rows = new Map<string, NetworkRow>();
  const named = (bssid: string, name: string | undefined): NetworkRow => ({
    bssid,
    ...(name === undefined ? {} : { name }),
  });
  for (const listed of networks) rows.set(listed.bssid, { ...named(listed.bssid, listed.ssid), listed });
  for (const one of heard) {
    const row = rows.get(one.bssid);
    rows.set(one.bssid, { ...row, ...named(one.bssid, row?.name ?? one.name), heard: one });
  }
  for (const { bssid, ssid } of added) if (!rows.has(bssid)) rows.set(bssid, named(bssid, ssid));
  return [...rows.values()];
}

/**
 * The rows by name: names of the list and of what was pasted first, then those that somebody has to look at, then the others as loud as their loudest. What is ticked moves
 * nothing. A name that is hidden by zeros is as hidden as an empty one.
 */
export function groupsOf(rows: readonly NetworkRow[]): NetworkGroup[] {
  const groups = new Map<string, NetworkRow[]>();
  for (const row of rows) {
    const name = row.name === undefined || networkName(row.name) === "" ? "" : row.name;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  const turn = ({ rows: all }: NetworkGroup): number =>
    all.some(({ listed, heard }) => listed !== undefined || heard === undefined) ? 0 : all.some(isMarked) ? 1 : 2;
  const level = ({ rows: all }: NetworkGroup): number =>
    all.reduce((most, { heard }) => Math.max(most, heard?.sensors[0]?.levelDbm ?? UNHEARD_DBM), UNHEARD_DBM);
  return [...groups]
    .map(([name, all]) => ({
      name,
      rows: all.toSorted((one, other) => (one.bssid < other.bssid ? -1 : 1)),
    }))
    .map((group) => ({ group, turn: turn(group), level: level(group) }))
    .toSorted(
      (one, other) => one.turn - other.turn || other.level - one.level || (one.group.name < other.group.name ? -1 : 1),
    )
    .map(({ group }) => group);
}

const UNHEARD_DBM = Number.NEGATIVE_INFINITY;

/** Whether a row is to be seen: in this view, with these letters in its name as it is shown or its address, of this suspect. */
export function isShown(
  row: NetworkRow,
  { view, search, suspectId }: { view: View; search: string; suspectId?: string | undefined },
): boolean {
  if (suspectId !== undefined && row.heard?.suspectId !== suspectId) return false;
  // By the list in force: what is ticked does not go from under the pointer.
  if (view === "listed" && row.listed === undefined) return false;
  if (view === "others" && row.listed !== undefined) return false;
  if (view === "marked" && !isMarked(row)) return false;
  const wanted = search.trim().toLowerCase();
  return (
    wanted === "" ||
    row.bssid.includes(wanted) ||
    networkName(row.name ?? "")
      .toLowerCase()
      .includes(wanted)
  );
}
