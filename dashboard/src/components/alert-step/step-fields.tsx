import type { AlertStepRequest } from "@probewarden/contract";
import { useId } from "react";
import { useText } from "../../text/text.ts";
import { DocumentField, isTooLarge } from "../document-field.tsx";
import type { WordedStep } from "./asked-step.ts";
import { at, inDays, localText } from "./local-time.ts";

/** What a person has typed so far; times as the field has them, in the time of who types. */
export interface Typed {
  reason: string;
  document: string;
  assignee: string;
  time: string;
  /** authorise: the document itself, where somebody has it as a file. */
  file?: File | undefined;
}
export const NOTHING_TYPED: Typed = { reason: "", document: "", assignee: "", time: "" };

/** The step as it is sent; undefined while something is missing. */
export function requestOf(step: WordedStep, typed: Typed): AlertStepRequest | undefined {
  const [reason, document, assignee] = [typed.reason.trim(), typed.document.trim(), typed.assignee.trim()];
  const time = typed.time === "" ? undefined : new Date(typed.time);
  const until = time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
  if (step === "close") return reason === "" ? undefined : { step, reason };
  if (step === "take")
    return assignee === "" ? undefined : { step, assignee, ...(until === undefined ? {} : { dueAt: until }) };
  if (until === undefined) return undefined;
  if (step === "snooze") return { step, until, ...(reason === "" ? {} : { reason }) };
  return reason === "" || document === "" || isTooLarge(typed.file) ? undefined : { step, document, until, reason };
}

/** The fields of a step. */
export function StepFields(props: { step: WordedStep; typed: Typed; onType: (typed: Typed) => void }) {
  const { step, typed, onType } = props;
  const { t } = useText();
  const id = useId();
  const change = (key: Exclude<keyof Typed, "file">) => (event: { target: { value: string } }) =>
    onType({ ...typed, [key]: event.target.value });
  const now = new Date();
  const proposals = [
    ["inbox.dialog.tonight", at(now, 20)],
    ["inbox.dialog.tomorrow", at(inDays(now, 1), 8)],
    ["inbox.dialog.week", at(inDays(now, 7), 8)],
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
            min={localText(now)}
            value={typed.time}
            onChange={change("time")}
          />
          {step === "snooze" && (
            <div className="row-of-buttons">
              {proposals
                .filter(([, time]) => time > now)
                .map(([words, time]) => (
                  <button
                    key={words}
                    type="button"
                    className="button plain"
                    onClick={() => onType({ ...typed, time: localText(time) })}
                  >
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
