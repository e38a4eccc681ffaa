import { useTimeZone } from "../../../components/moment.tsx";
import { clockTime } from "../../../components/time-text.ts";
import { useText } from "../../../text/text.ts";
import type { Compared } from "./use-compared.ts";

/** The button that pins the shown moment, and, while one is pinned, how the shown one differs from it. */
export function CompareLine({
  venueId,
  compared,
  pin,
  unpin,
}: {
  venueId: string;
  compared: Compared | undefined;
  pin: () => void;
  unpin: () => void;
}) {
  const { t, language } = useText();
  const zone = useTimeZone(venueId);
  if (compared === undefined)
    return (
      <button type="button" className="button" title={t("compare.more")} onClick={pin}>
        {t("compare.pin")}
      </button>
    );
  const time = clockTime(compared.at, Date.now(), zone, language);
  const { difference } = compared;
  return (
    <>
      <button type="button" className="button primary" onClick={unpin}>
        {t("compare.unpin")}
      </button>
      <p className="compare-words num" role="status">
        {compared.isError
          ? t("compare.failed", { time })
          : difference === undefined
            ? t("look.loading")
            : t("compare.words", {
                time,
                appeared: difference.appeared.length,
                gone: difference.gone.length,
                moved: difference.moved.length,
                changed: difference.changed.length,
              })}
      </p>
    </>
  );
}
