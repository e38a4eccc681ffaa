import type { Band, Floor, Place } from "@probewarden/contract";
import { widestFirst } from "../../venue/region-order.ts";

/** A floor with one place on it, to be looked at and not moved: the plan itself is a link away. */
export function SmallPlan({
  floor,
  place,
  band,
  label,
}: {
  floor: Floor;
  place: Place;
  band: Band | "settled";
  label: string;
}) {
  const { widthMetres: width, heightMetres: height } = floor;
  const { position, radiusMetres, regions } = place;
  // As wide as a line of the page whatever the floor measures.
  const mark = Math.max(width, height) / 60;
  const ring = (corners: readonly (readonly [number, number])[]): string =>
    `M${corners.map(([x, y]) => `${x} ${y}`).join("L")}Z`;
  return (
    <svg className={`small-plan ${band}`} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {floor.planUrl === undefined ? null : (
        <image className="floor-plan" href={floor.planUrl} width={width} height={height} preserveAspectRatio="none" />
      )}
      <rect width={width} height={height} className="edge" />
      {regions === undefined ? (
        <circle className="ring" cx={position.x} cy={position.y} r={radiusMetres} />
      ) : (
        widestFirst(regions).map(({ share, rings }) => (
          <path
            key={share}
            className={share > 0.5 ? "ring wide" : "ring"}
            fillRule="evenodd"
            d={rings.map(ring).join("")}
          />
        ))
      )}
      <circle className="point" cx={position.x} cy={position.y} r={mark} />
    </svg>
  );
}
