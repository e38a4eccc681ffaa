import type { Floor, FloorDrawing } from "@probewarden/contract";
import { useMemo } from "react";
import type { VenuePast } from "../../../api/venue-time.ts";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { unheardArea } from "../coverage.ts";
import { DrawnLayer } from "../drawn-layer.tsx";
import { FloorStage } from "../floor-stage.tsx";
import { ReachLayer, useFloorReach } from "../reach-layer.tsx";
import { sensorsAt } from "../time/known-at.ts";
import { unitedTimelines, type KnownTransmitter, type TransmitterOf } from "../time/one-transmitter.ts";
import { markOf, useKnownWords } from "../time/use-known-words.ts";
import type { Layer } from "../time/use-layers.ts";
import { usePastLayers } from "../time/use-past-layers.ts";
import type { CameraOnFloor } from "../use-floor-cameras.ts";

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
  transmitterOf,
  drawing,
  cameras,
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
  known: readonly KnownTransmitter[];
  sensors: readonly ShownSensor[];
  shown: ReadonlySet<Layer>;
  chosen: string | undefined;
  transmitterOf: TransmitterOf;
  /** What people drew, as it is now: nobody keeps how a plan looked before. */
  drawing: FloorDrawing | undefined;
  cameras: readonly CameraOnFloor[];
  describedBy: string;
  onSuspect: (id: string) => void;
  onSensor: (id: string) => void;
}) {
  const words = useKnownWords(venueId);
  const then = useMemo(() => sensorsAt(sensors, times, at), [sensors, times, at]);
  const unheard = useMemo(() => unheardArea(floor, then), [floor, then]);
  const reach = useFloorReach(floor, then, shown.has("coverage"));
  const timelines = useMemo(() => unitedTimelines(suspects, transmitterOf), [suspects, transmitterOf]);
  const layers = usePastLayers({
    floor,
    places: sensors,
    sensors: then,
    timelines,
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
      suspects={known.map((one) => markOf(one, chosen, words))}
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
    >
      {reach && <ReachLayer floor={floor} reach={reach} />}
      {drawing && <DrawnLayer floor={floor} drawing={drawing} cameras={cameras} showsCameras={shown.has("cameras")} />}
    </FloorStage>
  );
}
