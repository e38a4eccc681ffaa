import type { Scope } from "@probewarden/contract";
import { useKnownVenues } from "../../components/known-rows.tsx";
import { useText } from "../../text/text.ts";

/** Says how far an account reaches. */
export function useReachWords(): (scope: Scope) => string {
  const { t } = useText();
  const venues = useKnownVenues() ?? [];
  return (scope) => {
    if ("all" in scope) return t("people.everywhere");
    const names = scope.venues.map((id) => venues.find(({ venueId }) => venueId === id)?.name ?? id);
    const places = [...scope.districts.map((name) => t("people.district", { name })), ...names];
    return places.length === 0 ? t("people.reachesNothing") : places.join(t("look.comma"));
  };
}
