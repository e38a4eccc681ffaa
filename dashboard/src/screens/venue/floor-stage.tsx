import type { Floor } from "@probewarden/contract";
import type { SignalModel } from "@probewarden/place";
import { useMemo, type ReactNode } from "react";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { useText } from "../../text/text.ts";
import { FloorError } from "../../components/floor-error.tsx";
import { FEW } from "./cluster-marks.ts";
import type { Painter } from "./floor-canvas.ts";
import { heardDiscs } from "./coverage.ts";
import { Legend } from "./legend.tsx";
import type { MarkedSuspect } from "./marked-suspect.ts";
import { hatchPainter, heatPainter } from "./painters.ts";
import { PaintedLayer, PlanMap } from "./plan-map.tsx";
import { SignalReadout } from "./signal.tsx";
import { PlanMarks } from "./plan-marks.tsx";
import type { OnFloor, PlacedSuspect } from "./plan-scene.ts";
import type { PastFrame } from "./time/past-frames.ts";
import { movingOf, type Moving } from "./time/play-clock.ts";
import { ExposureLegend, LoadLegend } from "./time/past-legend.tsx";
import type { PastLayers } from "./time/use-past-layers.ts";

const NO_PAINT = (): void => undefined;

/** What of a picture is on a floor. */
function onFloorOf(
  floorId: string,
  showsSuspects: boolean,
  { suspects, sensors, load }: Pick<PastFrame, "suspects" | "sensors" | "load">,
): OnFloor {
  const isHere = (suspect: MarkedSuspect): suspect is PlacedSuspect => suspect.place?.floorId === floorId;
  return {
    suspects: showsSuspects ? suspects.filter(isHere) : [],
    sensors: sensors.filter((sensor) => sensor.floorId === floorId),
    load: load?.sources,
  };
}

/** The hatch of each frame; frames in which the same sensors listen have the same. */
function movingHatchOf(moving: Moving<PastFrame>, floor: Floor): Moving<Painter> {
  const bySensors = movingOf({ subscribe: moving.subscribe, frame: () => moving.frame().sensors }, (sensors) =>
    hatchPainter(floor, heardDiscs(sensors, floor.floorId)),
  );
  return bySensors;
}

/** The plan with all its layers: hatch, heat of the chosen suspect, layers of a time, regions, sensors, suspects. */
export function FloorStage(props: {
  venueId: string;
  floor: Floor;
  suspects: readonly MarkedSuspect[];
  sensors: readonly ShownSensor[];
  /** What is drawn in the place of suspects, sensors and load while the plan plays. */
  moving?: Moving<PastFrame> | undefined;
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
  const { floor, sensors, signal, past, suspects, showsSuspects, moving } = props;
  const discs = useMemo(() => heardDiscs(sensors, floor.floorId), [sensors, floor.floorId]);
  const hatch = useMemo(() => hatchPainter(floor, discs), [floor, discs]);
  const heat = useMemo(() => heatPainter(floor, signal, discs), [floor, signal, discs]);
  const onFloor = useMemo(
    () => onFloorOf(floor.floorId, showsSuspects, { suspects, sensors, load: past.load }),
    [floor.floorId, showsSuspects, suspects, sensors, past.load],
  );
  const placed = onFloor.suspects;
  const movingMarks = useMemo(
    () => moving && movingOf(moving, (frame) => onFloorOf(floor.floorId, showsSuspects, frame)),
    [moving, floor.floorId, showsSuspects],
  );
  const movingHatch = useMemo(() => moving && movingHatchOf(moving, floor), [moving, floor]);
  const movingLoad = useMemo(() => moving && movingOf(moving, ({ load }) => load?.paint ?? NO_PAINT), [moving]);

  return (
    <>
      <PlanMap floor={floor} describedBy={props.describedBy}>
        <PaintedLayer pane="hatch" paint={hatch} moving={movingHatch} />
        {past.load && <PaintedLayer pane="heat" paint={past.load.paint} moving={movingLoad} />}
        {past.exposure && <PaintedLayer pane="heat" paint={past.exposure.paint} />}
        {signal && <PaintedLayer pane="heat" paint={heat} />}
        {signal && <SignalReadout model={signal} />}
        {props.children}
        <PlanMarks
          onFloor={onFloor}
          widthMetres={floor.widthMetres}
          moving={movingMarks}
          chosen={props.chosen}
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
        {showsSuspects && (
          <span className="muted">
            <FloorError error={floor.calibration?.error} state={floor.calibration?.state} />
          </span>
        )}
        {placed.length > FEW && <span className="muted">{t("venue.manyMarks", { n: placed.length })}</span>}
        {props.legend}
      </Legend>
    </>
  );
}
