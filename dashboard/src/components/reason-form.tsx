import { useId, useState, type ReactNode } from "react";
import { useText } from "../text/text.ts";
import { FormFailure } from "./form-failure.tsx";

/** Asks for a reason and sends it. A reason is required: somebody will read the record. */
export function ReasonForm(props: {
  send: string;
  busy: boolean;
  failure: unknown;
  onSend: (reason: string) => void;
  children?: ReactNode;
}) {
  const { t } = useText();
  const [reason, setReason] = useState("");
  const id = useId();
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSend(reason.trim());
      }}
    >
      <div className="field">
        <label htmlFor={id}>{t("decide.reason")}</label>
        <textarea id={id} required maxLength={400} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
      <FormFailure failure={props.failure} />
      <div className="row-of-buttons">
        <button className="button primary" disabled={props.busy || reason.trim() === ""}>
          {props.send}
        </button>
        {props.children}
      </div>
    </form>
  );
}
