import type { ReleaseRow, Rollout, RolloutPlan, RolloutRequest } from "@probewarden/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Items } from "./pages.ts";

const ROLLOUTS = ["rollouts"];
/** The stream does not tell of updates. While one runs somebody watches it. */
const REFRESH_MS = 60_000;
const RUNNING_MS = 5_000;

/** Versions that are here. */
export const useReleases = () =>
  useQuery({
    queryKey: ["releases"],
    queryFn: async () => (await request<Items<ReleaseRow>>("GET", "/api/releases")).items,
    refetchInterval: REFRESH_MS,
  });

/** The latest updates, without their sensors. */
export const useRollouts = () =>
  useQuery({
    queryKey: ROLLOUTS,
    queryFn: async () => (await request<Items<Rollout>>("GET", "/api/rollouts")).items,
    refetchInterval: ({ state }) =>
      state.data?.some((rollout) => rollout.state === "running") === true ? RUNNING_MS : REFRESH_MS,
  });

/** One update with its sensors, as it was when anything of it changed last. */
export const useRollout = ({ rolloutId, changedAt }: Rollout) =>
  useQuery({
    queryKey: [...ROLLOUTS, rolloutId, changedAt],
    queryFn: () => request<Rollout>("GET", `/api/rollouts/${rolloutId}`),
    placeholderData: (before) => before,
  });

/** What somebody wants to update. */
export type Wish = RolloutRequest & { venueId: string };

/** What it would do, as things are now. */
export const usePlan = (wish: Wish | undefined) =>
  useQuery({
    queryKey: ["rollout-plan", wish],
    queryFn: () => {
      const { venueId = "", ...asked } = wish ?? {};
      return request<RolloutPlan>("POST", `/api/venues/${venueId}/rollouts/plan`, asked);
    },
    enabled: wish !== undefined,
    gcTime: 0,
  });

/** Begins one. */
export function useBegin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ venueId, ...asked }: Wish) => request<Rollout>("POST", `/api/venues/${venueId}/rollouts`, asked),
    onSettled: () => client.invalidateQueries({ queryKey: ROLLOUTS }),
  });
}

/** Stops one, or goes on with it. */
export function useChangeRollout(rolloutId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (verb: "stop" | "resume") => request<Rollout>("POST", `/api/rollouts/${rolloutId}/${verb}`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ROLLOUTS }),
  });
}
