import type { RecoveryCodes } from "@probewarden/contract";
import { useText } from "../../text/text.ts";

/** Recovery codes, shown once: to be written down or printed, and kept apart from the phone. */
export function RecoveryCodeList({ made, onDone }: { made: RecoveryCodes; onDone: () => void }) {
  const { t } = useText();
  const codes = made.recoveryCodes;
  return (
    <div className="note" role="status">
      <p>
        <strong>{t("own.recovery")}</strong>
      </p>
      <p>{t("own.recoveryMore")}</p>
      <ul className="mono recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="row-of-buttons">
        <button
          type="button"
          className="button"
          onClick={() => void navigator.clipboard.writeText(`${codes.join("\n")}\n`)}
        >
          {t("look.copy")}
        </button>
        <button type="button" className="button primary" onClick={onDone}>
          {t("own.kept")}
        </button>
      </div>
    </div>
  );
}
