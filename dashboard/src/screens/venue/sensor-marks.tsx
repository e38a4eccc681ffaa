import type { Position } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { SensorShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";
import { placeNames } from "./mark-place.ts";
import type { LoadSource } from "./time/load-cells.ts";
import { meanText } from "./time/past-list.tsx";
import { usePixelsPerMetre } from "./plan-map.tsx";
import { PlanMarker } from "./plan-marker.tsx";

/** The sensors on the plan, each with its name where that covers nothing. */
export function SensorMarks({
  sensors,
  load = [],
  suspects,
  onSensor,
}: {
  sensors: readonly ShownSensor[];
  /** What they hear of phones, where that is looked at. */
  load?: readonly LoadSource[] | undefined;
  /** Marks of suspects: their place in metres, and how far aside they are drawn. */
  suspects: readonly { at: Position; asidePx: Position }[];
  onSensor: (sensorId: string) => void;
}) {
  const { t, code } = useText();
  const scale = usePixelsPerMetre();
  const heard = new Map(load.map((one) => [one.sensorId, one]));
  const placed = sensors.flatMap((sensor) => {
    if (sensor.position === undefined) return [];
    const own = heard.get(sensor.sensorId);
    // The figures stand in the place of the name: the layer is about them, and the name is under the pointer.
    const figures =
      own &&
      t("layer.load1", {
        requests: meanText(own.probeRequests, t("layer.few")),
        devices: meanText(own.devices, t("layer.few")),
      });
    return [{ sensor, position: sensor.position, name: figures ?? sensor.name }];
  });
  const sides = placeNames(
    placed.map(({ position, name }) => ({ at: { x: position.x * scale, y: position.y * scale }, name })),
    suspects.map(({ at, asidePx }) => ({ x: at.x * scale + asidePx.x, y: at.y * scale + asidePx.y })),
  );
  return placed.map(({ sensor, position, name }, at) => (
    <PlanMarker
      key={sensor.sensorId}
      at={position}
      // What is seen beside the mark is part of its name, as who speaks to the page would say it.
      label={[sensor.name, code("sensor", sensor.state), ...(name === sensor.name ? [] : [name])].join(" · ")}
      onChoose={() => onSensor(sensor.sensorId)}
    >
      <SensorShape state={sensor.state} size={18} />
      {sides[at] && <span className={`mark-label ${sides[at]}`}>{name}</span>}
    </PlanMarker>
  ));
}
