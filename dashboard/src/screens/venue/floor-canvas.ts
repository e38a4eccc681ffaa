import L from "leaflet";
import type { Position } from "@probewarden/contract";

/** What a painter gets: the context, a floor position in pixels of the canvas, and pixels per metre. */
export interface FloorView {
  context: CanvasRenderingContext2D;
  toPixel: (at: Position) => { x: number; y: number };
  pixelsPerMetre: number;
}

export type Painter = (view: FloorView) => void;

/** Place on a floor in Leaflet's plain coordinates: y grows upwards there, downwards on a plan. */
export const toLatLng = ({ x, y }: Position): L.LatLngTuple => [-y, x];

/**
 * A canvas over the plan, painted anew whenever the map has moved or the picture is another: once in a frame, for whatever number of reasons,
 * when the page is laid out anyway.
 */
export class FloorCanvas extends L.Layer {
  private readonly canvas: HTMLCanvasElement;
  private readonly pane: string;
  private paint: Painter;
  private map: L.Map | undefined;
  private frame: number | undefined;

  constructor(pane: string, paint: Painter) {
    super();
    this.pane = pane;
    this.paint = paint;
    this.canvas = L.DomUtil.create("canvas", "leaflet-layer floor-canvas");
  }

  override onAdd(map: L.Map): this {
    this.map = map;
    (map.getPane(this.pane) ?? map.createPane(this.pane)).append(this.canvas);
    map.on("moveend zoomend resize", this.redraw);
    this.redraw();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off("moveend zoomend resize", this.redraw);
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    this.canvas.remove();
    this.map = undefined;
    return this;
  }

  /** Takes another painter and paints. */
  setPainter(paint: Painter): void {
    this.paint = paint;
    this.redraw();
  }

  private readonly redraw = (): void => {
    this.frame ??= requestAnimationFrame(this.draw);
  };

  private readonly draw = (): void => {
    this.frame = undefined;
    const { map, canvas } = this;
    const context = canvas.getContext("2d");
    if (!map || !context) return;
    const size = map.getSize();
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    canvas.width = size.x * devicePixelRatio;
    canvas.height = size.y * devicePixelRatio;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    context.scale(devicePixelRatio, devicePixelRatio);
    const toPixel = (at: Position) => map.latLngToContainerPoint(toLatLng(at));
    this.paint({ context, toPixel, pixelsPerMetre: toPixel({ x: 1, y: 0 }).x - toPixel({ x: 0, y: 0 }).x });
  };
}
