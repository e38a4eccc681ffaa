import type { Floor } from "@probewarden/contract";
import type { SignalModel } from "@probewarden/place";
import { useMemo, type ReactNode } from "react";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { useText } from "../../text/text.ts";
import { FEW } from "./cluster-marks.ts";
import { heardDiscs } from "./coverage.ts";
import { Legend } from "./legend.tsx";
import type { MarkedSuspect } from "./marked-suspect.ts";
import { hatchPainter, heatPainter } from "./painters.ts";
import { PaintedLayer, PlanMap } from "./plan-map.tsx";
import { SignalReadout } from "./signal.tsx";
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
  /** How the chosen suspect is heard all over the floor. */
  signal: SignalModel | undefined;
  past: PastLayers;
  showsSuspects: boolean;
  /** Whether a suspect could be chosen to see its level. */
  mayChoose: boolean;
  unheardSquareMetres: number;
  describedBy: string;
  onSuspect: (id: string) => void;
  onSensor: (id: string) => void;
  /** Further layers, and what they mean. */
  children?: ReactNode;
  legend?: ReactNode;
}) {
  const { t } = useText();
  const { floor, sensors, signal, past } = props;
  const discs = useMemo(() => heardDiscs(sensors, floor.floorId), [sensors, floor.floorId]);
  const hatch = useMemo(() => hatchPainter(floor, discs), [floor, discs]);
  const heat = useMemo(() => heatPainter(floor, signal, discs), [floor, signal, discs]);
  const here = useMemo(() => sensors.filter((sensor) => sensor.floorId === floor.floorId), [sensors, floor.floorId]);
  const placed = useMemo(
    () =>
      props.suspects.flatMap(({ place, ...suspect }) =>
        props.showsSuspects && place?.floorId === floor.floorId ? [{ ...suspect, place }] : [],
      ),
    [props.suspects, props.showsSuspects, floor.floorId],
  );

  return (
    <>
      <PlanMap floor={floor} describedBy={props.describedBy}>
        <PaintedLayer pane="hatch" paint={hatch} />
        {past.load && <PaintedLayer pane="heat" paint={past.load.paint} />}
        {past.exposure && <PaintedLayer pane="heat" paint={past.exposure.paint} />}
        <PaintedLayer pane="heat" paint={heat} />
        {signal && <SignalReadout model={signal} />}
        {props.children}
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
        heat={signal !== undefined}
        mayChoose={props.mayChoose}
        unheardSquareMetres={props.unheardSquareMetres}
        simulated={sensors.some((sensor) => sensor.simulatedLevels)}
      >
        {past.load && <LoadLegend sources={past.load.sources} />}
        {past.exposure && <ExposureLegend venueId={props.venueId} {...past.exposure} />}
        {placed.length > FEW && <span className="muted">{t("venue.manyMarks", { n: placed.length })}</span>}
        {props.legend}
      </Legend>
    </>
  );
}
