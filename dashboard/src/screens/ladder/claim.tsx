import { useId, useState } from "react";
import { useText } from "../../text/text.ts";
import { codeIn } from "./code-text.ts";
import { ScanCode } from "./scan-code.tsx";
import type { Acts } from "./use-acts.ts";

/** Whether this browser gives a page its camera: only over HTTPS, or on the machine itself. */
const hasCamera = (): boolean => navigator.mediaDevices?.getUserMedia !== undefined;

/** Claims a sensor by the code on its box: scanned, or typed. A sign that was opened with the phone's own camera has filled it in. */
export function Claim({ acts }: { acts: Acts }) {
  const { t } = useText();
  const [typed, setTyped] = useState(() => codeIn(location.hash) ?? "");
  const [isScanning, setScanning] = useState(false);
  const id = useId();
  const code = codeIn(typed);
  return (
    <section className="section">
      <h2>{t("ladder.claim")}</h2>
      <p className="muted">{t("ladder.claimMore")}</p>
      {isScanning ? (
        <ScanCode
          onCode={(seen) => {
            setTyped(seen);
            setScanning(false);
          }}
          onClose={() => setScanning(false)}
        />
      ) : (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (code === undefined) return;
            // A code that was mistyped is answered by this one; what was said of it would be taken for the answer to this.
            for (const { id: wrong, kind } of acts.refused) if (kind === "claim") acts.dismiss(wrong);
            if (acts.act("claim", code, { method: "POST", path: "/api/setups/claim", body: { code } })) setTyped("");
          }}
        >
          {hasCamera() && (
            <button type="button" className="button big" onClick={() => setScanning(true)}>
              {t("ladder.scan")}
            </button>
          )}
          <div className="field">
            <label htmlFor={id}>{t("ladder.code")}</label>
            <input
              id={id}
              className="mono"
              value={typed}
              maxLength={40}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              placeholder="K7QM-2TRX"
              onChange={(event) => setTyped(event.target.value)}
            />
          </div>
          <button className="button primary big" disabled={code === undefined}>
            {t("ladder.claimIt")}
          </button>
        </form>
      )}
    </section>
  );
}
