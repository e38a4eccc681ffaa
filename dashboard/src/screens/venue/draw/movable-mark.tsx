import type { Position } from "@probewarden/contract";
import type { KeyboardEvent, ReactNode } from "react";
import { PlanMarker } from "../plan-marker.tsx";
import { keyStep, useDrag } from "./sketch-shapes.tsx";

/** A sensor or camera that is dragged to its place, or moved by arrows; chosen, it also goes where the plan is tapped. */
export function MovableMark({
  at,
  label,
  isChosen,
  onChoose,
  onMoved,
  children,
}: {
  at: Position;
  label: string;
  isChosen: boolean;
  onChoose: () => void;
  onMoved: (to: Position) => void;
  children: ReactNode;
}) {
  const drag = useDrag(onMoved);
  return (
    <PlanMarker
      at={drag.at ?? at}
      label={label}
      front={isChosen}
      onChoose={onChoose}
      onPointerDown={drag.handlers.onPointerDown}
      onPointerMove={drag.handlers.onPointerMove}
      onPointerUp={drag.handlers.onPointerUp}
      onPointerCancel={drag.handlers.onPointerCancel}
      onKeyDown={(event: KeyboardEvent) => {
        const by = keyStep(event);
        if (by === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        onMoved({ x: at.x + by.x, y: at.y + by.y });
      }}
    >
      <span className={isChosen ? "chosen" : ""}>{children}</span>
    </PlanMarker>
  );
}
