import type { Floor } from "@probewarden/contract";
import { useMemo } from "react";
import type { VenuePast } from "../../../api/venue-time.ts";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { unheardArea } from "../coverage.ts";
import { FloorStage } from "../floor-stage.tsx";
import { sensorsAt, type KnownSuspect } from "../time/known-at.ts";
import { useKnownWords } from "../time/use-known-words.ts";
import type { Layer } from "../time/use-layers.ts";
import { usePastLayers } from "../time/use-past-layers.ts";

/** The plan of the moment that is compared to: the same floor and the same layers, as it was known then. */
export function PinnedStage({
  venueId,
  floor,
  at,
  fromMs,
  past: { suspects, sensors: times },
  known,
  sensors,
  shown,
  chosen,
  describedBy,
  onSuspect,
  onSensor,
}: {
  venueId: string;
  floor: Floor;
  at: number;
  /** Begin of the stretch that its exposure tells of. */
  fromMs: number;
  past: VenuePast;
  known: readonly KnownSuspect[];
  sensors: readonly ShownSensor[];
  shown: ReadonlySet<Layer>;
  chosen: string | undefined;
  describedBy: string;
  onSuspect: (id: string) => void;
  onSensor: (id: string) => void;
}) {
  const words = useKnownWords();
  const then = useMemo(() => sensorsAt(sensors, times, at), [sensors, times, at]);
  const unheard = useMemo(() => unheardArea(floor, then), [floor, then]);
  const layers = usePastLayers({
    floor,
    places: sensors,
    sensors: then,
    timelines: suspects,
    times,
    fromMs,
    at,
    isLive: false,
    shown,
  });
  return (
    <FloorStage
      venueId={venueId}
      floor={floor}
      suspects={known.map((one) => ({
        ...one.span,
        suspectId: one.timeline.suspectId,
        label: words(one),
        place: one.place,
      }))}
      sensors={then}
      chosen={chosen}
      signal={undefined}
      past={layers}
      mayChoose={false}
      showsSuspects={shown.has("suspects")}
      unheardSquareMetres={unheard}
      describedBy={describedBy}
      onSuspect={onSuspect}
      onSensor={onSensor}
    />
  );
}
