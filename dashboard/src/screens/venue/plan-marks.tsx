import type { Position } from "@probewarden/contract";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { MarkShape, SensorShape } from "../../components/marks.tsx";
import { shownScale } from "../../components/shown-scale.ts";
import { useText } from "../../text/text.ts";
import { toLatLng } from "./floor-canvas.ts";
import { MarkLayer } from "./mark-layer.ts";
import { usePixelsPerMetre, usePlanMap } from "./plan-map.tsx";
import { sceneOf, sensorShape, suspectShape, type OnFloor, type PlanScene } from "./plan-scene.ts";
import { RegionLayer } from "./region-layer.ts";
import type { Moving } from "./time/play-clock.ts";

/** A cluster that is clicked comes so many steps nearer: twice and a half as large. */
const NEARER = 1.3;
const BANDS = ["watch", "suspected", "strong"] as const;
const SENSOR_STATES: readonly ShownSensor["state"][] = [
  "hearing",
  "deaf",
  "offline",
  "stopped",
  "never-seen",
  "unknown",
];
const MARKS = BANDS.flatMap((band) =>
  (["active", "silent"] as const).flatMap((state) => [true, false].map((settled) => ({ band, state, settled }))),
);

/** Every shape that a mark may have, once and unseen: the marks themselves are copies. */
function Shapes() {
  return (
    <>
      {MARKS.map((mark) => (
        <i key={suspectShape(mark)} data-shape={suspectShape(mark)}>
          <MarkShape {...mark} size={26} />
        </i>
      ))}
      {SENSOR_STATES.map((state) => (
        <i key={state} data-shape={sensorShape(state)}>
          <SensorShape state={state} size={18} />
        </i>
      ))}
    </>
  );
}

/** Sensors and suspects on the plan: those that are given, or while it plays, those of the frame that the clock stands at. */
export function PlanMarks({
  onFloor,
  widthMetres,
  moving,
  chosen,
  onSuspect,
  onSensor,
}: {
  onFloor: OnFloor;
  /** Of the floor. */
  widthMetres: number;
  moving: Moving<OnFloor> | undefined;
  /** The mark that was chosen. */
  chosen: string | undefined;
  onSuspect: (id: string) => void;
  onSensor: (id: string) => void;
}) {
  const map = usePlanMap();
  const pixelsPerMetre = usePixelsPerMetre();
  const { t, code, language } = useText();
  const shapes = useRef<HTMLDivElement>(null);
  const [layers, setLayers] = useState<{ marks: MarkLayer; regions: RegionLayer }>();
  const press = useRef({ onSuspect, onSensor });
  useEffect(() => {
    press.current = { onSuspect, onSensor };
  });
  useLayoutEffect(() => {
    const copyOf = (name: string): Node | undefined =>
      shapes.current?.querySelector(`[data-shape="${name}"]`)?.firstElementChild?.cloneNode(true);
    const made = { marks: new MarkLayer(copyOf).addTo(map), regions: new RegionLayer(map) };
    setLayers(made);
    return () => {
      made.marks.remove();
      made.regions.draw([]);
    };
  }, [map]);

  /** What is drawn of a picture, worked out once for each as large as it is looked at. */
  const sceneFor = useMemo(() => {
    const known = new WeakMap<OnFloor, PlanScene>();
    const onCluster = (at: Position, first: string): void => {
      if (map.getZoom() >= map.getMaxZoom()) press.current.onSuspect(first);
      else map.setView(toLatLng(at), map.getZoom() + NEARER, { animate: false });
    };
    const looked = {
      // In pixels of the marks, which are larger on a wall.
      pixelsPerMetre: pixelsPerMetre / shownScale(),
      widthMetres,
      chosen,
      words: { t, code },
      onSuspect: (id: string) => press.current.onSuspect(id),
      onSensor: (id: string) => press.current.onSensor(id),
      onCluster,
    };
    return (picture: OnFloor): PlanScene => {
      const before = known.get(picture);
      if (before !== undefined) return before;
      const scene = sceneOf(picture, looked);
      known.set(picture, scene);
      return scene;
    };
  }, [map, pixelsPerMetre, widthMetres, chosen, language]);

  useLayoutEffect(() => {
    if (layers === undefined) return undefined;
    const draw = (): void => {
      const { marks, regions } = sceneFor(moving?.frame() ?? onFloor);
      layers.marks.draw(marks);
      layers.regions.draw(regions);
    };
    draw();
    return moving?.subscribe(draw);
  }, [layers, sceneFor, moving, onFloor]);

  return (
    <div hidden ref={shapes}>
      <Shapes />
    </div>
  );
}
