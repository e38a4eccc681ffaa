import type { Decision, DecisionRequest } from "@probewarden/contract";
import { MOST_DOCUMENT_BYTES } from "@probewarden/contract/figures";
import { useId, useState } from "react";
import { useText } from "../text/text.ts";
import { localText } from "./alert-step/local-time.ts";
import { FormFailure } from "./form-failure.tsx";
import { toBase64 } from "./to-base64.ts";

/** Asks for what a decision rests on, and sends it. A reason is required: somebody will read the record. */
export function DecisionForm(props: {
  decision: Decision;
  busy: boolean;
  failure: unknown;
  onSend: (request: DecisionRequest) => void;
}) {
  const { decision } = props;
  const { t } = useText();
  const id = useId();
  const [reason, setReason] = useState("");
  const [document, setDocument] = useState("");
  const [time, setTime] = useState("");
  const [file, setFile] = useState<File>();
  const isTooLarge = file !== undefined && file.size > MOST_DOCUMENT_BYTES;
  const send = async (): Promise<void> => {
    const sent = file === undefined ? undefined : { name: file.name.slice(-200), content: await toBase64(file) };
    props.onSend({
      decision,
      reason: reason.trim(),
      ...(document.trim() === "" ? {} : { document: document.trim() }),
      ...(time === "" ? {} : { until: new Date(time).toISOString() }),
      ...(sent === undefined ? {} : { file: sent }),
    });
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="field">
        <label htmlFor={id}>{t("decide.reason")}</label>
        <textarea id={id} required maxLength={400} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
      {decision !== "none" && (
        <>
          <div className="field">
            <label htmlFor={`${id}-document`}>{t("decide.document")}</label>
            <input
              id={`${id}-document`}
              maxLength={200}
              autoComplete="off"
              value={document}
              onChange={(event) => setDocument(event.target.value)}
            />
          </div>
          <div className="field">
            <label htmlFor={`${id}-file`}>{t("decide.file")}</label>
            <input
              id={`${id}-file`}
              type="file"
              accept="application/pdf,image/png,image/jpeg"
              onChange={(event) => setFile(event.target.files?.[0])}
            />
            {isTooLarge && <p role="alert">{t("decide.fileTooLarge", { mb: MOST_DOCUMENT_BYTES / 1024 / 1024 })}</p>}
          </div>
        </>
      )}
      {decision === "authorised" && (
        <div className="field">
          <label htmlFor={`${id}-until`}>{t("decide.until")}</label>
          <input
            id={`${id}-until`}
            type="datetime-local"
            min={localText(new Date())}
            value={time}
            onChange={(event) => setTime(event.target.value)}
          />
        </div>
      )}
      <FormFailure failure={props.failure} />
      <div className="row-of-buttons">
        <button className="button primary" disabled={props.busy || isTooLarge || reason.trim() === ""}>
          {t(`decide.choose.${decision}`)}
        </button>
      </div>
    </form>
  );
}
