import type { DecisionEntry, EvidencePackage } from "@probewarden/contract";
import { Dialog } from "radix-ui";
import { useId, useRef, useState } from "react";
import { useAskForPackage, useEvidenceKey, usePackages, useTaken, type PackageOf } from "../api/packages.ts";
import { useMay } from "../api/queries.ts";
import { useText } from "../text/text.ts";
import { FormFailure } from "./form-failure.tsx";
import { Moment } from "./moment.tsx";

/** Evidence about a suspect or a camera as files that leave the house: who asked, why, and what was taken. */
export function Packages({ of, venueId }: { of: PackageOf; venueId: string }) {
  const { t } = useText();
  const mayTake = useMay("takeEvidenceAway");
  const mayAsk = useMay("packEvidence");
  const [asking, setAsking] = useState(false);
  const packages = usePackages(of).data ?? [];
  if (!mayTake) return null;
  return (
    <section className="section">
      <h2>{t("packages.title")}</h2>
      <p className="muted">{t(`packages.lead.${of.kind}`)}</p>
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
      {asking && <AskDialog of={of} onDone={() => setAsking(false)} />}
    </section>
  );
}

/** How long what is still being fetched may move a row away. */
const HELD_MS = 5_000;

/** The row of a package in the page. */
const rowOf = (packageId: string): string => `package-${packageId}`;

/** Goes to a package that was just asked for, far from where that was: without it nothing would show that it was made. */
function showPackage(packageId: string): boolean {
  const row = document.querySelector<HTMLElement>(`#${CSS.escape(rowOf(packageId))}`);
  if (row === null) return false;
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
  holdInView(row);
  return true;
}

/** What comes later above a row pushes it away again: until then it is held where it was brought, unless the person scrolls or goes elsewhere. */
function holdInView(row: HTMLElement): void {
  const sizes = new ResizeObserver(() => {
    if (document.activeElement === row) row.scrollIntoView({ block: "center" });
  });
  sizes.observe(document.body);
  const over = new AbortController();
  const stop = (): void => {
    sizes.disconnect();
    over.abort();
  };
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"])
    addEventListener(kind, stop, { passive: true, signal: over.signal });
  setTimeout(stop, HELD_MS);
}

function OnePackage({ asked, venueId }: { asked: EvidencePackage; venueId: string }) {
  const { t } = useText();
  const taken = useTaken();
  const last = asked.taken[0];
  return (
    <li id={rowOf(asked.packageId)} tabIndex={-1}>
      <strong>{asked.purpose}</strong> · {asked.askedBy} · <Moment at={asked.askedAt} venueId={venueId} as="clock" />
      <p className="muted">{asked.legalBasis}</p>
      {asked.decisionId !== undefined && <p className="muted">{t("packages.ofDecision", { n: asked.decisionId })}</p>}
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

/** Beside a decision: a package of what was known when it was made. */
export function PackDecision({ of, decision }: { of: PackageOf; decision: DecisionEntry }) {
  const { t } = useText();
  const mayAsk = useMay("packEvidence");
  const [asking, setAsking] = useState(false);
  if (!mayAsk) return null;
  return (
    <p>
      <button type="button" className="button plain" onClick={() => setAsking(true)}>
        {t("packages.makeOfDecision")}
      </button>
      {asking && <AskDialog of={of} decisionId={decision.decisionId} onDone={() => setAsking(false)} />}
    </p>
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

function AskDialog({ of, decisionId, onDone }: { of: PackageOf; decisionId?: number; onDone: () => void }) {
  const { t } = useText();
  const ask = useAskForPackage(of);
  const id = useId();
  const made = useRef<string>(undefined);
  const [purpose, setPurpose] = useState("");
  const [legalBasis, setLegalBasis] = useState("");
  const isWhole = purpose.trim() !== "" && legalBasis.trim() !== "";
  return (
    <Dialog.Root open onOpenChange={(isOpen) => isOpen || onDone()}>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content
          className="dialog"
          onInteractOutside={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => {
            if (made.current !== undefined && showPackage(made.current)) event.preventDefault();
          }}
        >
          <Dialog.Title>{t("packages.dialog")}</Dialog.Title>
          <Dialog.Description className="muted">
            {t(decisionId === undefined ? "packages.dialogMore" : "packages.dialogOfDecision")}
          </Dialog.Description>
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault();
              const why = { purpose: purpose.trim(), legalBasis: legalBasis.trim() };
              ask.mutate(
                { ...why, ...(decisionId === undefined ? {} : { decisionId }) },
                {
                  // By now the list was asked again, and has it.
                  onSuccess: ({ packageId }) => {
                    made.current = packageId;
                    onDone();
                  },
                },
              );
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
