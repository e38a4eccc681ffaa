import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { request } from "./client.ts";
import { ID_OF, type LiveList, type LiveRows } from "./live-rows.ts";
import { addRows } from "./upsert-row.ts";

/** A list as the collector answers it. */
export interface Items<T> {
  items: T[];
  /** The collector has more rows than an answer holds. */
  more?: true;
  /** Address of the page behind these. */
  next?: string;
}

/** Rows of a page: as many in one answer as a plan and a list begin with. */
const PAGE_ROWS = 500;
/** Pages of a list that are asked for without being asked to: the plan, names and counts rest on them. */
const firstPagesOf = (list: LiveList): number => (list === "suspects" ? 1 : 2);
/** Most pages of a list that a browser holds; what needs a person stands on the first. */
export const MOST_PAGES = 20;

/** How far a list was loaded: how many pages, the address of the one behind them, and whether the collector has more rows at all. */
export interface Loaded {
  pages: number;
  next: string | undefined;
  more: boolean;
}
export const NOTHING_LOADED: Loaded = { pages: 0, next: undefined, more: false };

export const loadedKey = (list: LiveList): QueryKey => ["loaded", list];

/** Adds the pages of a list to `items`, one after the other and at most so many; says how far that was. */
export async function addPages(items: unknown[], path: string, most: number): Promise<Loaded> {
  let page = await request<Items<unknown>>("GET", path);
  items.push(...page.items);
  let pages = 1;
  for (; page.next !== undefined && pages < most; pages += 1) {
    page = await request<Items<unknown>>("GET", page.next);
    items.push(...page.items);
  }
  return { pages, next: page.next, more: page.more ?? false };
}

/** Where the first page of a list is asked for. */
export const firstPath = (list: LiveList): string => `/api/${list}?limit=${PAGE_ROWS}`;

/** The first pages of a list, or as many as a person had loaded before. */
export async function firstPages<List extends LiveList>(client: QueryClient, list: List): Promise<LiveRows[List][]> {
  const { pages } = client.getQueryData<Loaded>(loadedKey(list)) ?? NOTHING_LOADED;
  const items: LiveRows[List][] = [];
  client.setQueryData(loadedKey(list), await addPages(items, firstPath(list), Math.max(firstPagesOf(list), pages)));
  return items;
}

/**
 * Puts the next page of a list behind the rows that are there. Of a row that is there already the one that is there is newer, for the live
 * stream told it. Nothing happens at the end of the list, or at the most pages.
 */
export async function loadNextPage(client: QueryClient, list: LiveList): Promise<void> {
  const before = client.getQueryData<Loaded>(loadedKey(list)) ?? NOTHING_LOADED;
  if (before.next === undefined || before.pages >= MOST_PAGES) return;
  // An answer on its way would put fewer pages in the place of these.
  await client.cancelQueries({ queryKey: [list], exact: true });
  const { items, next, more = false } = await request<Items<LiveRows[LiveList]>>("GET", before.next);
  client.setQueryData<LiveRows[LiveList][]>([list], (known) =>
    addRows(known ?? [], items, ID_OF[list] as (row: LiveRows[LiveList]) => string),
  );
  client.setQueryData<Loaded>(loadedKey(list), { pages: before.pages + 1, next, more });
}
