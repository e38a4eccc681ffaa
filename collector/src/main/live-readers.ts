import { readAlerts } from "../alerts/read-alerts.ts";
import { readOutages } from "../alerts/read-outages.ts";
import type { LiveStreamParts } from "../live/live-stream.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import type { MadeSuspects } from "../suspects/made-suspects.ts";
import { readSuspects } from "../suspects/read-suspects.ts";
import { readCameras } from "../cameras/read-cameras.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateReader } from "../store/state/open-state.ts";

/** Reads the rows that the live stream tells of, as the API shows them. */
export function liveReaders(
  state: StateReader,
  series: SeriesStore,
  made: MadeSuspects,
  now: () => number,
): LiveStreamParts["readers"] {
  return {
    suspect: (suspectIds) => readSuspects(state, series, { suspectIds, limit: suspectIds.length }, now(), made),
    sensor: (sensorIds) => readSensors(state, { sensorIds }, now()),
    camera: (cameraIds) => readCameras(state, { cameraIds, limit: cameraIds.length }),
    outage: (outageIds) => readOutages(state, { outageIds, limit: outageIds.length }),
    alert: (alertIds) => readAlerts(state, { alertIds, limit: alertIds.length }),
  };
}
