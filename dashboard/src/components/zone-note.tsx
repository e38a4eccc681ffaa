import { useText } from "../text/text.ts";
import { zoneName } from "./field-time.ts";
import { useNow, useTimeZone } from "./moment.tsx";

/** Beside a field of date and time: the zone in which it is read. */
export function ZoneNote({ id, venueId }: { id: string; venueId: string | undefined }) {
  const { t, language } = useText();
  const timeZone = useTimeZone(venueId);
  return (
    <span className="muted small" id={id}>
      {t("time.zone", { zone: zoneName(timeZone, useNow(), language) })}
    </span>
  );
}
