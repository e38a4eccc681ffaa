import type { Decision, DecisionRequest } from "@probewarden/contract";
import { useId, useState } from "react";
import { useText } from "../text/text.ts";
import { DocumentField, isTooLarge, sentDocument } from "./document-field.tsx";
import { fieldText, instantOf } from "./field-time.ts";
import { FormFailure } from "./form-failure.tsx";
import { useTimeZone } from "./moment.tsx";
import { ZoneNote } from "./zone-note.tsx";

/** Asks for what a decision rests on, and sends it. A reason is required: somebody will read the record. */
export function DecisionForm(props: {
  decision: Decision;
  /** Whose time an end is told in. */
  venueId: string;
  busy: boolean;
  failure: unknown;
  onSend: (request: DecisionRequest) => void;
}) {
  const { decision } = props;
  const { t } = useText();
  const id = useId();
  const timeZone = useTimeZone(props.venueId);
  const [reason, setReason] = useState("");
  const [document, setDocument] = useState("");
  const [time, setTime] = useState("");
  const [file, setFile] = useState<File>();
  const send = async (): Promise<void> => {
    const until = instantOf(time, timeZone);
    props.onSend({
      decision,
      reason: reason.trim(),
      ...(document.trim() === "" ? {} : { document: document.trim() }),
      ...(until === undefined ? {} : { until }),
      ...(file === undefined ? {} : { file: await sentDocument(file) }),
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
          <DocumentField id={`${id}-file`} file={file} onFile={setFile} />
        </>
      )}
      {decision === "authorised" && (
        <div className="field">
          <label htmlFor={`${id}-until`}>{t("decide.until")}</label>
          <input
            id={`${id}-until`}
            type="datetime-local"
            aria-describedby={`${id}-zone`}
            min={fieldText(Date.now(), timeZone)}
            value={time}
            onChange={(event) => setTime(event.target.value)}
          />
          <ZoneNote id={`${id}-zone`} venueId={props.venueId} />
        </div>
      )}
      <FormFailure failure={props.failure} />
      <div className="row-of-buttons">
        <button className="button primary" disabled={props.busy || isTooLarge(file) || reason.trim() === ""}>
          {t(`decide.choose.${decision}`)}
        </button>
      </div>
    </form>
  );
}
