import type { Channel } from "@probewarden/contract";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import { useRemoveChannel, useTestChannel } from "../../api/channels.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { useText } from "../../text/text.ts";

/** Sends a test and says what the receiver answered; takes the channel away. */
export function ChannelTest({ channel, isUnsaved }: { channel: Channel; isUnsaved: boolean }) {
  const { t, problem } = useText();
  const navigate = useNavigate();
  const test = useTestChannel(channel.channelId);
  const remove = useRemoveChannel(channel.channelId);
  const [isSure, setSure] = useState(false);
  const id = useId();
  const result = test.data;
  return (
    <section className="section">
      {result && (
        <p role="status" className={result.ok ? "ok" : "strong"}>
          {t(result.ok ? "channels.testOk" : "channels.testFailed")}{" "}
          {problem("noticeOutcome", { ...result, text: result.message })}
          {result.said !== undefined && (
            <>
              {" "}
              {t("channels.said")} <q className="mono">{result.said}</q>
            </>
          )}
        </p>
      )}
      <FormFailure failure={test.error ?? remove.error} />
      <div className="row-of-buttons">
        <button
          type="button"
          className="button"
          disabled={test.isPending || isUnsaved}
          aria-describedby={isUnsaved ? id : undefined}
          onClick={() => test.mutate()}
        >
          {t("channels.test")}
        </button>
        {isSure ? (
          <button
            type="button"
            className="button"
            disabled={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: () => void navigate("/settings/channels") })}
          >
            {t("channels.reallyRemove")}
          </button>
        ) : (
          <button type="button" className="button plain" onClick={() => setSure(true)}>
            {t("channels.remove")}
          </button>
        )}
        {isUnsaved && (
          <span id={id} className="small muted">
            {t("channels.saveFirst")}
          </span>
        )}
        {isSure && <span className="small muted">{t("channels.removeMore")}</span>}
      </div>
    </section>
  );
}
