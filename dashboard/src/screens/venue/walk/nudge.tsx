import type { Position } from "@probewarden/contract";
import { useText } from "../../../text/text.ts";

const STEP_METRES = 1;

/** Arrows that move the place, large enough for a glove; whoever cannot tap the plan begins in its middle. */
export function Nudge({
  at,
  middle,
  onMove,
}: {
  at: Position | undefined;
  middle: Position;
  onMove: (to: Position) => void;
}) {
  const { t } = useText();
  const ways = [
    ["left", "←", -1, 0],
    ["up", "↑", 0, -1],
    ["down", "↓", 0, 1],
    ["right", "→", 1, 0],
  ] as const;
  return (
    <div className="walk-nudge" role="group" aria-label={t("walk.nudge")}>
      {ways.map(([way, sign, x, y]) => (
        <button
          key={way}
          type="button"
          className="button"
          aria-label={t(`walk.${way}`, { n: STEP_METRES })}
          onClick={() => {
            const from = at ?? middle;
            onMove({ x: from.x + x * STEP_METRES, y: from.y + y * STEP_METRES });
          }}
        >
          <span aria-hidden="true">{sign}</span>
        </button>
      ))}
      <span className="num muted" aria-live="polite">
        {at && `${at.x.toFixed(1)}, ${at.y.toFixed(1)} m`}
      </span>
    </div>
  );
}
