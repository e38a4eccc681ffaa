import type { Place, Position } from "@probewarden/contract";
import { useMemo } from "react";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { MarkShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";
import { clusterMarks, FEW } from "./cluster-marks.ts";
import { toLatLng } from "./floor-canvas.ts";
import { marksAside } from "./mark-place.ts";
import type { MarkedSuspect } from "./marked-suspect.ts";
import { usePixelsPerMetre, usePlanMap } from "./plan-map.tsx";
import { PlanMarker, UncertaintyRegions } from "./plan-marker.tsx";
import { SensorMarks } from "./sensor-marks.tsx";
import type { LoadSource } from "./time/load-cells.ts";

export interface PlacedSuspect extends MarkedSuspect {
  place: Place;
}

/** A cluster that is clicked comes so many steps nearer: twice and a half as large. */
const NEARER = 1.3;

/**
 * Sensors and suspects on the plan, none of which covers another. Of many suspects those that would cover each other are one mark with their
 * number, and only the chosen one has its regions.
 */
export function PlanMarks(props: {
  sensors: readonly ShownSensor[];
  suspects: readonly PlacedSuspect[];
  /** The mark that was chosen. */
  chosen: string | undefined;
  load: readonly LoadSource[] | undefined;
  onSuspect: (id: string) => void;
  onSensor: (id: string) => void;
}) {
  const { t } = useText();
  const { suspects, sensors, chosen } = props;
  const map = usePlanMap();
  const scale = usePixelsPerMetre();
  const { single, clusters } = useMemo(() => clusterMarks(suspects, scale, chosen), [suspects, scale, chosen]);
  const aside = useMemo(() => {
    const inPixels = ({ x, y }: Position): Position => ({ x: x * scale, y: y * scale });
    return marksAside(
      [...single.map(({ place }) => place.position), ...clusters.map(({ at }) => at)].map(inPixels),
      sensors.flatMap(({ position }) => (position === undefined ? [] : [inPixels(position)])),
    );
  }, [single, clusters, sensors, scale]);
  // The whole mark goes aside, so that what is under its place can be pressed.
  const moved = ({ x, y }: Position, by: Position = { x: 0, y: 0 }): Position => ({
    x: x + by.x / scale,
    y: y + by.y / scale,
  });
  const openCluster = (at: Position, first: string): void => {
    if (map.getZoom() >= map.getMaxZoom()) props.onSuspect(first);
    else map.setView(toLatLng(at), map.getZoom() + NEARER, { animate: false });
  };
  return (
    <>
      <SensorMarks
        sensors={sensors}
        load={props.load}
        suspects={[...single.map(({ place }) => place.position), ...clusters.map(({ at }) => at)].map((at, mark) => ({
          at,
          asidePx: aside[mark] ?? { x: 0, y: 0 },
        }))}
        onSensor={props.onSensor}
      />
      {single.map((suspect, at) => (
        <div key={suspect.suspectId}>
          {(suspects.length <= FEW || suspect.suspectId === chosen) && (
            <UncertaintyRegions place={suspect.place} band={suspect.settled ? "settled" : suspect.band} />
          )}
          <PlanMarker
            at={moved(suspect.place.position, aside[at])}
            front
            label={suspect.label}
            onChoose={() => props.onSuspect(suspect.suspectId)}
          >
            <span className={chosen === suspect.suspectId ? "chosen" : undefined}>
              <MarkShape band={suspect.band} state={suspect.state} settled={suspect.settled} size={26} />
            </span>
          </PlanMarker>
        </div>
      ))}
      {clusters.map(({ at, marks }, index) => {
        const [first] = marks;
        return (
          first && (
            <PlanMarker
              key={first.suspectId}
              at={moved(at, aside[single.length + index])}
              front
              label={t("venue.cluster", { n: marks.length, first: first.label })}
              onChoose={() => openCluster(at, first.suspectId)}
            >
              <span>
                <MarkShape band={first.band} state={first.state} settled={first.settled} size={26} />
              </span>
              <span className="cluster-count num">{marks.length}</span>
            </PlanMarker>
          )
        );
      })}
    </>
  );
}
