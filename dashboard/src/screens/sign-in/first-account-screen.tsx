import { useEffect, useId, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useFirstAccount } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Tools } from "../../components/layout.tsx";
import { useText } from "../../text/text.ts";

/** The token of the one-time link stands behind `#`, so that no server and no proxy ever logs it. */
const tokenOf = (hash: string): string => hash.replace(/^#(token=)?/, "");

/** Makes the first account with the one-time link that `init` printed. */
export function FirstAccountScreen() {
  const { t } = useText();
  const navigate = useNavigate();
  const make = useFirstAccount();
  const [token] = useState(() => tokenOf(location.hash));
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const id = useId();

  // The browser's history is no place for a secret.
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);

  return (
    <main className="sign-in">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate({ token, name, password }, { onSuccess: () => void navigate("/", { replace: true }) });
        }}
      >
        <h1>{t("signIn.firstTitle")}</h1>
        <p className="muted">{t("signIn.firstMore")}</p>
        {token === "" && (
          <p className="stale">
            {t("signIn.noToken")} <Link to="/">{t("signIn.title")}</Link>
          </p>
        )}
        <div className="field">
          <label htmlFor={`${id}n`}>{t("signIn.name")}</label>
          <input
            id={`${id}n`}
            autoComplete="username"
            required
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}p`}>{t("signIn.newPassword")}</label>
          <input
            id={`${id}p`}
            type="password"
            autoComplete="new-password"
            required
            minLength={12}
            maxLength={1024}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
        <FormFailure failure={make.error} />
        <button className="button primary" disabled={make.isPending || token === ""}>
          {t("signIn.make")}
        </button>
        <Tools />
      </form>
    </main>
  );
}
