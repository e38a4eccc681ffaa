import type { Floor, Position, Suspect } from "@probewarden/contract";
import { useMemo } from "react";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { SuspectShape } from "../../components/marks.tsx";
import { isSettled } from "../../components/settled.ts";
import { useSentence } from "../../components/use-sentence.ts";
import { heardDiscs } from "./coverage.ts";
import { stepsAside } from "./mark-place.ts";
import { levelSamples } from "./heat-field.ts";
import { Legend } from "./legend.tsx";
import { hatchPainter, heatPainter } from "./painters.ts";
import { PaintedLayer, PlanMap } from "./plan-map.tsx";
import { PlanMarker, UncertaintyRegions } from "./plan-marker.tsx";
import { SensorMarks } from "./sensor-marks.tsx";

/** Width of a mark. */
const STEP_ASIDE_PX = 24;
/** As far as a mark stands above the sensor at whose place it is, as in venue.css. */
const BESIDE_PX = 26;
/** Nearer than this to a sensor a suspect is at its place. */
const AT_SENSOR_METRES = 0.5;

/** The plan with all its layers: hatch, heat of the chosen suspect, regions, sensors, suspects. */
export function FloorStage(props: {
  floor: Floor;
  suspects: Suspect[];
  sensors: ShownSensor[];
  chosen: Suspect | undefined;
  unheardSquareMetres: number;
  describedBy: string;
  onSuspect: (id: string) => void;
  onSensor: (id: string) => void;
}) {
  const { floor, suspects, sensors, chosen } = props;
  const sentence = useSentence();
  const discs = useMemo(() => heardDiscs(sensors, floor.floorId), [sensors, floor.floorId]);
  const samples = useMemo(
    () => (chosen ? levelSamples(chosen, sensors, floor.floorId) : []),
    [chosen, sensors, floor.floorId],
  );
  const hatch = useMemo(() => hatchPainter(floor, discs), [floor, discs]);
  const heat = useMemo(() => heatPainter(floor, samples, discs), [floor, samples, discs]);
  const here = sensors.filter((sensor) => sensor.floorId === floor.floorId);
  const placed = suspects.flatMap(({ place, ...suspect }) =>
    place?.floorId === floor.floorId ? [{ ...suspect, place }] : [],
  );
  const isAtSensor = ({ x, y }: Position): boolean =>
    here.some(({ position }) => position && Math.hypot(position.x - x, position.y - y) < AT_SENSOR_METRES);
  const steps = stepsAside(placed.map(({ place }) => place.position));

  return (
    <>
      <PlanMap floor={floor} describedBy={props.describedBy}>
        <PaintedLayer pane="hatch" paint={hatch} />
        <PaintedLayer pane="heat" paint={heat} />
        <SensorMarks
          sensors={here}
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
              <UncertaintyRegions place={place} band={isSettled(suspect) ? "settled" : suspect.band} />
              <PlanMarker
                at={place.position}
                front
                label={sentence(suspect)}
                onChoose={() => props.onSuspect(suspect.suspectId)}
              >
                <span
                  className={[
                    chosen?.suspectId === suspect.suspectId && "chosen",
                    isAtSensor(place.position) && "beside",
                  ]
                    .filter(Boolean)
                    .join(" ")}
                  style={{ left: (steps[at] ?? 0) * STEP_ASIDE_PX }}
                >
                  <SuspectShape suspect={suspect} size={26} />
                </span>
              </PlanMarker>
            </div>
          );
        })}
      </PlanMap>
      <Legend
        heat={samples.length > 0}
        unheardSquareMetres={props.unheardSquareMetres}
        simulated={sensors.some((sensor) => sensor.simulatedLevels)}
      />
    </>
  );
}
