import { useTimeZone } from "../../../components/moment.tsx";
import { clockTime } from "../../../components/time-text.ts";
import { useText } from "../../../text/text.ts";
import type { Compared } from "./use-compared.ts";

/** The button that pins the shown moment, or lets go of the one that is pinned. */
export function PinButton({ isPinned, pin, unpin }: { isPinned: boolean; pin: () => void; unpin: () => void }) {
  const { t } = useText();
  return isPinned ? (
    <button type="button" className="button primary" onClick={unpin}>
      {t("compare.unpin")}
    </button>
  ) : (
    <button type="button" className="button" title={t("compare.more")} onClick={pin}>
      {t("compare.pin")}
    </button>
  );
}

/** How the shown moment differs from the pinned one. */
export function ComparedWords({ venueId, compared }: { venueId: string; compared: Compared }) {
  const { t, language } = useText();
  const zone = useTimeZone(venueId);
  const time = clockTime(compared.at, Date.now(), zone, language);
  const { difference } = compared;
  return (
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
  );
}
