import type { VenueDay } from "@probewarden/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Items } from "./pages.ts";

const REFRESH_MS = 60_000;

/** What happened on each day of a venue, both ends among them (`YYYY-MM-DD`, in its zone). */
export const useVenueDays = (venueId: string, from: string, to: string) =>
  useQuery({
    queryKey: ["days", venueId, from, to],
    queryFn: async () =>
      (await request<Items<VenueDay>>("GET", `/api/venues/${venueId}/time/days?from=${from}&to=${to}`)).items,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
