import type { Position } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { SensorShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";
import { placeNames } from "./mark-place.ts";
import { usePixelsPerMetre } from "./plan-map.tsx";
import { PlanMarker } from "./plan-marker.tsx";

/** The sensors on the plan, each with its name where that covers nothing. */
export function SensorMarks({
  sensors,
  suspects,
  onSensor,
}: {
  sensors: readonly ShownSensor[];
  /** Marks of suspects: their place in metres, and how far aside they are drawn. */
  suspects: readonly { at: Position; asidePx: Position }[];
  onSensor: (sensorId: string) => void;
}) {
  const { code } = useText();
  const scale = usePixelsPerMetre();
  const placed = sensors.flatMap((sensor) => (sensor.position ? [{ sensor, position: sensor.position }] : []));
  const sides = placeNames(
    placed.map(({ sensor, position }) => ({ at: { x: position.x * scale, y: position.y * scale }, name: sensor.name })),
    suspects.map(({ at, asidePx }) => ({ x: at.x * scale + asidePx.x, y: at.y * scale + asidePx.y })),
  );
  return placed.map(({ sensor, position }, at) => (
    <PlanMarker
      key={sensor.sensorId}
      at={position}
      label={`${sensor.name} · ${code("sensor", sensor.state)}`}
      onChoose={() => onSensor(sensor.sensorId)}
    >
      <SensorShape state={sensor.state} size={18} />
      {sides[at] && <span className={`mark-label ${sides[at]}`}>{sensor.name}</span>}
    </PlanMarker>
  ));
}
