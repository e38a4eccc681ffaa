import { useId, useState, type ReactNode } from "react";
import { ApiFailure } from "../../api/client.ts";
import { CodeField } from "../../components/code-field.tsx";
import { FormFailure } from "../../components/form-failure.tsx";
import { Tools } from "../../components/layout.tsx";
import { useText } from "../../text/text.ts";

/** Asks for a name and a password: an account's own, or those of one that is being made. */
export function AccountForm(props: {
  title: string;
  send: string;
  isNew?: boolean;
  isBusy: boolean;
  failure: unknown;
  /** Other words for some refusals. */
  codes?: Readonly<Record<string, string>>;
  onSend: (account: { name: string; password: string; code?: string }) => void;
  /** Another way in, below the button; it is told the name that stands in the form. */
  other?: (name: string) => ReactNode;
  children?: ReactNode;
}) {
  const { t, code: word } = useText();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  // Once it was asked for, it stays: a wrong one is typed again.
  const [asksCode, setAsksCode] = useState(false);
  const isCodeNeeded = props.failure instanceof ApiFailure && props.failure.code === "code-needed";
  if (isCodeNeeded && !asksCode) setAsksCode(true);
  const id = useId();
  return (
    <main className="sign-in">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSend({ name, password, ...(asksCode ? { code } : {}) });
        }}
      >
        <h1>{props.title}</h1>
        {props.children}
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
          <label htmlFor={`${id}p`}>{t(props.isNew ? "signIn.newPassword" : "signIn.password")}</label>
          <input
            id={`${id}p`}
            type="password"
            autoComplete={props.isNew ? "new-password" : "current-password"}
            required
            minLength={props.isNew ? 12 : undefined}
            maxLength={1024}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
        {isCodeNeeded && <p role="status">{word("failure", "code-needed")}</p>}
        {asksCode && <CodeField value={code} onChange={setCode} />}
        <FormFailure
          failure={isCodeNeeded ? undefined : props.failure}
          codes={asksCode ? { ...props.codes, "wrong-sign-in": "wrong-entry-code" } : props.codes}
        />
        <button className="button primary" disabled={props.isBusy}>
          {props.send}
        </button>
        {props.other?.(name)}
        <Tools />
      </form>
    </main>
  );
}
