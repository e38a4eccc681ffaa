import { useText } from "../../../text/text.ts";
import type { ImagePoint } from "./drawn-plan.ts";

/** The image of a plan, on which two points are set by pointer; whoever cannot point types the width instead. */
export function ScaleImage({
  url,
  points,
  onPoint,
}: {
  url: string;
  points: readonly ImagePoint[];
  onPoint: (point: ImagePoint) => void;
}) {
  const { t } = useText();
  const [from, to] = points;
  return (
    <div
      className="scale-image"
      onPointerDown={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        onPoint({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
      }}
    >
      <img src={url} alt={t("planForm.image")} draggable={false} />
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {from && to && <line x1={from.x * 100} y1={from.y * 100} x2={to.x * 100} y2={to.y * 100} />}
      </svg>
      {points.map(({ x, y }, index) => (
        <span key={index} className="scale-point" style={{ left: `${x * 100}%`, top: `${y * 100}%` }} />
      ))}
    </div>
  );
}
