import type { SuspectDetail } from "@probewarden/contract";
import { Dialog } from "radix-ui";
import { signedDb } from "../../components/figures.ts";
import { useText } from "../../text/text.ts";

/** How the weight of a line is known, and on demand what that means. */
export function BasisNote({ evidence }: { evidence: SuspectDetail["evidence"][number] }) {
  const { t, code } = useText();
  const { basis, boundDb, usedDb } = evidence;
  return (
    <Dialog.Root>
      <Dialog.Trigger className="as-link">{t(`why.basis.${basis}`)}</Dialog.Trigger>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title>{t("basis.title")}</Dialog.Title>
          <p>{code("evidence", evidence.code)}</p>
          <dl className="facts">
            <dt>{t("basis.used")}</dt>
            <dd className="num">{signedDb(usedDb)} dB</dd>
            <dt>{t("basis.bound")}</dt>
            <dd className="num">{boundDb === null ? t("basis.noBound") : `${signedDb(boundDb)} dB`}</dd>
          </dl>
          <p className="small">{t("basis.usedMore")}</p>
          <p className="small">{t("basis.boundMore")}</p>
          <p className="small">{t(`basis.more.${basis}`)}</p>
          <p className="small muted">
            {t("basis.argument")}{" "}
            <code className="mono">
              docs/detectors.md · {evidence.detector} · {evidence.code}
            </code>
          </p>
          <Dialog.Close className="button">{t("look.close")}</Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
