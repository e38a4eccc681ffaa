import type { Floor, FloorDrawing, Position, Suspect } from "@probewarden/contract";
import { modelSignal, type SignalModel } from "@probewarden/place";
import { useEffect, useMemo, useState } from "react";
import { useTaught } from "../../api/calibration.ts";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { levelText } from "../../components/figures.ts";
import { useText } from "../../text/text.ts";
import { levelSamples } from "./heat-field.ts";
import { usePlanMap } from "./plan-map.tsx";

/** Rather a plan without its heat than no plan: the model refuses what it cannot compute with, such as two sensors of one name. */
function tryModel(...parameters: Parameters<typeof modelSignal>): SignalModel | undefined {
  try {
    return modelSignal(...parameters);
  } catch {
    return undefined;
  }
}

/** How one suspect is heard all over a floor, modelled from where it most likely stands; undefined where that is another floor, or unknown. */
export function useSignalModel(
  suspect: Suspect | undefined,
  { venueId, floor }: { venueId: string; floor: Floor },
  sensors: readonly ShownSensor[],
  drawing: FloorDrawing | undefined,
): SignalModel | undefined {
  const taught = useTaught(venueId, floor, suspect?.place?.floorId === floor.floorId);
  return useMemo(() => {
    if (suspect?.place?.floorId !== floor.floorId) return undefined;
    const measured = levelSamples(suspect, sensors, floor.floorId).map(({ sensorId: id, position, levelDbm }) => ({
      id,
      ...position,
      levelDbm,
    }));
    const walls = (drawing?.walls ?? []).flatMap(({ points, lossDb }) =>
      points.slice(1).map(([x2, y2], at) => {
        const [x1, y1] = points[at] ?? [x2, y2];
        return { x1, y1, x2, y2, lossDb };
      }),
    );
    const { widthMetres, heightMetres } = floor;
    return tryModel({ widthMetres, heightMetres, walls }, suspect.place.position, measured, {
      calibration: taught,
    });
  }, [suspect, floor, sensors, drawing, taught]);
}

/** What is modelled under the pointer, so that it can be held against what the sensors measured. */
export function SignalReadout({ model }: { model: SignalModel }) {
  const { t } = useText();
  const map = usePlanMap();
  const [at, setAt] = useState<Position>();
  useEffect(() => {
    const take = ({ latlng }: L.LeafletMouseEvent): void => setAt({ x: latlng.lng, y: -latlng.lat });
    const leave = (): void => setAt(undefined);
    map.on("mousemove", take).on("mouseout", leave);
    return () => void map.off("mousemove", take).off("mouseout", leave);
  }, [map]);
  if (at === undefined) return null;
  return <p className="signal-readout num">{t("signal.here", { level: levelText(model.levelAt(at.x, at.y)) })}</p>;
}

/** What is modelled at a sensor beside what it measured, and what the model leaves: `−50 dBm (+3)`. */
export function useResidualText(
  model: SignalModel | undefined,
): (sensorId: string, levelDbm: number) => string | undefined {
  const { t } = useText();
  return (sensorId, levelDbm) => {
    const residual = model?.residuals.get(sensorId);
    if (residual === undefined) return undefined;
    const rounded = Math.round(residual);
    return t("signal.modelled", {
      level: levelText(levelDbm - residual),
      left: `${rounded < 0 ? "−" : "+"}${Math.abs(rounded)}`,
    });
  };
}
