import { useSignIn } from "../../api/queries.ts";
import { useText } from "../../text/text.ts";
import { AccountForm } from "./account-form.tsx";

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
    >
      {needsFirstAccount && <p className="stale">{t("signIn.needsFirst")}</p>}
    </AccountForm>
  );
}
