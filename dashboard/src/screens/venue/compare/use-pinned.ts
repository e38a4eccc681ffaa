import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { useChangeSearch } from "../../../components/use-change-search.ts";
import { atText, readAt, STEP_MS } from "../time/time-window.ts";

/** The moment to which the shown one is compared; the address holds it as `vs`. Undefined: nothing is compared. */
export function usePinned(): { at: number | undefined; pin: (at: number | undefined) => void; unpin: () => void } {
  const [search] = useSearchParams();
  const change = useChangeSearch();
  const asked = search.get("vs");
  const [at, setAt] = useState(() => readAt(asked, Date.now()));
  useEffect(() => setAt(readAt(asked, Date.now())), [asked]);
  const write = (to: number | undefined): void => change({ vs: to === undefined ? undefined : atText(to) });
  return {
    at,
    /** Undefined is the present: the step that is over last. */
    pin: (moment) => write(moment ?? Math.floor(Date.now() / STEP_MS) * STEP_MS),
    unpin: () => write(undefined),
  };
}
