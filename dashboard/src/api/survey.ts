import type { AirSurvey } from "@probewarden/contract";
import { useQuery } from "@tanstack/react-query";
import { request } from "./client.ts";

/** The stream does not tell of it, and an hour changes slowly. */
const REFRESH_MS = 60_000;

/** What is in the air of a venue and is not recognised, and what could not have been heard. */
export const useSurvey = (venueId: string) =>
  useQuery({
    queryKey: ["survey", venueId],
    queryFn: () => request<AirSurvey>("GET", `/api/venues/${venueId}/survey`),
    refetchInterval: REFRESH_MS,
  });

/** Where the same is found as a file. */
export const surveyFile = (venueId: string): string => `/api/venues/${venueId}/survey.csv`;
