import { useEffect, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { shownScale } from "../../../components/shown-scale.ts";
import { useText } from "../../../text/text.ts";
import { useNeedsWords, VenueShape } from "../all/venue-tile.tsx";
import { placeNames, type NameStand } from "../mark-place.ts";
import { marksOf, scaleBarMetres, viewOf, type Frame, type RegionMark, type Spot } from "./region-marks.ts";

/** Of more marks than these the names would be all that is seen. */
const MOST_NAMES = 60;
const SHAPE_PX = 22;

/** Venues where they stand on earth: a sketch with a scale and no map under it, for no map server is asked. */
export function RegionMap({
  spots,
  frame,
  onCluster,
}: {
  /** Those within the frame, what needs a person most first. */
  spots: readonly Spot[];
  frame: Frame;
  onCluster: (spots: readonly Spot[]) => void;
}) {
  const { t } = useText();
  const holder = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    // In pixels of the sheets, so that on a wall marks and names, which are larger there, cover each other no more than elsewhere.
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth / shownScale(), height: element.clientHeight / shownScale() }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const view = useMemo(() => viewOf(frame, size.width, size.height), [frame, size]);
  const marks = useMemo(() => (size.width === 0 ? [] : marksOf(spots, view)), [spots, view, size.width]);
  const names = useMemo(() => {
    if (marks.length > MOST_NAMES) return [];
    return placeNames(
      marks.map(({ x, y, spots: [first] }) => ({ at: { x, y }, name: first?.needs.venue.name ?? "" })),
      [],
      { left: 0, right: size.width },
    );
  }, [marks, size.width]);
  const bar = scaleBarMetres(view.pixelsPerMetre || 1);
  return (
    <div ref={holder} className="region-map" role="group" aria-label={t("region.map")}>
      {marks.map((mark, index) => (
        <Mark
          key={mark.spots[0]?.needs.venue.venueId}
          mark={mark}
          name={names[index]}
          onCluster={() => onCluster(mark.spots)}
        />
      ))}
      <p className="region-scale small muted num">
        <span className="bar" style={{ width: `calc(${bar * view.pixelsPerMetre} * var(--px))` }} aria-hidden="true" />
        {bar >= 1_000 ? t("region.kilometres", { n: bar / 1_000 }) : t("region.metres", { n: bar })} ·{" "}
        {t("region.north")}
      </p>
    </div>
  );
}

function Mark({
  mark: { x, y, spots, waiting },
  name,
  onCluster,
}: {
  mark: RegionMark;
  name: NameStand | undefined;
  onCluster: () => void;
}) {
  const { t } = useText();
  const wordsOf = useNeedsWords();
  const [first] = spots;
  if (first === undefined) return null;
  const { venue } = first.needs;
  const words = wordsOf(first.needs);
  const at = { left: `calc(${x} * var(--px))`, top: `calc(${y} * var(--px))` };
  const shape = <VenueShape needs={first.needs} size={SHAPE_PX} />;
  const title = [venue.name, ...words].join(" · ");
  const label = name !== undefined && (
    <span className={`region-name ${name.side}`} style={{ marginLeft: `${name.asidePx}px` }} aria-hidden="true">
      {venue.name}
    </span>
  );
  if (spots.length === 1)
    return (
      <Link className="region-mark" style={at} to={`/venue/${venue.venueId}`} aria-label={title} title={title}>
        {shape}
        {label}
      </Link>
    );
  const cluster = t("region.cluster", { n: spots.length, waiting, first: title });
  return (
    <button type="button" className="region-mark" style={at} aria-label={cluster} title={cluster} onClick={onCluster}>
      {shape}
      <span className="cluster-count num" aria-hidden="true">
        {spots.length}
      </span>
    </button>
  );
}
