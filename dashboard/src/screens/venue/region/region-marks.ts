import { needsAnybody, type VenueNeeds } from "../all/rank-venues.ts";

/** Metres of a degree of latitude, and of longitude at the equator. */
const METRES_PER_DEGREE = 111_320;
/** Marks closer than this cover each other, as a finger sees it. */
const APART_PX = 48;
/** A region smaller than this is drawn as if it were as large: one venue alone has no extent. */
const LEAST_METRES = 400;
/** Of what is shown, so much is left free at each edge. */
const EDGE_SHARE = 0.08;

/** A venue on the plane of its region: metres east and south of the region's middle. */
export interface Spot {
  needs: VenueNeeds;
  x: number;
  y: number;
}

/** What is looked at, in metres on the plane. */
export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One mark: a venue, or several that would cover each other. */
export interface RegionMark {
  /** The middle of its venues, in pixels. */
  x: number;
  y: number;
  /** What needs a person most first. */
  spots: Spot[];
  waiting: number;
}

/** Venues that say where they are, in the order given, on one plane: true to a few parts in a thousand across a city, a sketch across a country. */
export function spotsOf(ranked: readonly VenueNeeds[]): Spot[] {
  const located = ranked.flatMap((needs) =>
    needs.venue.location === undefined ? [] : [{ needs, ...needs.venue.location }],
  );
  const middle = (values: number[]): number =>
    (values.reduce((a, b) => Math.min(a, b), Infinity) + values.reduce((a, b) => Math.max(a, b), -Infinity)) / 2;
  const north = middle(located.map(({ latitudeDegrees }) => latitudeDegrees));
  const east = middle(located.map(({ longitudeDegrees }) => longitudeDegrees));
  const narrowing = Math.cos((north * Math.PI) / 180);
  return located.map(({ needs, latitudeDegrees, longitudeDegrees }) => ({
    needs,
    x: (longitudeDegrees - east) * METRES_PER_DEGREE * narrowing,
    y: (north - latitudeDegrees) * METRES_PER_DEGREE,
  }));
}

/** The frame that holds these spots with some room around. */
export function frameOf(spots: readonly Spot[]): Frame {
  const [left, right, top, bottom] = spots.reduce(
    ([l, r, t, b], { x, y }) => [Math.min(l, x), Math.max(r, x), Math.min(t, y), Math.max(b, y)],
    [Infinity, -Infinity, Infinity, -Infinity],
  );
  if (spots.length === 0) return { x: 0, y: 0, width: LEAST_METRES, height: LEAST_METRES };
  const width = Math.max(LEAST_METRES, right - left) * (1 + 2 * EDGE_SHARE);
  const height = Math.max(LEAST_METRES, bottom - top) * (1 + 2 * EDGE_SHARE);
  return { x: (left + right) / 2 - width / 2, y: (top + bottom) / 2 - height / 2, width, height };
}

/** Whether all of these stand at one place: coming nearer would part none of them. */
export const isOnePlace = (spots: readonly Spot[]): boolean =>
  spots.every(({ x, y }) => Math.hypot(x - (spots[0]?.x ?? 0), y - (spots[0]?.y ?? 0)) < LEAST_METRES / 20);

export const isWithinFrame = ({ x, y }: Spot, frame: Frame): boolean =>
  x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + frame.height;

/** How a frame is drawn in so many pixels: all of it, in the middle, equally in both directions. */
export interface View {
  pixelsPerMetre: number;
  toPixel: (at: { x: number; y: number }) => { x: number; y: number };
}

export function viewOf(frame: Frame, widthPx: number, heightPx: number): View {
  const pixelsPerMetre = Math.min(widthPx / frame.width, heightPx / frame.height);
  const [middleX, middleY] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  return {
    pixelsPerMetre,
    toPixel: ({ x, y }) => ({
      x: widthPx / 2 + (x - middleX) * pixelsPerMetre,
      y: heightPx / 2 + (y - middleY) * pixelsPerMetre,
    }),
  };
}

/**
 * Joins spots that would cover each other as they are drawn now, what needs a person most in front.
 * @param spots in the order in which they need a person
 */
export function marksOf(spots: readonly Spot[], { toPixel }: View): RegionMark[] {
  const squares = new Map<string, Spot[]>();
  for (const spot of spots) {
    const { x, y } = toPixel(spot);
    const key = `${Math.floor(x / APART_PX)} ${Math.floor(y / APART_PX)}`;
    const square = squares.get(key);
    if (square) square.push(spot);
    else squares.set(key, [spot]);
  }
  // Two that stand on either side of a square's edge cover each other all the same.
  const groups: { at: { x: number; y: number }; spots: Spot[] }[] = [];
  for (const own of squares.values()) {
    const at = middleOf(own, toPixel);
    const near = groups.find((group) => Math.hypot(group.at.x - at.x, group.at.y - at.y) < APART_PX * 0.9);
    if (near === undefined) groups.push({ at, spots: own });
    else {
      near.spots = [...near.spots, ...own];
      near.at = middleOf(near.spots, toPixel);
    }
  }
  const order = new Map(spots.map((spot, index) => [spot, index]));
  return groups
    .map(({ at, spots: own }) => ({
      ...at,
      spots: own.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
      waiting: own.filter(({ needs }) => needsAnybody(needs)).length,
    }))
    .toSorted((a, b) => (order.get(a.spots[0]!) ?? 0) - (order.get(b.spots[0]!) ?? 0));
}

function middleOf(spots: readonly Spot[], toPixel: View["toPixel"]): { x: number; y: number } {
  const sum = spots.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return toPixel({ x: sum.x / spots.length, y: sum.y / spots.length });
}

/** The longest round length that is no longer than so many pixels: 1, 2 or 5 times a power of ten, in metres. */
export function scaleBarMetres(pixelsPerMetre: number, mostPx = 140): number {
  const most = mostPx / pixelsPerMetre;
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([5, 2].find((step) => step * power <= most) ?? 1);
}

/** Venues without a place, by their district; what needs a person most first, districts too. Those of none stand under an empty name. */
export function districtsOf(
  ranked: readonly VenueNeeds[],
): { district: string; venues: VenueNeeds[]; waiting: number }[] {
  const groups = new Map<string, VenueNeeds[]>();
  for (const needs of ranked) {
    if (needs.venue.location !== undefined) continue;
    const key = needs.venue.district ?? "";
    const group = groups.get(key);
    if (group) group.push(needs);
    else groups.set(key, [needs]);
  }
  return [...groups].map(([district, venues]) => ({
    district,
    venues,
    waiting: venues.filter(needsAnybody).length,
  }));
}
