import type { Place } from "@probewarden/contract";
import L from "leaflet";
import { toLatLng } from "./floor-canvas.ts";
import { widestFirst } from "./region-order.ts";

/** Where a suspect most likely stands, as it is to be drawn. */
export interface PlanRegion {
  key: string;
  place: Place;
  /** The band whose colour it has, or `settled`. */
  band: string;
}

/** The regions in which suspects most likely stand, islands and holes included; for a place told before there were any, a ring. */
export class RegionLayer {
  readonly #map: L.Map;
  readonly #drawn = new Map<string, { place: Place; look: string; shapes: L.Path[] }>();

  constructor(map: L.Map) {
    this.#map = map;
  }

  /** Draws these and no others. */
  draw(regions: readonly PlanRegion[]): void {
    const gone = new Set(this.#drawn.keys());
    for (const { key, place, band } of regions) {
      gone.delete(key);
      const before = this.#drawn.get(key);
      if (before?.place === place && before.look.endsWith(` ${band}`)) continue;
      // A place is another object with each answer of the server: what is drawn anew is what looks different.
      const look = `${JSON.stringify({ ...place, floorProbability: undefined })} ${band}`;
      if (before?.look === look) {
        before.place = place;
        continue;
      }
      this.#remove(key);
      const shapes = shapesOf(place, band);
      for (const shape of shapes) shape.addTo(this.#map);
      this.#drawn.set(key, { place, look, shapes });
    }
    for (const key of gone) this.#remove(key);
  }

  #remove(key: string): void {
    for (const shape of this.#drawn.get(key)?.shapes ?? []) shape.remove();
    this.#drawn.delete(key);
  }
}

function shapesOf({ position, radiusMetres, regions }: Place, band: string): L.Path[] {
  if (regions === undefined)
    return [L.circle(toLatLng(position), { radius: radiusMetres, className: `ring ${band}`, interactive: false })];
  return widestFirst(regions).map(({ share, rings }) =>
    L.polygon(
      rings.map((ring) => ring.map(([x, y]) => toLatLng({ x, y }))),
      { className: share > 0.5 ? `ring wide ${band}` : `ring ${band}`, interactive: false },
    ),
  );
}
