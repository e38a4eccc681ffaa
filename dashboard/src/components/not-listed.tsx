import type { LiveList } from "../api/live-rows.ts";
import { useCutLists } from "../api/use-more.ts";
import { useText } from "../text/text.ts";

/**
 * The address names a sensor or a camera that the list does not hold: said above the list, for another one in its place, or none, would be believed.
 * Of a list that goes on behind what was loaded it is only known that it is not among the first.
 */
export function NotListed({ what, list }: { what: "sensor" | "camera"; list: LiveList }) {
  const { t } = useText();
  const isCut = useCutLists().includes(list);
  return (
    <div className="look" role="alert">
      <strong>{t("look.gone", { what: t(`look.what.${what}`) })}</strong>
      <p className="muted">{t(isCut ? "look.goneOrLater" : "look.goneNext")}</p>
    </div>
  );
}
