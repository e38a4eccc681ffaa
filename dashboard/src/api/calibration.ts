import type { CalibrationState, FitResult, Floor, HeardAccessPoint, WalkRequest } from "@probewarden/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { calibrationOf, type Calibration } from "@probewarden/place";
import { useCallback, useMemo } from "react";
import { request } from "./client.ts";

/** How often a walk is asked for: its levels come by the minute, and each sensor at another second. */
const ASK_MS = 5_000;

export const calibrationPath = (venueId: string, floorId: string): string =>
  `/api/venues/${venueId}/floors/${floorId}/calibration`;
const keyOf = (venueId: string, floorId: string) => ["calibration", venueId, floorId];

const calibrationOn = (venueId: string, floorId: string) => ({
  queryKey: keyOf(venueId, floorId),
  queryFn: () => request<CalibrationState>("GET", calibrationPath(venueId, floorId)),
});

/** A floor's calibration, and the walk that is under way, by which it is asked for again and again. */
export const useCalibration = (venueId: string, floorId: string) =>
  useQuery({
    ...calibrationOn(venueId, floorId),
    refetchInterval: ({ state }) => (state.data?.walk === undefined ? false : ASK_MS),
  });

/** What a floor's calibration taught, as levels are modelled with; asked only where there is one in use and somebody looks at a signal. */
export const useTaught = (venueId: string, floor: Floor, enabled: boolean): Calibration | undefined => {
  const { data } = useQuery({
    ...calibrationOn(venueId, floor.floorId),
    enabled: enabled && floor.calibration?.state === "in-use",
  });
  const bands = data?.calibration?.state === "in-use" ? data.calibration.bands : undefined;
  return useMemo(() => bands && calibrationOf(bands), [bands]);
};

/** Access points that the floor's sensors hear; asked only while somebody chooses one. */
export const useHeardAccessPoints = (venueId: string, floorId: string, enabled: boolean) =>
  useQuery({
    queryKey: [...keyOf(venueId, floorId), "access-points"],
    queryFn: async () =>
      (await request<{ items: HeardAccessPoint[] }>("GET", `${calibrationPath(venueId, floorId)}/access-points`)).items,
    enabled,
  });

/** What a person does with a floor's calibration. Each rejects with an ApiFailure. */
export function useCalibrationSteps(venueId: string, floorId: string) {
  const client = useQueryClient();
  const path = calibrationPath(venueId, floorId);
  const shown = useCallback(
    (state: CalibrationState): void => void client.setQueryData(keyOf(venueId, floorId), state),
    [client, venueId, floorId],
  );
  const fitted = async (at: string): Promise<FitResult> => {
    const result = await request<FitResult>("POST", `${path}${at}`);
    await client.invalidateQueries({ queryKey: keyOf(venueId, floorId) });
    await client.invalidateQueries({ queryKey: ["venues"] });
    return result;
  };
  return {
    shown,
    begin: async (walk: WalkRequest) => shown(await request("PUT", `${path}/walk`, walk)),
    end: async () => shown(await request("DELETE", `${path}/walk`)),
    fitWalk: () => fitted("/walk/fit"),
    fitAnew: () => fitted("/fit"),
    takeBack: async () => {
      shown(await request("DELETE", path));
      await client.invalidateQueries({ queryKey: ["venues"] });
    },
  };
}
