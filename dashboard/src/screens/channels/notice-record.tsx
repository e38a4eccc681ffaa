import type { NoticeRow } from "@probewarden/contract";
import { useNotices } from "../../api/channels.ts";
import { Loaded } from "../../components/looks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";

function Notice({ notice }: { notice: NoticeRow }) {
  const { t, problem } = useText();
  const { kind, state, subjects, to, createdAt, nextAt, attempts, failures } = notice;
  const [latest] = failures;
  const isBad = state === "given-up" || state === "dropped" || (state === "waiting" && attempts > 0);
  return (
    <li>
      <span className={isBad ? "strong" : undefined}>{t(`channels.state.${state}`)}</span> ·{" "}
      {t(`channels.noticeKind.${kind}`, { n: subjects.length })} · <Moment at={createdAt} />
      {attempts > 1 && <> · {t("channels.attempts", { n: attempts })}</>}
      {nextAt !== undefined && (
        <>
          {" "}
          · {t("channels.until")} <Moment at={nextAt} as="clock" />
        </>
      )}
      <span className="small muted channel-to mono">{to}</span>
      {latest && (
        <span className="small muted channel-to">
          {problem("noticeOutcome", { ...latest, text: latest.message })}
          {latest.said !== undefined && (
            <>
              {" "}
              <q className="mono">{latest.said}</q>
            </>
          )}
        </span>
      )}
    </li>
  );
}

/** What was sent through a channel, to whom, and how it went. */
export function NoticeRecord({ channelId }: { channelId: string }) {
  const { t } = useText();
  const query = useNotices(channelId);
  return (
    <section className="section">
      <h2>{t("channels.record")}</h2>
      <Loaded query={query} what="notices" rows={3}>
        {(notices) =>
          notices.length === 0 ? (
            <p className="muted">{t("channels.noRecord")}</p>
          ) : (
            <ul className="record">
              {notices.map((notice) => (
                <Notice key={notice.noticeId} notice={notice} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
