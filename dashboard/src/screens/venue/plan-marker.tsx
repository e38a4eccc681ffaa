import type { Position } from "@probewarden/contract";
import L from "leaflet";
import { useEffect, useState, type AriaAttributes, type DOMAttributes, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { toLatLng } from "./floor-canvas.ts";
import { endsDrag } from "./mark-layer.ts";
import { usePlanMap } from "./plan-map.tsx";

/** A mark on the plan: its children stand at the place, centred, in the page's own React tree. */
export function PlanMarker({
  at,
  label,
  onChoose,
  front = false,
  children,
  ...handlers
}: {
  at: Position;
  label: string;
  onChoose: () => void;
  front?: boolean;
  children: ReactNode;
} & DOMAttributes<HTMLButtonElement> &
  Pick<AriaAttributes, "aria-pressed">) {
  const map = usePlanMap();
  const [element] = useState(() => document.createElement("div"));
  const [marker, setMarker] = useState<L.Marker>();
  const { x, y } = at;

  useEffect(() => {
    const icon = L.divIcon({ html: element, className: "plan-mark", iconSize: [40, 40] });
    const made = L.marker([0, 0], { icon, keyboard: false, zIndexOffset: front ? 1000 : 0 }).addTo(map);
    setMarker(made);
    return () => void made.remove();
  }, [map, element, front]);
  useEffect(() => void marker?.setLatLng(toLatLng({ x, y })), [marker, x, y]);

  return createPortal(
    <button
      type="button"
      aria-label={label}
      title={label}
      {...handlers}
      onClick={(event) => {
        // Leaflet would take it for a click on the plan itself.
        event.stopPropagation();
        // What is dragged by itself has not dragged the plan.
        if (handlers.onPointerDown !== undefined || !endsDrag(map, event)) onChoose();
      }}
    >
      {children}
    </button>,
    element,
  );
}
