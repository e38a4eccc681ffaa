import type { Floor, Suspect } from "@probewarden/contract";
import { useMemo } from "react";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { heardDiscs } from "./coverage.ts";
import { levelSamples } from "./heat-field.ts";
import { Legend } from "./legend.tsx";
import type { MarkedSuspect } from "./marked-suspect.ts";
import { hatchPainter, heatPainter } from "./painters.ts";
import { PaintedLayer, PlanMap } from "./plan-map.tsx";
import { PlanMarks } from "./plan-marks.tsx";
import { ExposureLegend, LoadLegend } from "./time/past-legend.tsx";
import type { PastLayers } from "./time/use-past-layers.ts";

/** The plan with all its layers: hatch, heat of the chosen suspect, layers of a time, regions, sensors, suspects. */
export function FloorStage(props: {
  venueId: string;
  floor: Floor;
  suspects: readonly MarkedSuspect[];
  sensors: ShownSensor[];
  /** The mark that was chosen. */
  chosen: string | undefined;
  /** The suspect whose level is drawn. */
  heatOf: Suspect | undefined;
  past: PastLayers;
  showsSuspects: boolean;
  /** Whether a suspect could be chosen to see its level. */
  mayChoose: boolean;
  unheardSquareMetres: number;
  describedBy: string;
  onSuspect: (id: string) => void;
  onSensor: (id: string) => void;
}) {
  const { floor, sensors, heatOf, past } = props;
  const discs = useMemo(() => heardDiscs(sensors, floor.floorId), [sensors, floor.floorId]);
  const samples = useMemo(
    () => (heatOf ? levelSamples(heatOf, sensors, floor.floorId) : []),
    [heatOf, sensors, floor.floorId],
  );
  const hatch = useMemo(() => hatchPainter(floor, discs), [floor, discs]);
  const heat = useMemo(() => heatPainter(floor, samples, discs), [floor, samples, discs]);
  const here = sensors.filter((sensor) => sensor.floorId === floor.floorId);
  const placed = props.suspects.flatMap(({ place, ...suspect }) =>
    props.showsSuspects && place?.floorId === floor.floorId ? [{ ...suspect, place }] : [],
  );
  return (
    <>
      <PlanMap floor={floor} describedBy={props.describedBy}>
        <PaintedLayer pane="hatch" paint={hatch} />
        {past.load && <PaintedLayer pane="heat" paint={past.load.paint} />}
        {past.exposure && <PaintedLayer pane="heat" paint={past.exposure.paint} />}
        <PaintedLayer pane="heat" paint={heat} />
        <PlanMarks
          sensors={here}
          suspects={placed}
          chosen={props.chosen}
          load={past.load?.sources}
          onSuspect={props.onSuspect}
          onSensor={props.onSensor}
        />
      </PlanMap>
      <Legend
        heat={samples.length > 0}
        mayChoose={props.mayChoose}
        unheardSquareMetres={props.unheardSquareMetres}
        simulated={sensors.some((sensor) => sensor.simulatedLevels)}
      >
        {past.load && <LoadLegend sources={past.load.sources} />}
        {past.exposure && <ExposureLegend venueId={props.venueId} {...past.exposure} />}
      </Legend>
    </>
  );
}
