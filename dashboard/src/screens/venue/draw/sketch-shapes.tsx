import type { Floor, Position } from "@probewarden/contract";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useText } from "../../../text/text.ts";
import { FloorSvg, usePointedAt } from "../floor-svg.tsx";
import { usePixelsPerMetre, usePlanMap } from "../plan-map.tsx";
import { pointsIn, type Chosen, type Corner, type Sketch } from "./sketch.ts";

/** Half of what a finger needs to hit a point. */
const HANDLE_PX = 9;
const FINGER_PX = 22;
/** As far as a key moves a point, in metres, and with Shift. */
export const KEY_METRES = 0.5;
const FAR_METRES = 5;

/** Where an arrow key moves to, in metres; undefined for another key. */
export function keyStep({ key, shiftKey }: { key: string; shiftKey: boolean }): Position | undefined {
  const metres = shiftKey ? FAR_METRES : KEY_METRES;
  const ways: Readonly<Record<string, Position>> = {
    ArrowLeft: { x: -metres, y: 0 },
    ArrowRight: { x: metres, y: 0 },
    ArrowUp: { x: 0, y: -metres },
    ArrowDown: { x: 0, y: metres },
  };
  return Object.hasOwn(ways, key) ? ways[key] : undefined;
}

const pointsText = (points: readonly Corner[]): string => points.map(([x, y]) => `${x},${y}`).join(" ");
export const sameChosen = (one: Chosen | undefined, other: Chosen): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Listens to taps on the plan itself, but not to those that move it. */
export function PlanTaps({ onTap }: { onTap: (at: Position) => void }) {
  const map = usePlanMap();
  const latest = useRef(onTap);
  latest.current = onTap;
  useEffect(() => {
    const tap = ({ latlng }: L.LeafletMouseEvent): void => latest.current({ x: latlng.lng, y: -latlng.lat });
    map.on("click", tap);
    return () => void map.off("click", tap);
  }, [map]);
  return null;
}

/** Walls and zones as they are drawn, the one in progress, the points of the chosen one, and the cross that keys move. */
export function SketchShapes(props: {
  floor: Floor;
  sketch: Sketch;
  chosen: Chosen | undefined;
  crossed: readonly number[];
  progress: readonly Corner[];
  isZone: boolean;
  cross: Position | undefined;
  /** Whether a shape can be chosen now: not while another is drawn over it. */
  mayChoose: boolean;
  onChoose: (chosen: Chosen) => void;
  onPoint: (point: number, to: Position) => void;
}) {
  const { sketch, chosen, progress, cross } = props;
  const metresPerPixel = 1 / usePixelsPerMetre();
  const last = progress.at(-1);
  const choose = (which: Chosen) => ({
    className: sameChosen(chosen, which) ? "chosen" : "",
    style: { pointerEvents: props.mayChoose ? ("auto" as const) : ("none" as const) },
    onClick: (event: { stopPropagation: () => void }) => {
      event.stopPropagation();
      props.onChoose(which);
    },
  });
  return (
    <FloorSvg floor={props.floor} pane="drawn" interactive>
      {sketch.zones.map(({ corners }, index) => (
        <g key={index} {...choose({ kind: "zone", index })}>
          <polygon className={props.crossed.includes(index) ? "zone crossed" : "zone"} points={pointsText(corners)} />
        </g>
      ))}
      {sketch.walls.map(({ points }, index) => (
        <g key={index} {...choose({ kind: "wall", index })}>
          <polyline className="finger" points={pointsText(points)} />
          <polyline className="wall" points={pointsText(points)} />
        </g>
      ))}
      {progress.length > 0 && (
        <polyline
          className={props.isZone ? "progress zone" : "progress wall"}
          points={pointsText([...progress, ...(cross && last ? [[cross.x, cross.y] as Corner] : [])])}
        />
      )}
      {progress.map(([x, y], index) => (
        <circle key={index} className="handle" cx={x} cy={y} r={(HANDLE_PX / 2) * metresPerPixel} />
      ))}
      {chosen &&
        pointsIn(sketch, chosen).map(([x, y], index) => (
          <Handle key={index} number={index + 1} at={{ x, y }} onMoved={(to) => props.onPoint(index, to)} />
        ))}
      {cross && (
        <g className="cross">
          <line x1={cross.x - 14 * metresPerPixel} x2={cross.x + 14 * metresPerPixel} y1={cross.y} y2={cross.y} />
          <line y1={cross.y - 14 * metresPerPixel} y2={cross.y + 14 * metresPerPixel} x1={cross.x} x2={cross.x} />
        </g>
      )}
    </FloorSvg>
  );
}

/** A point that is dragged, or moved by arrows; one step for each drag. */
function Handle({ number, at, onMoved }: { number: number; at: Position; onMoved: (to: Position) => void }) {
  const { t } = useText();
  const metresPerPixel = 1 / usePixelsPerMetre();
  const drag = useDrag(onMoved);
  const shown = drag.at ?? at;
  return (
    <g
      tabIndex={0}
      role="button"
      aria-label={t("draw.point", { n: number })}
      className="point"
      {...drag.handlers}
      onKeyDown={(event: KeyboardEvent) => {
        const by = keyStep(event);
        if (by === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        onMoved({ x: at.x + by.x, y: at.y + by.y });
      }}
    >
      <circle className="finger" cx={shown.x} cy={shown.y} r={FINGER_PX * metresPerPixel} />
      <circle className="handle" cx={shown.x} cy={shown.y} r={HANDLE_PX * metresPerPixel} />
    </g>
  );
}

/** Drags something by pointer; the plan under it stays where it is. */
export function useDrag(onMoved: (to: Position) => void) {
  const pointedAt = usePointedAt();
  const map = usePlanMap();
  const [at, setAt] = useState<Position>();
  const from = useRef<{ x: number; y: number } | undefined>(undefined);
  const end = (event: PointerEvent): void => {
    if (from.current === undefined) return;
    const isMoved = Math.hypot(event.clientX - from.current.x, event.clientY - from.current.y) > 3;
    from.current = undefined;
    map.dragging.enable();
    setAt(undefined);
    if (isMoved && event.type === "pointerup") onMoved(pointedAt(event));
  };
  return {
    at,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        from.current = { x: event.clientX, y: event.clientY };
        map.dragging.disable();
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event: PointerEvent) => {
        if (from.current !== undefined) setAt(pointedAt(event));
      },
      onPointerUp: end,
      onPointerCancel: end,
      onClick: (event: { stopPropagation: () => void }) => event.stopPropagation(),
    },
  };
}
