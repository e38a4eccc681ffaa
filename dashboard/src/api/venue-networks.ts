import type { InventoryEntry, VenueNetworkList, VenueNetworks } from "@probewarden/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";

/** What is heard changes by the hour. */
const REFRESH_MS = 60_000;
/** While a sensor that listens has yet to say that it has the list: it says so with its next report, twice a minute. */
const WAITING_MS = 30_000;

const pathOf = (venueId: string): string => `/api/venues/${venueId}/networks`;
const keyOf = (venueId: string) => ["venue-networks", venueId];

/** Whether a sensor has yet to say that it has the list, and is there to say it. */
export const isWaitedFor = ({ state, list }: VenueNetworks["sensors"][number]): boolean =>
  (state === "hearing" || state === "deaf") && (list === "another" || list === "none");

/** The list of a venue's own access points, what its sensors heard, and which of them have the list. */
export const useVenueNetworks = (venueId: string) =>
  useQuery({
    queryKey: keyOf(venueId),
    queryFn: () => request<VenueNetworks>("GET", pathOf(venueId)),
    refetchInterval: ({ state }) => (state.data?.sensors.some(isWaitedFor) === true ? WAITING_MS : REFRESH_MS),
  });

/** Puts a list in the place of the one that was seen. Refused with `changed-meanwhile` where somebody else was quicker. */
export function useSetVenueNetworks(venueId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ networks, revision }: { networks: readonly InventoryEntry[]; revision: string }) =>
      request<VenueNetworkList>("PUT", pathOf(venueId), { networks }, `"${revision}"`),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(venueId) }),
  });
}
