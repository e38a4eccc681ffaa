import type { Floor, Position } from "@probewarden/contract";
import L from "leaflet";
import { useEffect, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { toLatLng } from "./floor-canvas.ts";
import { usePlanMap } from "./plan-map.tsx";
import "./drawn.css";

const SVG = "http://www.w3.org/2000/svg";

/** Shapes on the plan in metres of the floor. Children are elements of SVG; lines keep their width by `non-scaling-stroke`. */
export function FloorSvg({
  floor: { widthMetres, heightMetres },
  pane,
  interactive = false,
  children,
}: {
  floor: Pick<Floor, "widthMetres" | "heightMetres">;
  pane: string;
  /** Whether its shapes can be pointed at; what does not take a pointer lets it through to the plan. */
  interactive?: boolean;
  children: ReactNode;
}) {
  const map = usePlanMap();
  const [svg] = useState(() => document.createElementNS(SVG, "svg"));
  useEffect(() => {
    svg.setAttribute("viewBox", `0 0 ${widthMetres} ${heightMetres}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.classList.add("floor-svg");
    if (map.getPane(pane) === undefined) map.createPane(pane);
    const corners = L.latLngBounds(toLatLng({ x: 0, y: heightMetres }), toLatLng({ x: widthMetres, y: 0 }));
    const overlay = L.svgOverlay(svg, corners, { pane, interactive }).addTo(map);
    return () => void overlay.remove();
  }, [map, svg, pane, interactive, widthMetres, heightMetres]);
  return createPortal(children, svg);
}

/** Where on the floor a pointer is, in metres. */
export function usePointedAt(): (event: { clientX: number; clientY: number }) => Position {
  const map = usePlanMap();
  return (event) => {
    const { left, top } = map.getContainer().getBoundingClientRect();
    const { lat, lng } = map.containerPointToLatLng([event.clientX - left, event.clientY - top]);
    return { x: lng, y: -lat };
  };
}
