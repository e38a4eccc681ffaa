import { useEffect, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { ApiFailure } from "../../api/client.ts";
import { useProviderCode, useProviderFinish } from "../../api/provider.ts";
import { CodeField } from "../../components/code-field.tsx";
import { FormFailure } from "../../components/form-failure.tsx";
import { Tools } from "../../components/layout.tsx";
import { useText } from "../../text/text.ts";

/** Where the identity provider sends the browser back: hands in what came with it, and asks for the second step where the account has one. */
export function SignedInScreen() {
  const { t, code: word } = useText();
  const navigate = useNavigate();
  const finish = useProviderFinish();
  const second = useProviderCode();
  const [answer] = useState(() => location.search);
  const [code, setCode] = useState("");
  const isSent = useRef(false);
  const go = ({ returnTo }: { returnTo: string }): void => void navigate(returnTo, { replace: true });
  const { mutate } = finish;

  useEffect(() => {
    // What came back is good once, also where the page is drawn twice; and the browser's history is no place for it.
    if (isSent.current || answer === "") return;
    isSent.current = true;
    history.replaceState(history.state, "", location.pathname);
    mutate(answer);
  }, [answer, mutate]);
  const arrived = finish.data;
  useEffect(() => {
    if (arrived !== undefined) void navigate(arrived.returnTo, { replace: true });
  }, [arrived, navigate]);

  const asksCode = finish.error instanceof ApiFailure && finish.error.code === "code-needed";
  const isOver = answer === "" || (finish.error !== null && !asksCode);
  return (
    <main className="sign-in">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          second.mutate(code, { onSuccess: go });
        }}
      >
        <h1>{t("signIn.title")}</h1>
        {asksCode && (
          <>
            <p role="status">{word("failure", "code-needed")}</p>
            <CodeField value={code} onChange={setCode} />
            <FormFailure failure={second.error} />
            <button className="button primary" disabled={second.isPending}>
              {t("signIn.send")}
            </button>
          </>
        )}
        {!asksCode && !isOver && <p role="status">{t("provider.checking")}</p>}
        {!asksCode && <FormFailure failure={finish.error} />}
        {isOver && (
          <p>
            <Link to="/" replace>
              {t("provider.again")}
            </Link>
          </p>
        )}
        <Tools />
      </form>
    </main>
  );
}
