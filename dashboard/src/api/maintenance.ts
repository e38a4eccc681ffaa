import type { MaintenanceRequest, MaintenanceWindow } from "@probewarden/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Items } from "./pages.ts";

const KEY = ["maintenance"];
const REFRESH_MS = 60_000;

/** Maintenance windows of all venues, those that end last in front. */
export const useMaintenance = () =>
  useQuery({
    queryKey: KEY,
    queryFn: async () => (await request<Items<MaintenanceWindow>>("GET", "/api/maintenance")).items,
    refetchInterval: REFRESH_MS,
  });

/** Announces one at a venue. */
export function useAnnounceMaintenance() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ venueId, ...asked }: MaintenanceRequest & { venueId: string }) =>
      request<MaintenanceWindow>("POST", `/api/venues/${venueId}/maintenance`, asked),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Ends one now. */
export function useEndMaintenance() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (windowId: string) => request<MaintenanceWindow>("POST", `/api/maintenance/${windowId}/end`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
