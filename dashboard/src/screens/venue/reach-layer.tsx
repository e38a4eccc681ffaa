import type { Floor, Position } from "@probewarden/contract";
import { useMemo } from "react";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { useText } from "../../text/text.ts";
import { heardDiscs, type Disc } from "./coverage.ts";
import { FloorSvg } from "./floor-svg.tsx";
import { PaintedLayer } from "./plan-map.tsx";
import { ENOUGH, nextSensor, reachOf, sharesOf } from "./reach.ts";
import { cellsPainter } from "./time/past-painters.ts";

/** How much is seen of what one, two, three and more hear; what nobody hears is hatched. */
const ALPHAS = [0, 0.14, 0.3, 0.5];

/** By how many sensors a phone is heard on a floor, and where one more would do most. */
export interface FloorReach {
  discs: readonly Disc[];
  cells: ReturnType<typeof reachOf>;
  next: Position | undefined;
  /** As far as the next one would hear. */
  radiusMetres: number;
}

/** What the sensors that hear now reach; the next one is proposed beside all that hang there, for a deaf one is to be mended. */
export function useFloorReach(floor: Floor, sensors: readonly ShownSensor[], isShown: boolean): FloorReach | undefined {
  return useMemo(() => {
    if (!isShown) return undefined;
    const radiusMetres = sensors[0]?.hearingRadiusMetres;
    const discs = heardDiscs(sensors, floor.floorId);
    const hung = heardDiscs(
      sensors.map((sensor) => ({ ...sensor, state: "hearing" as const })),
      floor.floorId,
    );
    return {
      discs,
      cells: reachOf(floor, discs),
      next: radiusMetres === undefined ? undefined : nextSensor(reachOf(floor, hung), radiusMetres),
      radiusMetres: radiusMetres ?? 0,
    };
  }, [floor, sensors, isShown]);
}

export function ReachLayer({ floor, reach }: { floor: Floor; reach: FloorReach }) {
  const { cells, discs, next, radiusMetres } = reach;
  const paint = useMemo(
    () => cellsPainter(cells, "--ok", (cell) => ALPHAS[cells.heardBy[cell] ?? 0] ?? 0, discs),
    [cells, discs],
  );
  return (
    <>
      <PaintedLayer pane="heat" paint={paint} />
      {next && (
        <FloorSvg floor={floor} pane="drawn">
          <g className="next-sensor">
            <circle cx={next.x} cy={next.y} r={radiusMetres} />
            <path d={`M${next.x - 1.2} ${next.y}h2.4M${next.x} ${next.y - 1.2}v2.4`} />
          </g>
        </FloorSvg>
      )}
    </>
  );
}

/** What the shades mean, as shares of the floor, and where the next sensor would go. */
export function ReachLegend({ reach }: { reach: FloorReach }) {
  const { t } = useText();
  const shares = sharesOf(reach.cells).map((share) => Math.round(100 * share));
  return (
    <>
      <span className="reach-steps num">
        {/* What nobody hears stands above, with its hatch. */}
        {shares.slice(1).map((share, before) => (
          <span key={before}>
            <span className={`swatch reach-${before + 1}`} aria-hidden="true" />
            {t(before + 1 < ENOUGH ? "reach.some" : "reach.enough", { n: before + 1, share })}
          </span>
        ))}
      </span>
      <span>
        {reach.next ? t("reach.next", { x: Math.round(reach.next.x), y: Math.round(reach.next.y) }) : t("reach.noNext")}
      </span>
      <span className="muted">{t("reach.more", { radius: Math.round(reach.radiusMetres) })}</span>
    </>
  );
}
