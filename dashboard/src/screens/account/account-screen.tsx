import { Link } from "react-router";
import { useOwnProvider } from "../../api/provider.ts";
import { useSession, useSignOut } from "../../api/queries.ts";
import { useText } from "../../text/text.ts";
import { useReachWords } from "../people/use-reach-words.ts";
import { OwnProvider } from "./own-provider.tsx";
import { OwnTokens } from "./own-tokens.tsx";
import { SecondStep } from "./second-step.tsx";
import { OwnSessions } from "./own-sessions.tsx";
import "../people/people.css";

/** One's own account: what it may do, its password, where it is signed in. */
export function AccountScreen() {
  const { t } = useText();
  const session = useSession().data;
  const signOut = useSignOut();
  const own = useOwnProvider().data;
  const reach = useReachWords();
  if (session === undefined) return null;
  const { name = "", demo, roles = [], scope = { all: true } } = session;
  return (
    <article className="detail">
      <p>
        <Link className="button plain" data-back to="/settings">
          ← {t("look.back")}
        </Link>
      </p>
      <h1>{t("own.title")}</h1>
      <p>{demo ? t("settings.demoAccount") : t("settings.signedInAs", { name })}</p>
      <p className="muted">
        {roles.map((role) => t(`people.role.${role}`)).join(t("look.comma"))} · {reach(scope)}
      </p>
      {!demo && (
        <>
          <div className="row-of-buttons">
            {own?.hasPassword !== false && (
              <Link className="button" to="/settings/password">
                {t("settings.toPassword")}
              </Link>
            )}
            <button type="button" className="button" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
              {t("settings.signOut")}
            </button>
          </div>
          <OwnProvider />
          <SecondStep />
          <OwnSessions />
          <OwnTokens />
        </>
      )}
    </article>
  );
}
