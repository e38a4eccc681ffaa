import type { Alert, AlertCounts } from "@probewarden/contract";
import {
  queryOptions,
  skipToken,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import { request } from "./client.ts";
import { inReadOrder, newestOf } from "./inbox-rows.ts";
import { addPages, MOST_PAGES, type Items, type Loaded } from "./pages.ts";
import { useMay } from "./queries.ts";
import { addRows } from "./upsert-row.ts";

const LIST = "inbox";
const COUNTS = "inbox-counts";
const TOLD: QueryKey = ["told-alerts"];
const PAGE_ROWS = 500;
/** Safety net under the live stream. */
const REFRESH_MS = 60_000;
/** What the stream tells is asked for once in this time, however much it tells. */
const AGAIN_AFTER_MS = 1_000;
/** Alerts that were told last and are remembered: what somebody has a dialog open about is among them. */
const MOST_TOLD = 1_000;
const NONE: readonly Alert[] = [];

/** A part of the inbox, as far as it is loaded. */
interface Part extends Loaded {
  rows: readonly Alert[];
}

/** What was told last, by the stream or by the answer to a step. */
const told = queryOptions<readonly Alert[]>({
  queryKey: TOLD,
  queryFn: skipToken,
  initialData: NONE,
  staleTime: Number.POSITIVE_INFINITY,
});
export const useToldAlerts = (): readonly Alert[] => useQuery(told).data ?? NONE;

/** As many pages of a part as were loaded before, at least one. An answer on its way is older than what is told before it comes. */
async function ask(client: QueryClient, asked: string): Promise<Part> {
  const rows: Alert[] = [];
  const before = client.getQueryData<Part>([LIST, asked])?.pages ?? 1;
  const loaded = await addPages(rows, `/api/alerts?limit=${PAGE_ROWS}${asked}`, before);
  return { ...loaded, rows: newestOf(rows, client.getQueryData(told.queryKey) ?? NONE) };
}

/**
 * The alerts of a part of the inbox, what needs a person first, with how to load the next page.
 * @param asked the filters as the collector takes them, `&view=open`
 */
export function useInbox(asked: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: [LIST, asked],
    queryFn: () => ask(client, asked),
    refetchInterval: REFRESH_MS,
    enabled: useMay("seeEvidence"),
  });
  const load = useMutation({ mutationFn: () => loadNext(client, asked) });
  const { pages = 0, next, more: isCut = false } = query.data ?? {};
  const more = {
    hasMore: next !== undefined && pages < MOST_PAGES,
    isFull: isCut && (next === undefined || pages >= MOST_PAGES),
    load,
  };
  return { query, rows: query.data?.rows ?? NONE, more };
}

async function loadNext(client: QueryClient, asked: string): Promise<void> {
  const part = client.getQueryData<Part>([LIST, asked]);
  if (part?.next === undefined || part.pages >= MOST_PAGES) return;
  const { items, next, more = false } = await request<Items<Alert>>("GET", part.next);
  client.setQueryData<Part>(
    [LIST, asked],
    (known) =>
      known && {
        rows: addRows(known.rows, items, ({ alertId }) => alertId),
        pages: known.pages + 1,
        next,
        more,
      },
  );
}

/** How many alerts stand in each view and behind each filter, as the collector counts them. */
export const useInboxCounts = (asked: string) =>
  useQuery({
    queryKey: [COUNTS, asked],
    queryFn: () => request<AlertCounts>("GET", `/api/alerts/counts?${asked.slice(1)}`),
    refetchInterval: REFRESH_MS,
    enabled: useMay("seeEvidence"),
  });

/** The alert that an address names. Undefined: none is named, or it is not known yet, or there is none that this account may see. */
export function useNamedAlert(alertId: string | null): Alert | undefined {
  const { data } = useQuery({
    queryKey: ["named-alert", alertId],
    queryFn:
      alertId === null
        ? skipToken
        : async () => (await request<Items<Alert>>("GET", `/api/alerts?alertId=${encodeURIComponent(alertId)}`)).items,
  });
  return data?.[0];
}

/** Notes alerts as they are now in whatever part of the inbox shows them. */
export function noteAlerts(client: QueryClient, rows: readonly Alert[]): void {
  if (rows.length === 0) return;
  const ids = new Set(rows.map(({ alertId }) => alertId));
  client.setQueryData<readonly Alert[]>(TOLD, (known = NONE) =>
    [...rows, ...known.filter(({ alertId }) => !ids.has(alertId))].slice(0, MOST_TOLD),
  );
  client.setQueriesData<Part>({ queryKey: [LIST] }, (part) => part && { ...part, rows: newestOf(part.rows, rows) });
}

let again: ReturnType<typeof setTimeout> | undefined;

/** Asks for the shown parts and their counts anew, soon: whether an alert belongs to a part, and where, only the collector says. */
export function refreshSoon(client: QueryClient): void {
  again ??= setTimeout(() => {
    again = undefined;
    void refreshInbox(client);
  }, AGAIN_AFTER_MS);
}

/** The same at once. Rows that somebody reads stay where they are. What does not answer is asked again at its pace. */
export async function refreshInbox(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: [COUNTS] });
  void client.invalidateQueries({ queryKey: [LIST], refetchType: "none" });
  const shown = client.getQueryCache().findAll({ queryKey: [LIST], type: "active" });
  await Promise.all(
    shown.map(async ({ queryKey, state }) => {
      if (state.data === undefined) return;
      const part = await ask(client, String(queryKey[1])).catch(() => undefined);
      client.setQueryData<Part>(queryKey, (known) =>
        // A page that came meanwhile is not put away again.
        known === undefined || part === undefined || known.pages > part.pages
          ? known
          : { ...part, rows: inReadOrder(known.rows, newestOf(part.rows, known.rows)) },
      );
    }),
  );
}
