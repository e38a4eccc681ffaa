import type { Approval } from "@probewarden/contract";
import { useId, useState } from "react";
import { Link } from "react-router";
import { useAnswer, useTakeBack, useWaiting } from "../api/approvals.ts";
import { useMay, useSession } from "../api/queries.ts";
import { useText } from "../text/text.ts";
import { FormFailure } from "./form-failure.tsx";
import { Moment } from "./moment.tsx";

/**
 * What waits for a second person; nothing where nothing does.
 * @param about only what is about this suspect or camera, on its own page
 */
export function Waiting({ about }: { about?: string }) {
  const { t } = useText();
  const all = useWaiting().data ?? [];
  const waiting = all.filter(
    ({ suspectId, cameraId }) => about === undefined || suspectId === about || cameraId === about,
  );
  if (waiting.length === 0) return null;
  return (
    <section className="note" aria-label={t("approvals.title")}>
      <p>
        <strong>{t("approvals.title")}</strong>
      </p>
      <p className="muted small">{t("approvals.lead")}</p>
      <ul className="history">
        {waiting.map((one) => (
          <WaitingOne key={one.approvalId} asked={one} isOnPage={about !== undefined} />
        ))}
      </ul>
    </section>
  );
}

function WaitingOne({ asked, isOnPage }: { asked: Approval; isOnPage: boolean }) {
  const { t } = useText();
  const mayApprove = useMay("approve");
  const isOwn = useSession().data?.name === asked.askedBy;
  return (
    <li>
      <strong>{t(`approvals.what.${asked.kind}`)}</strong> · {t("approvals.asked", { by: asked.askedBy })} ·{" "}
      <Moment at={asked.askedAt} venueId={asked.venueId} as="clock" />
      <p>{asked.reason}</p>
      {asked.document !== undefined && <p className="muted">{t("approvals.document", { document: asked.document })}</p>}
      {asked.file !== undefined && (
        <p>
          <a href={`/api/venues/${asked.venueId}/documents/${asked.file.sha256}`} download>
            {asked.file.name}
          </a>
        </p>
      )}
      {asked.until !== undefined && (
        <p className="muted">
          {t("approvals.until")} <Moment at={asked.until} venueId={asked.venueId} as="clock" />
        </p>
      )}
      {!isOnPage && asked.suspectId !== undefined && (
        <p>
          <Link to={`/suspects/${asked.suspectId}`}>{t("approvals.openSuspect")}</Link>
        </p>
      )}
      {!isOnPage && asked.cameraId !== undefined && (
        <p>
          <Link to={`/cameras/${asked.cameraId}`}>{t("approvals.openCamera")}</Link>
        </p>
      )}
      {mayApprove && !isOwn ? (
        <Answer approvalId={asked.approvalId} />
      ) : (
        <p className="muted">{t(isOwn ? "approvals.own" : "approvals.noRole")}</p>
      )}
      {isOwn && <TakeBack approvalId={asked.approvalId} />}
    </li>
  );
}

function TakeBack({ approvalId }: { approvalId: string }) {
  const { t } = useText();
  const takeBack = useTakeBack(approvalId);
  return (
    <>
      <FormFailure failure={takeBack.error} />
      <div className="row-of-buttons">
        <button type="button" className="button" disabled={takeBack.isPending} onClick={() => takeBack.mutate()}>
          {t("approvals.takeBack")}
        </button>
      </div>
    </>
  );
}

function Answer({ approvalId }: { approvalId: string }) {
  const { t } = useText();
  const id = useId();
  const answer = useAnswer(approvalId);
  const [reason, setReason] = useState("");
  const isLocked = answer.isPending || reason.trim() === "";
  const say = (approve: boolean): void => answer.mutate({ approve, reason: reason.trim() });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isLocked) say(true);
      }}
    >
      <div className="field">
        <label htmlFor={id}>{t("approvals.reason")}</label>
        <textarea id={id} required maxLength={400} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
      <FormFailure failure={answer.error} />
      <div className="row-of-buttons">
        <button className="button primary" disabled={isLocked}>
          {t("approvals.approve")}
        </button>
        <button type="button" className="button" disabled={isLocked} onClick={() => say(false)}>
          {t("approvals.refuse")}
        </button>
      </div>
    </form>
  );
}
