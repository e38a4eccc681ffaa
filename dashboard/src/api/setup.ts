import type { ClaimCode, SensorSetup } from "@probewarden/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import { addPages, MOST_PAGES } from "./pages.ts";

export const SETUPS = ["setups"];
const REFRESH_MS = 30_000;

/** How far each sensor is put up, by its id. */
export const useSetups = () =>
  useQuery({
    queryKey: SETUPS,
    queryFn: async () => {
      const setups: SensorSetup[] = [];
      await addPages(setups, "/api/setups", MOST_PAGES);
      return setups;
    },
    refetchInterval: REFRESH_MS,
  });

/** Makes the code that goes onto a sensor's box. */
export function useClaimCode(sensorId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<ClaimCode>("POST", `/api/sensors/${sensorId}/claim-code`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: SETUPS }),
  });
}
