import { useState } from "react";
import { useBeginSecondStep, useConfirmSecondStep } from "../../api/own.ts";
import { CodeField } from "../../components/code-field.tsx";
import { FormFailure } from "../../components/form-failure.tsx";
import { OwnProofField, proofOf } from "../../components/own-proof-field.tsx";
import { QrCode } from "../../components/qr-code.tsx";
import { useText } from "../../text/text.ts";
import { RecoveryCodeList } from "./recovery-code-list.tsx";

/** Here "name and password" means the password alone. */
const CODES = { "wrong-sign-in": "wrong-present" };

/** Sets the second step up: the password, a QR code for the app, its first code, then the recovery codes. */
export function SetUpSecondStep({ onDone }: { onDone: () => void }) {
  const { t } = useText();
  const begin = useBeginSecondStep();
  const confirm = useConfirmSecondStep();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  if (confirm.data) return <RecoveryCodeList made={confirm.data} onDone={onDone} />;
  if (begin.data)
    return (
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          confirm.mutate(code);
        }}
      >
        <p>{t("own.scan")}</p>
        <QrCode text={begin.data.uri} label={t("own.qr")} />
        <p className="muted small">{t("own.typed")}</p>
        <p className="mono link-of-chain">{begin.data.secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</p>
        <CodeField value={code} onChange={setCode} isFirst />
        <FormFailure failure={confirm.error} />
        <button className="button primary" disabled={confirm.isPending}>
          {t("own.turnOn")}
        </button>
      </form>
    );
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate(proofOf(password), { onSettled: () => setPassword("") });
      }}
    >
      <OwnProofField value={password} onChange={setPassword} />
      <FormFailure failure={begin.error} codes={CODES} />
      <button className="button primary" disabled={begin.isPending}>
        {t("own.setUp")}
      </button>
    </form>
  );
}
