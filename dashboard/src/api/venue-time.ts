import type { SensorTimeline, SuspectTimeline, TimeStep } from "@probewarden/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { addPages } from "./pages.ts";

/** A stretch of a venue's time, and how fine; epoch milliseconds. */
export interface TimeWindow {
  fromMs: number;
  toMs: number;
  step: TimeStep;
}

/** What was known of a venue's suspects through a stretch of time, and what its sensors heard of phones. */
export interface VenuePast {
  suspects: SuspectTimeline[];
  sensors: SensorTimeline[];
}

const REFRESH_MS = 60_000;
/** Pages of either list that a browser asks for, and the rows of one: as many as the collector gives at once. */
const MOST_PAGES = 20;
const PAGE_ROWS = 200;

/**
 * The past of a venue. While another stretch is on its way the one before stays.
 * @param isAsked whether it is asked for yet
 */
export const useVenuePast = (venueId: string, { fromMs, toMs, step }: TimeWindow, isAsked: boolean) =>
  useQuery({
    enabled: isAsked,
    queryKey: ["time", venueId, fromMs, toMs, step],
    queryFn: async (): Promise<VenuePast> => {
      const [suspects, sensors]: [SuspectTimeline[], SensorTimeline[]] = [[], []];
      const address = (what: string): string =>
        `/api/venues/${venueId}/time/${what}?from=${fromMs}&to=${toMs}&step=${step}&limit=${PAGE_ROWS}`;
      await Promise.all([
        addPages(suspects, address("suspects"), MOST_PAGES),
        addPages(sensors, address("sensors"), MOST_PAGES),
      ]);
      return { suspects, sensors };
    },
    placeholderData: keepPreviousData,
    // What is over does not change.
    refetchInterval: toMs >= Date.now() ? REFRESH_MS : false,
  });
