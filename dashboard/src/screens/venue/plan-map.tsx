import type { Floor } from "@probewarden/contract";
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { createContext, use, useEffect, useRef, useState, type KeyboardEventHandler, type ReactNode } from "react";
import { useText } from "../../text/text.ts";
import { FloorCanvas, toLatLng, type Painter } from "./floor-canvas.ts";
import type { Moving } from "./time/play-clock.ts";

const MapContext = createContext<L.Map | undefined>(undefined);

/** The Leaflet map that a child of {@link PlanMap} draws on. */
export function usePlanMap(): L.Map {
  const map = use(MapContext);
  if (!map) throw new Error("usePlanMap is for children of PlanMap");
  return map;
}

/** How large the plan is drawn now. With `CRS.Simple`, zoom 0 draws a metre as a pixel, and each step doubles it. */
export function usePixelsPerMetre(): number {
  const map = usePlanMap();
  const [zoom, setZoom] = useState(map.getZoom());
  useEffect(() => {
    const take = (): void => setZoom(map.getZoom());
    take();
    map.on("zoomend", take);
    return () => void map.off("zoomend", take);
  }, [map]);
  return 2 ** zoom;
}

const boundsOf = (floor: Floor): L.LatLngBounds =>
  L.latLngBounds(toLatLng({ x: 0, y: floor.heightMetres }), toLatLng({ x: floor.widthMetres, y: 0 }));

/** The plan of one floor in metres, with its children drawn on it. */
export function PlanMap({
  floor,
  describedBy,
  onKeyDown,
  children,
}: {
  floor: Floor;
  /** Takes the keys that would move the plan. */
  onKeyDown?: KeyboardEventHandler;
  /** Id of the text that says what the plan shows. */
  describedBy: string;
  children: ReactNode;
}) {
  const { t } = useText();
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<L.Map>();
  const hasKeys = onKeyDown !== undefined;

  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const bounds = boundsOf(floor);
    const made = L.map(element, {
      crs: L.CRS.Simple,
      minZoom: -2,
      maxZoom: 7,
      zoomSnap: 0,
      zoomAnimation: false,
      attributionControl: false,
      zoomControl: false,
      keyboard: !hasKeys,
      maxBounds: bounds.pad(0.6),
    });
    L.control
      .zoom({ position: "topright", zoomInTitle: t("venue.zoomIn"), zoomOutTitle: t("venue.zoomOut") })
      .addTo(made);
    made.createPane("floor");
    L.rectangle(bounds, { className: "floor-edge", interactive: false, pane: "floor" }).addTo(made);
    if (floor.planUrl !== undefined) L.imageOverlay(floor.planUrl, bounds, { className: "floor-plan" }).addTo(made);
    // What the user has moved or zoomed to stays through a resize; until then the whole floor is shown.
    let isFitted = true;
    let isFitting = false;
    const fit = (): void => {
      isFitting = true;
      made.fitBounds(bounds, { padding: [24, 24], animate: false });
      isFitting = false;
    };
    fit();
    const { x, y } = made.getSize();
    let seen = `${x} ${y}`;
    made.on("zoomstart dragstart", () => {
      if (!isFitting) isFitted = false;
    });
    const observer = new ResizeObserver(() => {
      // It begins by telling the size that is known.
      const told = `${element.clientWidth} ${element.clientHeight}`;
      if (told === seen) return;
      seen = told;
      made.invalidateSize({ animate: false, pan: false });
      if (isFitted) fit();
    });
    observer.observe(element);
    setMap(made);
    return () => {
      observer.disconnect();
      setMap(undefined);
      made.remove();
    };
    // A floor is a new map; its words and its row in the cache are not.
  }, [floor.floorId, floor.widthMetres, floor.heightMetres, floor.planUrl]);

  return (
    <div className="plan">
      <div
        ref={holder}
        className="plan-map"
        role="application"
        aria-label={t("venue.plan", { floor: floor.name })}
        aria-describedby={describedBy}
        {...(hasKeys && { tabIndex: 0, onKeyDown })}
      />
      {map && <MapContext value={map}>{children}</MapContext>}
    </div>
  );
}

/** A painted layer of the plan. While the plan plays it is painted anew where a frame has another picture, beside React. */
export function PaintedLayer({
  pane,
  paint,
  moving,
}: {
  pane: string;
  paint: Painter;
  moving?: Moving<Painter> | undefined;
}) {
  const map = usePlanMap();
  const [layer, setLayer] = useState<FloorCanvas>();
  useEffect(() => {
    const made = new FloorCanvas(pane, () => undefined).addTo(map);
    setLayer(made);
    return () => void made.remove();
  }, [map, pane]);
  useEffect(() => {
    if (layer === undefined) return undefined;
    let last: Painter | undefined;
    const draw = (): void => {
      const now = moving?.frame() ?? paint;
      if (now !== last) layer.setPainter(now);
      last = now;
    };
    draw();
    return moving?.subscribe(draw);
  }, [layer, paint, moving]);
  return null;
}
