import { Moment } from "../../components/moment.tsx";
import { QrCode } from "../../components/qr-code.tsx";
import { FormFailure } from "../../components/form-failure.tsx";
import { useClaimCode } from "../../api/setup.ts";
import { useText } from "../../text/text.ts";
import { signOf } from "./code-text.ts";
import "./ladder.css";

/** Makes the code of a sensor in the office, as a sign for its box: the letters, and squares that a phone reads. */
export function ClaimCodePart({ sensorId }: { sensorId: string }) {
  const { t } = useText();
  const make = useClaimCode(sensorId);
  const made = make.data;
  return (
    <section className="section">
      <h3>{t("ladder.boxCode")}</h3>
      <p className="small muted">{t("ladder.boxCodeMore")}</p>
      {made !== undefined && (
        <div className="claim-sign">
          <QrCode text={signOf(location.origin, made.code)} label={t("ladder.sign")} />
          <p className="code mono">{made.code}</p>
          <p className="small">
            {t("ladder.goodUntil")} <Moment at={made.expiresAt} as="clock" />
          </p>
        </div>
      )}
      <FormFailure failure={make.error} />
      <button type="button" className="button" disabled={make.isPending} onClick={() => make.mutate()}>
        {t(made === undefined ? "ladder.makeCode" : "ladder.makeOther")}
      </button>
    </section>
  );
}
