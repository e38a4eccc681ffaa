import { useState } from "react";
import { useSession } from "../../api/queries.ts";
import { useTimeZone } from "../../components/moment.tsx";
import { clockTime, exactTime } from "../../components/time-text.ts";
import { useText } from "../../text/text.ts";

/** How instants are written on a paper of a venue, and who makes it when. A paper says exact times: nobody knows when it is read. */
export function usePaper(venueId: string | undefined): {
  time: (at: string | number) => string;
  /** The time of day alone, of an instant on the paper's own day. */
  clock: (at: number) => string;
  made: string;
  stamp: string;
} {
  const { t, language } = useText();
  const zone = useTimeZone(venueId);
  const name = useSession().data?.name ?? "";
  const [now] = useState(() => Date.now());
  const time = (at: string | number): string => exactTime(typeof at === "string" ? Date.parse(at) : at, zone, language);
  return {
    time,
    clock: (at) => clockTime(at, at, zone, language),
    made: t("print.made", { time: time(now), name }),
    stamp: new Date(now).toISOString().slice(0, 16).replaceAll(/[:T]/g, "-"),
  };
}
