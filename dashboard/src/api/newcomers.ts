import type { NewcomerMark, NewcomerRow } from "@probewarden/contract";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Items } from "./pages.ts";

const KEY = ["newcomers"];
const FIRST = "/api/newcomers";
/** The stream does not tell of them; they change by the hour. */
const REFRESH_MS = 60_000;

/** The work list of access points that came and stayed, page by page: what is to be looked at first. */
export const useNewcomers = () =>
  useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam }) => request<Items<NewcomerRow>>("GET", pageParam),
    initialPageParam: FIRST,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: REFRESH_MS,
  });

/** Marks one of them, or takes the mark back. */
export function useMarkNewcomer(newcomerId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { mark: NewcomerMark; note: string }) =>
      request<NewcomerRow>("POST", `/api/newcomers/${newcomerId}/mark`, input),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
