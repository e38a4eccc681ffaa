import { useOwnProvider } from "../api/provider.ts";
import { useText } from "../text/text.ts";
import { PasswordField } from "./password-field.tsx";

/** That it is really oneself: the password, or where the account has none, that the provider vouched a moment ago. */
export function OwnProofField(props: { value: string; onChange: (password: string) => void }) {
  const { t } = useText();
  const own = useOwnProvider().data;
  if (own?.hasPassword === false) return <p className="muted small">{t("provider.proof")}</p>;
  return <PasswordField {...props} />;
}

/** As it is sent: without a password where none was typed. */
export const proofOf = (password: string): { password?: string } => (password === "" ? {} : { password });
