import { queryOptions, skipToken, useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { LISTS, type LiveList } from "./live-rows.ts";
import { loadedKey, loadNextPage, MOST_PAGES, NOTHING_LOADED } from "./pages.ts";

/** Told by the queries of the lists themselves, and never asked for. */
const loadedOf = (list: LiveList) =>
  queryOptions({
    queryKey: loadedKey(list),
    queryFn: skipToken,
    initialData: NOTHING_LOADED,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Whether a list goes on behind what was loaded, and how to load the next page. */
export function useMore(list: LiveList) {
  const client = useQueryClient();
  const { data = NOTHING_LOADED } = useQuery(loadedOf(list));
  const load = useMutation({ mutationFn: () => loadNextPage(client, list) });
  return {
    hasMore: data.next !== undefined && data.pages < MOST_PAGES,
    /** The collector has more, and a browser holds no more. */
    isFull: data.more && (data.next === undefined || data.pages >= MOST_PAGES),
    load,
  };
}

/** Which lists are longer than what was loaded of them: a person must know that there is more than a plan or a count shows. */
export const useCutLists = (): LiveList[] =>
  useQueries({
    queries: LISTS.map((list) => loadedOf(list)),
    combine: (loaded) => LISTS.filter((_, at) => loaded[at]?.data?.more === true),
  });
