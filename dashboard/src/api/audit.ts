import type { AuditLine, AuditReport } from "@probewarden/contract";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Items } from "./pages.ts";

const FIRST = "/api/audit";

/** The record of who did what, page by page, latest first. Asked when somebody looks, and not again by itself: looking is written down too. */
export const useAudit = (by: string) =>
  useInfiniteQuery({
    queryKey: ["audit", by],
    queryFn: ({ pageParam }) => request<Items<AuditLine>>("GET", pageParam),
    initialPageParam: by === "" ? FIRST : `${FIRST}?${new URLSearchParams({ by }).toString()}`,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });

/** Has the collector look through the whole chain. */
export const useAuditCheck = () => useMutation({ mutationFn: () => request<AuditReport>("GET", "/api/audit/check") });
