import { useId } from "react";
import { useText } from "../text/text.ts";

/** A code of an authenticator app, or a recovery code. */
export function CodeField(props: { value: string; onChange: (code: string) => void; isFirst?: boolean }) {
  const { t } = useText();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t(props.isFirst ? "own.firstCode" : "own.code")}</label>
      <input
        id={id}
        autoComplete="one-time-code"
        inputMode={props.isFirst ? "numeric" : "text"}
        spellCheck={false}
        autoCapitalize="none"
        required
        maxLength={40}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </div>
  );
}
