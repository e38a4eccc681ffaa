import type { Position } from "@probewarden/contract";
import L from "leaflet";
import { useEffect, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { toLatLng } from "./floor-canvas.ts";
import { usePlanMap } from "./plan-map.tsx";

/** A mark on the plan: its children stand at the place, centred, in the page's own React tree. */
export function PlanMarker({
  at,
  label,
  onChoose,
  front = false,
  children,
}: {
  at: Position;
  label: string;
  onChoose: () => void;
  front?: boolean;
  children: ReactNode;
}) {
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
    <button type="button" aria-label={label} title={label} onClick={onChoose}>
      {children}
    </button>,
    element,
  );
}

/** The ring in which half of the likelihood of a place lies. */
export function UncertaintyRing({ at, radiusMetres, band }: { at: Position; radiusMetres: number; band: string }) {
  const map = usePlanMap();
  const { x, y } = at;
  useEffect(() => {
    const ring = L.circle(toLatLng({ x, y }), {
      radius: radiusMetres,
      className: `ring ${band}`,
      interactive: false,
    }).addTo(map);
    return () => void ring.remove();
  }, [map, x, y, radiusMetres, band]);
  return null;
}
