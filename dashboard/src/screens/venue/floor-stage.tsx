import type { Floor, Position, Suspect } from "@probewarden/contract";
import { useMemo } from "react";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { MarkShape } from "../../components/marks.tsx";
import { heardDiscs } from "./coverage.ts";
import { levelSamples } from "./heat-field.ts";
import { Legend } from "./legend.tsx";
import type { MarkedSuspect } from "./marked-suspect.ts";
import { stepsAside } from "./mark-place.ts";
import { hatchPainter, heatPainter } from "./painters.ts";
import { PaintedLayer, PlanMap } from "./plan-map.tsx";
import { PlanMarker, UncertaintyRegions } from "./plan-marker.tsx";
import { SensorMarks } from "./sensor-marks.tsx";
import { ExposureLegend, LoadLegend } from "./time/past-legend.tsx";
import type { PastLayers } from "./time/use-past-layers.ts";

/** Width of a mark. */
const STEP_ASIDE_PX = 24;
/** As far as a mark stands above the sensor at whose place it is, as in venue.css. */
const BESIDE_PX = 26;
/** Nearer than this to a sensor a suspect is at its place. */
const AT_SENSOR_METRES = 0.5;

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
  const isAtSensor = ({ x, y }: Position): boolean =>
    here.some(({ position }) => position && Math.hypot(position.x - x, position.y - y) < AT_SENSOR_METRES);
  const steps = stepsAside(placed.map(({ place }) => place.position));

  return (
    <>
      <PlanMap floor={floor} describedBy={props.describedBy}>
        <PaintedLayer pane="hatch" paint={hatch} />
        {past.load && <PaintedLayer pane="heat" paint={past.load.paint} />}
        {past.exposure && <PaintedLayer pane="heat" paint={past.exposure.paint} />}
        <PaintedLayer pane="heat" paint={heat} />
        <SensorMarks
          sensors={here}
          load={past.load?.sources}
          suspects={placed.map(({ place }, at) => ({
            at: place.position,
            asidePx: {
              x: (steps[at] ?? 0) * STEP_ASIDE_PX,
              y: isAtSensor(place.position) ? -BESIDE_PX : 0,
            },
          }))}
          onSensor={props.onSensor}
        />
        {placed.map((suspect, at) => {
          const { place } = suspect;
          // At its sensor's own place the mark stands above it, so that both can be seen and chosen.
          return (
            <div key={suspect.suspectId}>
              <UncertaintyRegions place={place} band={suspect.settled ? "settled" : suspect.band} />
              <PlanMarker
                at={place.position}
                front
                label={suspect.label}
                onChoose={() => props.onSuspect(suspect.suspectId)}
              >
                <span
                  className={[props.chosen === suspect.suspectId && "chosen", isAtSensor(place.position) && "beside"]
                    .filter(Boolean)
                    .join(" ")}
                  style={{ left: (steps[at] ?? 0) * STEP_ASIDE_PX }}
                >
                  <MarkShape band={suspect.band} state={suspect.state} settled={suspect.settled} size={26} />
                </span>
              </PlanMarker>
            </div>
          );
        })}
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
