import { useState } from "react";
import { useOwnSecondStep, useRecoveryCodes, useSecondStepOff } from "../../api/own.ts";
import { CodeField } from "../../components/code-field.tsx";
import { plainFigure } from "../../components/figures.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Loaded } from "../../components/looks.tsx";
import { OwnProofField, proofOf } from "../../components/own-proof-field.tsx";
import { useText } from "../../text/text.ts";
import { RecoveryCodeList } from "./recovery-code-list.tsx";
import { SetUpSecondStep } from "./set-up-second-step.tsx";

const CODES = { "wrong-sign-in": "wrong-present", "not-possible": "second-step-kept" };

/** Other recovery codes in the place of those that are left. */
function OtherCodes({ onDone }: { onDone: () => void }) {
  const { t } = useText();
  const make = useRecoveryCodes();
  const [code, setCode] = useState("");
  if (make.data) return <RecoveryCodeList made={make.data} onDone={onDone} />;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate(code);
      }}
    >
      <CodeField value={code} onChange={setCode} />
      <FormFailure failure={make.error} />
      <button className="button primary" disabled={make.isPending}>
        {t("own.otherCodes")}
      </button>
    </form>
  );
}

function TakeOff({ onDone }: { onDone: () => void }) {
  const { t } = useText();
  const off = useSecondStepOff();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        off.mutate({ ...proofOf(password), code }, { onSuccess: onDone });
      }}
    >
      <OwnProofField value={password} onChange={setPassword} />
      <CodeField value={code} onChange={setCode} />
      <FormFailure failure={off.error} codes={CODES} />
      <button className="button primary" disabled={off.isPending}>
        {t("own.turnOff")}
      </button>
    </form>
  );
}

/** The second step of one's own account: how it stands, and what can be done with it. */
export function SecondStep() {
  const { t } = useText();
  const query = useOwnSecondStep();
  const [doing, setDoing] = useState<"set-up" | "codes" | "off" | undefined>();
  const done = (): void => setDoing(undefined);
  return (
    <section className="section">
      <h2>{t("own.secondStep")}</h2>
      <p className="muted">{t("own.secondStepMore")}</p>
      <Loaded query={query} what="ownSecondStep" rows={2}>
        {({ state, recoveryCodesLeft }) => (
          <>
            <p>
              <strong>{t(`own.step.${state}`)}</strong>
              {state === "on" && ` · ${t("own.codesLeft", { n: plainFigure(recoveryCodesLeft) })}`}
            </p>
            {doing === undefined && (
              <div className="row-of-buttons">
                {state === "on" ? (
                  <>
                    <button type="button" className="button" onClick={() => setDoing("codes")}>
                      {t("own.otherCodes")}
                    </button>
                    <button type="button" className="button" onClick={() => setDoing("off")}>
                      {t("own.turnOff")}
                    </button>
                  </>
                ) : (
                  <button type="button" className="button" onClick={() => setDoing("set-up")}>
                    {t("own.setUp")}
                  </button>
                )}
              </div>
            )}
            {doing === "set-up" && <SetUpSecondStep onDone={done} />}
            {doing === "codes" && <OtherCodes onDone={done} />}
            {doing === "off" && <TakeOff onDone={done} />}
            {doing !== undefined && (
              <button type="button" className="button plain" onClick={done}>
                {t("own.leave")}
              </button>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
