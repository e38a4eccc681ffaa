import type { Alert } from "@probewarden/contract";
import { useEffect } from "react";
import { useSearchParams } from "react-router";
import { askForStep } from "../../components/alert-step/asked-step.ts";

/** The alert that a notice links to, in the address. */
const NAME = "alert";

/** Whoever comes by the link of a notice is asked to take its alert, once, where nobody has settled it. */
export function useLinkedAlert(alerts: readonly Alert[]): void {
  const [search, setSearch] = useSearchParams();
  const alertId = search.get(NAME);
  const linked = alertId === null ? undefined : alerts.find((alert) => alert.alertId === alertId);
  useEffect(() => {
    if (linked === undefined) return;
    setSearch(
      (before) => {
        before.delete(NAME);
        return before;
      },
      { replace: true },
    );
    if (linked.state === "open") askForStep("take", [linked]);
  }, [linked, setSearch]);
}
