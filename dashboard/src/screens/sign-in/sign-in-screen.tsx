import { useId, useState } from "react";
import { useSignIn } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Tools } from "../../components/layout.tsx";
import { useText } from "../../text/text.ts";

/** Who is there? */
export function SignInScreen({ needsFirstAccount }: { needsFirstAccount: boolean }) {
  const { t } = useText();
  const signIn = useSignIn();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const id = useId();
  return (
    <main className="sign-in">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate({ name, password });
        }}
      >
        <h1>{t("signIn.title")}</h1>
        {needsFirstAccount && <p className="stale">{t("signIn.needsFirst")}</p>}
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
          <label htmlFor={`${id}p`}>{t("signIn.password")}</label>
          <input
            id={`${id}p`}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
        <FormFailure failure={signIn.error} />
        <button className="button primary" disabled={signIn.isPending}>
          {t("signIn.send")}
        </button>
        <Tools />
      </form>
    </main>
  );
}
