import { MAY, type Role, type Work } from "@probewarden/contract/figures";
import { Link } from "react-router";
import { useMay, useSession } from "../api/queries.ts";
import { useText } from "../text/text.ts";

/** What stands in the place of a screen that somebody's roles do not open: who can help, and where to go instead. */
export function NotYours({ work }: { work: Work }) {
  const { t } = useText();
  const roles = useSession().data?.roles ?? [];
  const seesEvidence = useMay("seeEvidence");
  const list = (of: readonly Role[]): string => of.map((role) => t(`people.role.${role}`)).join(t("look.comma"));
  return (
    <div className="look" role="alert">
      <strong>{t("people.notYours")}</strong>
      <p>{t("people.takes", { roles: list(MAY[work]) })}</p>
      <p className="muted">{t("people.youAre", { roles: list(roles) })}</p>
      <div className="row-of-buttons">
        {seesEvidence && (
          <Link className="button" to="/">
            {t("look.toToday")}
          </Link>
        )}
        <Link className="button" to="/sensors">
          {t("nav.sensors")}
        </Link>
        <Link className="button" to="/settings">
          {t("nav.settings")}
        </Link>
      </div>
    </div>
  );
}
