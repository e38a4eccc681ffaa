import { useEffect, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useFirstAccount } from "../../api/queries.ts";
import { ProviderButton } from "../../components/provider-button.tsx";
import { useText } from "../../text/text.ts";
import { AccountForm } from "./account-form.tsx";

/** The token of the one-time link stands behind `#`, so that no server and no proxy ever logs it. */
const tokenOf = (hash: string): string => hash.replace(/^#(token=)?/, "");

/** Makes the first account with the one-time link that `init` printed. */
export function FirstAccountScreen() {
  const { t } = useText();
  const navigate = useNavigate();
  const make = useFirstAccount();
  const [token] = useState(() => tokenOf(location.hash));

  // The browser's history is no place for a secret.
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);

  return (
    <AccountForm
      title={t("signIn.firstTitle")}
      send={t("signIn.make")}
      isNew
      isBusy={make.isPending || token === ""}
      failure={make.error}
      codes={{ "wrong-sign-in": "wrong-link" }}
      onSend={(account) =>
        make.mutate({ token, ...account }, { onSuccess: () => void navigate("/", { replace: true }) })
      }
      other={(name) => (
        <ProviderButton
          word="accept"
          what={token === "" || name.trim() === "" ? undefined : { invitation: { token, name: name.trim() } }}
        />
      )}
    >
      <p className="muted">{t("signIn.firstMore")}</p>
      {token === "" && (
        <p className="stale">
          <span>
            {t("signIn.noToken")} <Link to="/">{t("signIn.title")}</Link>
          </span>
        </p>
      )}
    </AccountForm>
  );
}
