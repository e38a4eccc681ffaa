import type { Alert, Suspect } from "@probewarden/contract";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { Link } from "react-router";
import { useCloseAlert } from "../../api/queries.ts";
import { BandShape } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { ReasonForm } from "../../components/reason-form.tsx";
import { SuspectMarks } from "../../components/suspect-marks.tsx";
import { useSentence } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";

function CloseDialog({ alert }: { alert: Alert }) {
  const { t } = useText();
  const close = useCloseAlert();
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="button">{t("today.close")}</Dialog.Trigger>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content className="dialog">
          <Dialog.Title>{t("today.closeTitle")}</Dialog.Title>
          <Dialog.Description className="muted">{t("today.closeMore")}</Dialog.Description>
          <ReasonForm
            send={t("today.close")}
            failure={close.error}
            busy={close.isPending}
            onSend={(reason) => close.mutate({ alertId: alert.alertId, reason }, { onSuccess: () => setOpen(false) })}
          >
            <Dialog.Close className="button" type="button">
              {t("look.cancel")}
            </Dialog.Close>
          </ReasonForm>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** An open alert: the suspect's sentence, how its message fared, and how to close it. */
export function AlertRow({ alert, suspect }: { alert: Alert; suspect: Suspect | undefined }) {
  const { t, code } = useText();
  const sentence = useSentence();
  return (
    <li>
      <div className="row">
        <BandShape band={alert.band} />
        <Link className="title" data-row to={`/suspects/${alert.suspectId}`}>
          {suspect ? sentence(suspect) : `${code("suspicion", alert.suspicion)} · ${code("band", alert.band)}`}
        </Link>
        <p className="under muted small">
          {suspect && (
            <>
              <SuspectMarks suspect={suspect} /> ·{" "}
            </>
          )}
          {t("today.opened")} <Moment at={alert.openedAt} venueId={alert.venueId} />
          {alert.delivery !== "none" && <> · {code("delivery", alert.delivery)}</>}
        </p>
        <div className="aside">
          <CloseDialog alert={alert} />
        </div>
      </div>
    </li>
  );
}
