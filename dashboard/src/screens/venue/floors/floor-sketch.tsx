import type { Floor, FloorDrawing, PlaceRegion, Position } from "@probewarden/contract";
import { useId, useMemo, type ReactNode } from "react";
import { BandShape, CameraShape, SensorShape } from "../../../components/marks.tsx";
import { marksAside } from "../mark-place.ts";
import { heardDiscs } from "../coverage.ts";
import { widestFirst } from "../region-order.ts";
import type { FloorFacts } from "./floor-facts.ts";

/** Marks and regions of so many transmitters are drawn, what needs a person first: of more a small picture is a blot, and the figures say how many. */
const MOST_DRAWN = 12;
/** About as wide as a picture is drawn. */
const PICTURE_PX = 360;
/** A mark's side as a share of the picture's: some 18 px. */
const MARK_SHARE = 1 / 20;
/** Lines of the hatch across the picture. */
const HATCHES = 48;

/** A small picture of a floor, as it is or as it was known: plan, walls, who hears, what nobody hears, where suspects most likely stand. To be looked at; its words stand beside it. */
export function FloorSketch({
  floor,
  facts,
  drawing,
}: {
  floor: Floor;
  facts: FloorFacts;
  drawing: FloorDrawing | undefined;
}) {
  const id = useId();
  const { widthMetres: width, heightMetres: height, planUrl } = floor;
  const side = Math.max(width, height);
  const mark = side * MARK_SHARE;
  const discs = useMemo(() => heardDiscs(facts.sensors, floor.floorId), [facts.sensors, floor.floorId]);
  const drawn = facts.found
    .slice(0, MOST_DRAWN)
    .flatMap(({ place, ...one }) => (place === undefined ? [] : [{ ...one, place }]));
  const inPixels = ({ x, y }: Position): Position => ({ x: (x * PICTURE_PX) / side, y: (y * PICTURE_PX) / side });
  // In a small picture aside is far: only what would hide a sensor goes there.
  const isCovered = (sensor: Position): boolean =>
    drawn.some(({ place: { position } }) => Math.hypot(position.x - sensor.x, position.y - sensor.y) < mark / 2);
  const aside = marksAside(
    drawn.map(({ place }) => inPixels(place.position)),
    facts.sensors.flatMap(({ position }) =>
      position === undefined || !isCovered(position) ? [] : [inPixels(position)],
    ),
  );
  return (
    <svg className="floor-sketch" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <defs>
        <pattern
          id={`${id}hatch`}
          width={side / HATCHES}
          height={side / HATCHES}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path className="hatch" d={`M0 0V${side / HATCHES}`} strokeWidth={side / HATCHES / 5} />
        </pattern>
        <mask id={`${id}unheard`}>
          <rect width={width} height={height} fill="white" />
          {discs.map(({ centre, radiusMetres }, index) => (
            <circle key={index} cx={centre.x} cy={centre.y} r={radiusMetres} fill="black" />
          ))}
        </mask>
      </defs>
      <rect className="ground" width={width} height={height} />
      {planUrl !== undefined && (
        <image className="floor-plan" href={planUrl} width={width} height={height} preserveAspectRatio="none" />
      )}
      {drawing?.walls.map(({ points }, index) => (
        <polyline key={index} className="wall" points={points.map(([x, y]) => `${x},${y}`).join(" ")} />
      ))}
      {drawing?.zones.map(({ corners }, index) => (
        <polygon key={index} className="zone" points={corners.map(([x, y]) => `${x},${y}`).join(" ")} />
      ))}
      <rect width={width} height={height} fill={`url(#${id}hatch)`} mask={`url(#${id}unheard)`} />
      <rect className="edge" width={width} height={height} />
      {drawn.map(({ id: key, band, settled, place }) => (
        <g key={key} className={settled ? "settled-region" : band}>
          {place.regions === undefined ? (
            <circle className="ring" cx={place.position.x} cy={place.position.y} r={place.radiusMetres} />
          ) : (
            widestFirst(place.regions).map((region) => <Region key={region.share} region={region} />)
          )}
        </g>
      ))}
      {facts.sensors.map(
        ({ sensorId, position, state }) =>
          position && (
            <Mark key={sensorId} at={position} side={mark * 0.8}>
              <SensorShape state={state} />
            </Mark>
          ),
      )}
      {facts.cameras.map(({ camera, position }) => (
        <Mark key={camera.cameraId} at={position} side={mark * 0.8}>
          <CameraShape />
        </Mark>
      ))}
      {drawn
        .map(({ id: key, band, settled, place }, index) => {
          const by = aside[index] ?? { x: 0, y: 0 };
          const { x, y } = place.position;
          const at = { x: x + (by.x * side) / PICTURE_PX, y: y + (by.y * side) / PICTURE_PX };
          return (
            <Mark key={key} at={at} side={mark}>
              <g className={settled ? "settled" : undefined}>
                <BandShape band={band} />
              </g>
            </Mark>
          );
        })
        // What needs a person most lies on top.
        .toReversed()}
    </svg>
  );
}

function Region({ region: { share, rings } }: { region: PlaceRegion }) {
  return (
    <path
      className={share > 0.5 ? "ring wide" : "ring"}
      fillRule="evenodd"
      d={rings.map((ring) => `M${ring.map(([x, y]) => `${x} ${y}`).join("L")}Z`).join("")}
    />
  );
}

/** A shape of 16 by 16 in the middle of its place. */
function Mark({ at: { x, y }, side, children }: { at: Position; side: number; children: ReactNode }) {
  return <g transform={`translate(${x - side / 2} ${y - side / 2}) scale(${side / 16})`}>{children}</g>;
}
