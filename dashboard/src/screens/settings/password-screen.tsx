import { useId, useRef, useState } from "react";
import { Link } from "react-router";
import { useChangePassword, useSession } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { useText } from "../../text/text.ts";
import type { TextKey } from "../../text/words.ts";
import { passwordProblem, type TypedPasswords } from "./password-problem.ts";

const NOTHING: TypedPasswords = { present: "", next: "", again: "" };
const FIELDS: readonly [field: keyof TypedPasswords, words: TextKey, autoComplete: string][] = [
  ["present", "password.present", "current-password"],
  ["next", "password.next", "new-password"],
  ["again", "password.again", "new-password"],
];
/** As the contract has it. */
const MOST = 1_024;

/** Here "name and password" means the password until now, and the rules of the body can only be broken by the new one. */
const CODES = { "wrong-sign-in": "wrong-present" };

function PasswordForm({ name }: { name: string }) {
  const { t } = useText();
  const change = useChangePassword();
  const [typed, setTyped] = useState(NOTHING);
  const [isShown, setShown] = useState(false);
  const [wasSent, setSent] = useState(false);
  const inputs = useRef<Partial<Record<keyof TypedPasswords, HTMLInputElement | null>>>({});
  const id = useId();
  const problem = wasSent ? passwordProblem(typed) : undefined;
  const send = (): void => {
    setSent(true);
    const wrong = passwordProblem(typed);
    if (wrong) return inputs.current[wrong.field]?.focus();
    change.mutate(
      { present: typed.present, next: typed.next },
      {
        onSuccess: () => {
          setTyped(NOTHING);
          setSent(false);
        },
        onError: () => inputs.current.present?.focus(),
      },
    );
  };
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {/* For the browser's keeper of passwords, which must know whose this is. */}
      <input className="visually-hidden" tabIndex={-1} aria-hidden autoComplete="username" value={name} readOnly />
      {FIELDS.map(([field, words, autoComplete]) => (
        <div key={field} className="field">
          <label htmlFor={id + field}>{t(words)}</label>
          <input
            id={id + field}
            ref={(input) => {
              inputs.current[field] = input;
            }}
            type={isShown ? "text" : "password"}
            autoComplete={autoComplete}
            spellCheck={false}
            autoCapitalize="none"
            maxLength={MOST}
            value={typed[field]}
            aria-invalid={problem?.field === field}
            aria-describedby={problem?.field === field ? `${id}why` : undefined}
            onChange={(event) => {
              change.reset();
              setTyped({ ...typed, [field]: event.target.value });
            }}
          />
          {problem?.field === field && (
            <p id={`${id}why`} role="alert" className="strong small">
              {t(problem.words, { n: problem.n })}
            </p>
          )}
        </div>
      ))}
      <label className="check">
        <input type="checkbox" checked={isShown} onChange={(event) => setShown(event.target.checked)} />
        {t("password.show")}
      </label>
      <FormFailure failure={change.error} codes={CODES} />
      {change.isSuccess && (
        <p role="status" className="ok">
          {t("password.done")}
        </p>
      )}
      <div className="row-of-buttons">
        <button className="button primary" disabled={change.isPending}>
          {t("password.change")}
        </button>
      </div>
    </form>
  );
}

/** Another password for who is signed in; what it ends is said before. */
export function PasswordScreen() {
  const { t } = useText();
  const session = useSession().data;
  return (
    <article className="detail">
      <p>
        <Link className="button plain" data-back to="/settings">
          ← {t("look.back")}
        </Link>
      </p>
      <h1>{t("password.title")}</h1>
      {session?.name === undefined || session.demo ? (
        <p className="muted">{t("password.demo")}</p>
      ) : (
        <>
          <p>{t("settings.signedInAs", { name: session.name })}</p>
          <p className="muted">{t("password.more")}</p>
          <PasswordForm name={session.name} />
        </>
      )}
    </article>
  );
}
