import { useChannels } from "../../api/channels.ts";
import { useLiveState } from "../../api/live-stream.ts";
import { useAlerts, useHealth, useMay, useOutages, useSensors, useSuspects } from "../../api/queries.ts";
import { useEmitters } from "../../components/use-emitters.ts";
import { needsPerson, type NeedsPerson } from "./needs-person.ts";

/** What waits for a person, and whether all that this rests on has been answered and is up to date. */
export interface Needs extends NeedsPerson {
  isCurrent: boolean;
}

/** Asks everything that decides whether a venue is calm. What failed or stands still can hide anything: then `isCurrent` is false. */
export function useNeeds(): Needs {
  const alerts = useAlerts();
  const outages = useOutages();
  const suspects = useSuspects();
  const emitters = useEmitters();
  const sensors = useSensors();
  const channels = useChannels();
  const health = useHealth();
  const { live } = useLiveState();
  // What somebody may not see was not asked for, and says nothing of how current the rest is.
  const evidence = useMay("seeEvidence") ? [alerts, suspects] : [];
  const notices = useMay("seeSettings") ? [channels] : [];
  const all = [...evidence, ...notices, outages, sensors, health];
  return {
    ...needsPerson({
      alerts: alerts.data ?? [],
      outages: outages.data ?? [],
      emitters,
      sensors: sensors.data ?? [],
      faults: health.data?.faults ?? [],
      channels: channels.data ?? [],
    }),
    isCurrent:
      live && all.every(({ data, isError }) => data !== undefined && !isError) && health.data?.state === "ready",
  };
}
