import type { Alert, AlertStepRow } from "@probewarden/contract";
import { useAlertRecord } from "../../api/alert-steps.ts";
import { Failed, Skeleton } from "../../components/looks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";

/** What a step says beside its name. */
function Said({ row, venueId }: { row: AlertStepRow; venueId: string }) {
  const { t, code } = useText();
  const { assignee, document, reason, reasons = [], until, dueAt } = row;
  const time = until ?? dueAt;
  const texts = [
    ...(assignee === undefined || assignee === row.by ? [] : [assignee]),
    ...(document === undefined ? [] : [document]),
    ...(reason === undefined ? [] : [reason]),
    ...reasons.map((one) => code("alertRaise", one)),
  ];
  return (
    <>
      {texts.length > 0 && <> · {texts.join(t("look.comma"))}</>}
      {time !== undefined && (
        <>
          {" · "}
          {t(until === undefined ? "inbox.due" : "inbox.until")} <Moment at={time} venueId={venueId} as="clock" />
        </>
      )}
    </>
  );
}

/** What was done with an alert and what happened to it, the latest first; what was taken back stays, struck through. */
export function AlertRecord({ alert: { alertId, revision, venueId } }: { alert: Alert }) {
  const { t, code } = useText();
  const record = useAlertRecord(alertId, revision);
  if (record.isError) return <Failed what="alerts" failure={record.error} retry={record.refetch} />;
  if (record.data === undefined) return <Skeleton rows={2} what="alerts" />;
  if (record.data.length === 0) return <p className="muted small">{t("inbox.recordNone")}</p>;
  return (
    <ol className="record small" aria-label={t("inbox.record")}>
      {record.data.map((row) => (
        <li key={row.revision} className={row.undone ? "undone" : undefined}>
          <Moment at={row.at} venueId={venueId} as="clock" /> · {row.by ?? t("inbox.machine")} ·{" "}
          {row.undone ? <del>{code("alertStep", row.step)}</del> : code("alertStep", row.step)}
          <Said row={row} venueId={venueId} />
          {row.undone && <> {t("inbox.undone")}</>}
        </li>
      ))}
    </ol>
  );
}
