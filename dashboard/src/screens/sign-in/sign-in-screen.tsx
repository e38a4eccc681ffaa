import { useSignIn } from "../../api/queries.ts";
import { ProviderButton } from "../../components/provider-button.tsx";
import { useText } from "../../text/text.ts";
import { AccountForm } from "./account-form.tsx";

/** The page that was asked for, where it is short enough to come back to. */
const here = (): string => {
  const path = location.pathname + location.search;
  return path.length <= 400 && !path.startsWith("//") ? path : "/";
};

/** Who is there? */
export function SignInScreen({ needsFirstAccount }: { needsFirstAccount: boolean }) {
  const { t } = useText();
  const signIn = useSignIn();
  return (
    <AccountForm
      title={t("signIn.title")}
      send={t("signIn.send")}
      isBusy={signIn.isPending}
      failure={signIn.error}
      onSend={(account) => signIn.mutate(account)}
      other={() => <ProviderButton word="signIn" what={{ returnTo: here() }} />}
    >
      {needsFirstAccount && <p className="stale">{t("signIn.needsFirst")}</p>}
    </AccountForm>
  );
}
