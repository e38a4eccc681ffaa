import type { Webhook } from "@probewarden/contract";
import { useId, useState, type ChangeEvent } from "react";
import { useSaveWebhook, useTestWebhook } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";

function Deliveries({ webhook, testFailed }: { webhook: Webhook; testFailed: boolean }) {
  const { t, problem } = useText();
  return (
    <>
      <dl className="facts">
        <dt>{t("webhook.waiting")}</dt>
        <dd className="num">{t("webhook.messages", { n: webhook.waiting })}</dd>
        <dt>{t("webhook.lastSent")}</dt>
        <dd>{webhook.lastSentAt === undefined ? t("webhook.never") : <Moment at={webhook.lastSentAt} />}</dd>
      </dl>
      {/* Beside a test that failed a moment ago, "none failed" would read as its contrary. */}
      {(webhook.failures.length > 0 || !testFailed) && <h3>{t("webhook.failures")}</h3>}
      {webhook.failures.length === 0 ? (
        !testFailed && <p className="muted">{t("webhook.noFailures")}</p>
      ) : (
        <ul className="rows failures">
          {webhook.failures.map((failure) => (
            <li key={failure.at}>
              <span>{problem("noticeOutcome", { ...failure, text: failure.message })}</span>
              <span className="small muted">
                <Moment at={failure.at} /> · {t("webhook.attempts", { n: failure.attempts })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Where alerts are posted. The secret goes in and never comes out. */
export function WebhookForm({ webhook }: { webhook: Webhook }) {
  const { t, problem } = useText();
  const save = useSaveWebhook();
  const test = useTestWebhook();
  // Undefined: as it is saved.
  const [typed, setTyped] = useState<string>();
  const url = typed ?? webhook.url ?? "";
  const [secret, setSecret] = useState("");
  const id = useId();
  // The collector tests the address that it keeps, which is not the one that is being typed.
  const isUnsaved = url.trim() !== (webhook.url ?? "") || secret !== "";
  const change = (set: (value: string) => void) => (event: ChangeEvent<HTMLInputElement>) => {
    save.reset();
    test.reset();
    set(event.target.value);
  };
  return (
    <>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          test.reset();
          save.mutate(
            { url: url.trim() === "" ? null : url.trim(), ...(secret === "" ? {} : { secret }) },
            {
              onSuccess: () => {
                setTyped(undefined);
                setSecret("");
              },
            },
          );
        }}
      >
        <div className="field">
          <label htmlFor={`${id}u`}>{t("webhook.url")}</label>
          <input
            id={`${id}u`}
            type="url"
            maxLength={2048}
            placeholder="https://"
            value={url}
            onChange={change(setTyped)}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}s`}>{t("webhook.secret")}</label>
          <input
            id={`${id}s`}
            type="password"
            autoComplete="off"
            placeholder={webhook.hasSecret ? t("webhook.secretKept") : ""}
            value={secret}
            onChange={change(setSecret)}
          />
          <span className="small muted">{t("webhook.secretMore")}</span>
        </div>
        <FormFailure failure={save.error ?? test.error} />
        {test.data && (
          <p role="status" className={test.data.ok ? "ok" : "strong"}>
            {t(test.data.ok ? "webhook.testOk" : "webhook.testFailed")}{" "}
            {problem("noticeOutcome", { ...test.data, text: test.data.message })}
          </p>
        )}
        {save.isSuccess && <p role="status">{t("webhook.saved")}</p>}
        <div className="row-of-buttons">
          <button className="button primary" disabled={save.isPending}>
            {t("webhook.save")}
          </button>
          <button
            type="button"
            className="button"
            disabled={test.isPending || isUnsaved || webhook.url === undefined}
            aria-describedby={isUnsaved ? `${id}t` : undefined}
            onClick={() => test.mutate(undefined)}
          >
            {t("webhook.test")}
          </button>
          {isUnsaved && (
            <span id={`${id}t`} className="small muted">
              {t("webhook.saveFirst")}
            </span>
          )}
        </div>
      </form>
      <Deliveries webhook={webhook} testFailed={test.data?.ok === false} />
    </>
  );
}
