import type { EvidencePackage } from "@probewarden/contract";
import { Dialog } from "radix-ui";
import { useId, useState } from "react";
import { useAskForPackage, useEvidenceKey, usePackages, useTaken } from "../../api/packages.ts";
import { useMay } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";

/** Evidence about a suspect as files that leave the house: who asked, why, and what was taken. */
export function Packages({ suspectId, venueId }: { suspectId: string; venueId: string }) {
  const { t } = useText();
  const mayTake = useMay("takeEvidenceAway");
  const mayAsk = useMay("packEvidence");
  const [asking, setAsking] = useState(false);
  const packages = usePackages(suspectId).data ?? [];
  if (!mayTake) return null;
  return (
    <section className="section">
      <h2>{t("packages.title")}</h2>
      <p className="muted">{t("packages.lead")}</p>
      {mayAsk && (
        <div className="row-of-buttons">
          <button type="button" className="button" onClick={() => setAsking(true)}>
            {t("packages.make")}
          </button>
        </div>
      )}
      {packages.length > 0 && (
        <>
          <ul className="history">
            {packages.map((one) => (
              <OnePackage key={one.packageId} asked={one} venueId={venueId} />
            ))}
          </ul>
          <SigningKey />
        </>
      )}
      {asking && <AskDialog suspectId={suspectId} onDone={() => setAsking(false)} />}
    </section>
  );
}

function OnePackage({ asked, venueId }: { asked: EvidencePackage; venueId: string }) {
  const { t } = useText();
  const taken = useTaken();
  const last = asked.taken[0];
  return (
    <li>
      <strong>{asked.purpose}</strong> · {asked.askedBy} · <Moment at={asked.askedAt} venueId={venueId} as="clock" />
      <p className="muted">{asked.legalBasis}</p>
      {asked.state !== "ready" && <p className="muted">{t(`packages.state.${asked.state}`)}</p>}
      {asked.state === "ready" && (
        <p>
          <a className="button" href={`/api/packages/${asked.packageId}/file`} download onClick={taken}>
            {t("packages.file")}
          </a>
        </p>
      )}
      <p className="muted small">
        {last === undefined ? (
          t("packages.neverTaken")
        ) : (
          <>
            {t("packages.taken", { by: last.by, mb: (last.bytes / 1e6).toFixed(2) })} ·{" "}
            <Moment at={last.at} as="clock" />
          </>
        )}
      </p>
      {last && (
        <p className="small">
          {t("packages.sha256")} <code className="mono link-of-chain">{last.sha256}</code>
        </p>
      )}
    </li>
  );
}

/** What whoever verifies has to be told, and how they do. */
function SigningKey() {
  const { t } = useText();
  const { data: key } = useEvidenceKey();
  if (key === undefined) return null;
  return (
    <div className="note" role="note">
      <p>
        <strong>{t("packages.key")}</strong>
      </p>
      <p className="mono small link-of-chain" data-fingerprint>
        {key.fingerprint}
      </p>
      <p className="muted small">{t("packages.keyMore")}</p>
      <p className="mono small link-of-chain">node verify-package.mjs PACKAGE.zip {key.fingerprint}</p>
    </div>
  );
}

function AskDialog({ suspectId, onDone }: { suspectId: string; onDone: () => void }) {
  const { t } = useText();
  const ask = useAskForPackage(suspectId);
  const id = useId();
  const [purpose, setPurpose] = useState("");
  const [legalBasis, setLegalBasis] = useState("");
  const isWhole = purpose.trim() !== "" && legalBasis.trim() !== "";
  return (
    <Dialog.Root open onOpenChange={(isOpen) => isOpen || onDone()}>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content className="dialog" onInteractOutside={(event) => event.preventDefault()}>
          <Dialog.Title>{t("packages.dialog")}</Dialog.Title>
          <Dialog.Description className="muted">{t("packages.dialogMore")}</Dialog.Description>
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault();
              ask.mutate({ purpose: purpose.trim(), legalBasis: legalBasis.trim() }, { onSuccess: onDone });
            }}
          >
            <Field id={`${id}-purpose`} what="purpose" value={purpose} onType={setPurpose} />
            <Field id={`${id}-basis`} what="legalBasis" value={legalBasis} onType={setLegalBasis} />
            <FormFailure failure={ask.error} />
            <div className="row-of-buttons">
              <button className="button primary" disabled={ask.isPending || !isWhole}>
                {t("packages.send")}
              </button>
              <Dialog.Close className="button" type="button">
                {t("look.cancel")}
              </Dialog.Close>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Field(props: { id: string; what: "purpose" | "legalBasis"; value: string; onType: (text: string) => void }) {
  const { t } = useText();
  return (
    <div className="field">
      <label htmlFor={props.id}>{t(`packages.${props.what}`)}</label>
      <textarea
        id={props.id}
        required
        maxLength={400}
        placeholder={t(`packages.${props.what}Hint`)}
        value={props.value}
        onChange={(event) => props.onType(event.target.value)}
      />
    </div>
  );
}
