import { useEndOwnSessions, useOwnSessions } from "../../api/own.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Loaded } from "../../components/looks.tsx";
import { SessionLine } from "../../components/session-line.tsx";
import { useText } from "../../text/text.ts";

/** Where one is signed in oneself, and how to end what is not oneself any more. */
export function OwnSessions() {
  const { t } = useText();
  const query = useOwnSessions();
  const end = useEndOwnSessions();
  return (
    <section className="section">
      <h2>{t("own.sessions")}</h2>
      <p className="muted">{t("own.sessionsMore")}</p>
      <Loaded query={query} what="ownSessions" rows={2}>
        {({ items }) => (
          <>
            <ul className="rows">
              {items.map((session) => (
                <SessionLine key={session.sessionId} session={session}>
                  {session.isThis !== true && (
                    <button
                      type="button"
                      className="button"
                      disabled={end.isPending}
                      onClick={() => end.mutate(session.sessionId)}
                    >
                      {t("people.end")}
                    </button>
                  )}
                </SessionLine>
              ))}
            </ul>
            {items.length > 1 && (
              <div className="row-of-buttons">
                <button type="button" className="button" disabled={end.isPending} onClick={() => end.mutate(undefined)}>
                  {t("own.endOthers")}
                </button>
              </div>
            )}
          </>
        )}
      </Loaded>
      <FormFailure failure={end.error} />
    </section>
  );
}
