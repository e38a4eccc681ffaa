import type { SuspectPast, SuspectPresence } from "@probewarden/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { request } from "./client.ts";

const REFRESH_MS = 60_000;
const DAY_MS = 86_400_000;
/** Of each hour of the week four are counted. */
export const PRESENCE_DAYS = 28;

/** What was known of a suspect in the last days, up to the minute that begins next. */
export const useSuspectPast = (suspectId: string, days: number) =>
  useQuery({
    queryKey: ["suspect-past", suspectId, days],
    queryFn: () => {
      const toMs = Math.ceil(Date.now() / REFRESH_MS) * REFRESH_MS;
      return request<SuspectPast>(
        "GET",
        `/api/suspects/${suspectId}/time/known?from=${toMs - days * DAY_MS}&to=${toMs}`,
      );
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });

/** When a suspect is there, by hour and weekday, in the last four weeks. */
export const useSuspectPresence = (suspectId: string) =>
  useQuery({
    queryKey: ["suspect-presence", suspectId],
    queryFn: () => {
      const toMs = Math.ceil(Date.now() / REFRESH_MS) * REFRESH_MS;
      return request<SuspectPresence>(
        "GET",
        `/api/suspects/${suspectId}/time/presence?from=${toMs - PRESENCE_DAYS * DAY_MS}&to=${toMs}`,
      );
    },
  });
