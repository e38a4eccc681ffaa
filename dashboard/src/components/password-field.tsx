import { useId } from "react";
import { useText } from "../text/text.ts";

/** The account's own password, asked once more. */
export function PasswordField(props: { value: string; onChange: (password: string) => void }) {
  const { t } = useText();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t("signIn.password")}</label>
      <input
        id={id}
        type="password"
        autoComplete="current-password"
        required
        maxLength={1024}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </div>
  );
}
