import { useEffect } from "react";
import { useSearchParams } from "react-router";
import { useNamedAlert } from "../../api/inbox.ts";
import { askForStep } from "../../components/alert-step/asked-step.ts";

/** The alert that a notice links to, in the address. */
const NAME = "alert";

/** Whoever comes by the link of a notice is asked to take its alert, once, where nobody has settled it. */
export function useLinkedAlert(): void {
  const [search, setSearch] = useSearchParams();
  const linked = useNamedAlert(search.get(NAME));
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
