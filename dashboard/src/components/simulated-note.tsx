import { useText } from "../text/text.ts";
import { useKnownSensors } from "./known-rows.tsx";

/** Whether levels are computed from a plan rather than measured: as in the demo. */
export const useSimulated = (): boolean => (useKnownSensors() ?? []).some((sensor) => sensor.simulatedLevels);

/** Stands beside levels wherever they are computed. */
export function SimulatedNote() {
  const { t } = useText();
  return useSimulated() ? <p className="info small">{t("ribbon.simulated")}</p> : null;
}
