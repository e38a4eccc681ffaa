import type { AlertStepRequest } from "@probewarden/contract";
import { useId } from "react";
import { useText } from "../../text/text.ts";
import { DocumentField, isTooLarge } from "../document-field.tsx";
import { fieldText, fieldTextIn, instantOf } from "../field-time.ts";
import { useTimeZone } from "../moment.tsx";
import { ZoneNote } from "../zone-note.tsx";
import type { WordedStep } from "./asked-step.ts";

/** What a person has typed so far; times as the field has them, in the time of the venue. */
export interface Typed {
  reason: string;
  document: string;
  assignee: string;
  time: string;
  /** authorise: the document itself, where somebody has it as a file. */
  file?: File | undefined;
}
export const NOTHING_TYPED: Typed = { reason: "", document: "", assignee: "", time: "" };

/** The step as it is sent, its time read in a zone; undefined while something is missing. */
export function requestOf(step: WordedStep, typed: Typed, timeZone: string | undefined): AlertStepRequest | undefined {
  const [reason, document, assignee] = [typed.reason.trim(), typed.document.trim(), typed.assignee.trim()];
  const until = instantOf(typed.time, timeZone);
  if (step === "close") return reason === "" ? undefined : { step, reason };
  if (step === "take")
    return assignee === "" ? undefined : { step, assignee, ...(until === undefined ? {} : { dueAt: until }) };
  if (until === undefined) return undefined;
  if (step === "snooze") return { step, until, ...(reason === "" ? {} : { reason }) };
  return reason === "" || document === "" || isTooLarge(typed.file) ? undefined : { step, document, until, reason };
}

/** The fields of a step. */
export function StepFields(props: {
  step: WordedStep;
  /** Whose time it is told in. */
  venueId: string | undefined;
  typed: Typed;
  onType: (typed: Typed) => void;
}) {
  const { step, typed, onType } = props;
  const { t } = useText();
  const id = useId();
  const change = (key: Exclude<keyof Typed, "file">) => (event: { target: { value: string } }) =>
    onType({ ...typed, [key]: event.target.value });
  const timeZone = useTimeZone(props.venueId);
  const now = Date.now();
  const earliest = fieldText(now, timeZone);
  const proposals = [
    ["inbox.dialog.tonight", fieldTextIn(0, 20, now, timeZone)],
    ["inbox.dialog.tomorrow", fieldTextIn(1, 8, now, timeZone)],
    ["inbox.dialog.week", fieldTextIn(7, 8, now, timeZone)],
  ] as const;
  return (
    <>
      {step === "take" && (
        <div className="field">
          <label htmlFor={`${id}-who`}>{t("inbox.dialog.assignee")}</label>
          <input
            id={`${id}-who`}
            required
            maxLength={64}
            value={typed.assignee}
            onChange={change("assignee")}
            autoComplete="off"
          />
        </div>
      )}
      {step === "authorise" && (
        <div className="field">
          <label htmlFor={`${id}-document`}>{t("inbox.dialog.document")}</label>
          <input
            id={`${id}-document`}
            required
            maxLength={200}
            value={typed.document}
            onChange={change("document")}
            autoComplete="off"
          />
        </div>
      )}
      {step === "authorise" && (
        <DocumentField id={`${id}-file`} file={typed.file} onFile={(file) => onType({ ...typed, file })} />
      )}
      {step !== "close" && (
        <div className="field">
          <label htmlFor={`${id}-time`}>{t(step === "take" ? "inbox.dialog.due" : "inbox.dialog.until")}</label>
          <input
            id={`${id}-time`}
            type="datetime-local"
            required={step !== "take"}
            aria-describedby={`${id}-zone`}
            min={earliest}
            value={typed.time}
            onChange={change("time")}
          />
          <ZoneNote id={`${id}-zone`} venueId={props.venueId} />
          {step === "snooze" && (
            <div className="row-of-buttons">
              {proposals
                .filter(([, time]) => time > earliest)
                .map(([words, time]) => (
                  <button key={words} type="button" className="button plain" onClick={() => onType({ ...typed, time })}>
                    {t(words)}
                  </button>
                ))}
            </div>
          )}
        </div>
      )}
      {step !== "take" && (
        <div className="field">
          <label htmlFor={`${id}-reason`}>
            {t(step === "snooze" ? "inbox.dialog.reasonOptional" : "inbox.dialog.reason")}
          </label>
          <textarea
            id={`${id}-reason`}
            required={step !== "snooze"}
            maxLength={400}
            value={typed.reason}
            onChange={change("reason")}
          />
        </div>
      )}
    </>
  );
}
