import type { Place, Position } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { MarkShape } from "../../components/marks.tsx";
import { marksAside } from "./mark-place.ts";
import type { MarkedSuspect } from "./marked-suspect.ts";
import { usePixelsPerMetre } from "./plan-map.tsx";
import { PlanMarker, UncertaintyRegions } from "./plan-marker.tsx";
import { SensorMarks } from "./sensor-marks.tsx";
import type { LoadSource } from "./time/load-cells.ts";

export interface PlacedSuspect extends MarkedSuspect {
  place: Place;
}

/** Sensors and suspects on the plan, none of which covers another. */
export function PlanMarks(props: {
  sensors: readonly ShownSensor[];
  suspects: readonly PlacedSuspect[];
  /** The mark that was chosen. */
  chosen: string | undefined;
  load: readonly LoadSource[] | undefined;
  onSuspect: (id: string) => void;
  onSensor: (id: string) => void;
}) {
  const scale = usePixelsPerMetre();
  const inPixels = ({ x, y }: Position): Position => ({ x: x * scale, y: y * scale });
  const aside = marksAside(
    props.suspects.map(({ place }) => inPixels(place.position)),
    props.sensors.flatMap(({ position }) => (position === undefined ? [] : [inPixels(position)])),
  );
  // The whole mark goes aside, so that what is under its place can be pressed.
  const moved = ({ x, y }: Position, by: Position = { x: 0, y: 0 }): Position => ({
    x: x + by.x / scale,
    y: y + by.y / scale,
  });
  return (
    <>
      <SensorMarks
        sensors={props.sensors}
        load={props.load}
        suspects={props.suspects.map(({ place }, at) => ({ at: place.position, asidePx: aside[at] ?? { x: 0, y: 0 } }))}
        onSensor={props.onSensor}
      />
      {props.suspects.map((suspect, at) => (
        <div key={suspect.suspectId}>
          <UncertaintyRegions place={suspect.place} band={suspect.settled ? "settled" : suspect.band} />
          <PlanMarker
            at={moved(suspect.place.position, aside[at])}
            front
            label={suspect.label}
            onChoose={() => props.onSuspect(suspect.suspectId)}
          >
            <span className={props.chosen === suspect.suspectId ? "chosen" : undefined}>
              <MarkShape band={suspect.band} state={suspect.state} settled={suspect.settled} size={26} />
            </span>
          </PlanMarker>
        </div>
      ))}
    </>
  );
}
