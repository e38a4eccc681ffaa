import { useText } from "../../../text/text.ts";
import type { ShownPoint } from "./use-walk.ts";

/** The points of a walk, the latest first, each with how far it is, and what takes it back. */
export function WalkPoints({
  points,
  now,
  onUndo,
}: {
  points: readonly ShownPoint[];
  now: number;
  onUndo: (pointId: string) => void;
}) {
  const { t } = useText();
  if (points.length === 0) return <p className="muted">{t("walk.noPoints")}</p>;
  return (
    <section>
      <h2>{t("walk.points", { n: points.length })}</h2>
      <ul className="rows walk-points">
        {points
          .map((point, index) => ({ point, n: index + 1 }))
          .toReversed()
          .map(({ point, n }) => (
            <li key={point.pointId}>
              <span className="num">
                {point.kind === "carried"
                  ? t("walk.point", { n })
                  : t("walk.pointOf", { n, name: t("walk.accessPoint") })}
              </span>
              <span className="small muted">
                {t(`walk.state.${stateOf(point, now)}`, {
                  n: point.told?.heardBy ?? 0,
                  listened: point.told?.listened ?? 0,
                })}
              </span>
              <button
                type="button"
                className="button"
                aria-label={t("walk.undo", { n })}
                onClick={() => onUndo(point.pointId)}
              >
                {t("walk.undoShort")}
              </button>
            </li>
          ))}
      </ul>
    </section>
  );
}

function stateOf({ told, kind, toAt }: ShownPoint, now: number) {
  if (told === undefined) return "unsent";
  if (kind === "carried" && Date.parse(toAt) > now) return "standing";
  return told.state;
}
