import type { AuditReport } from "@probewarden/contract";
import { useState } from "react";
import { useAudit, useAuditCheck } from "../../api/audit.ts";
import { plainFigure } from "../../components/figures.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Empty, Loaded } from "../../components/looks.tsx";
import { useText } from "../../text/text.ts";
import { Line } from "./audit-line.tsx";
import "./people.css";

/** Whether the chain is whole, when somebody has asked. */
function Report({ report: { lines, from, to, end, broken } }: { report: AuditReport }) {
  const { t, code } = useText();
  if (broken !== undefined)
    return (
      <p className="strong" role="alert">
        {t("audit.broken", { n: plainFigure(broken.seq), why: code("auditFault", broken.fault) })}
      </p>
    );
  return (
    <div role="status">
      <p>
        <strong>{t("audit.whole", { n: plainFigure(lines), from: plainFigure(from), to: plainFigure(to) })}</strong>
      </p>
      <p className="small muted">{t("audit.endMore")}</p>
      <p className="mono small link-of-chain">{end}</p>
    </div>
  );
}

/** The auditor's page: who did what, and whether all of it is as it was written. */
export function AuditScreen() {
  const { t } = useText();
  const [by, setBy] = useState("");
  const [asked, setAsked] = useState("");
  const query = useAudit(asked);
  const check = useAuditCheck();
  return (
    <>
      <h1>{t("audit.title")}</h1>
      <p className="muted">{t("audit.more")}</p>
      <div className="row-of-buttons">
        <button type="button" className="button" disabled={check.isPending} onClick={() => check.mutate()}>
          {t("audit.check")}
        </button>
        <a className="button" href="/api/audit.csv" download>
          {t("audit.file")}
        </a>
      </div>
      {check.data && <Report report={check.data} />}
      <FormFailure failure={check.error} />
      <form
        className="row-of-buttons audit-search"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(by.trim());
        }}
      >
        <label className="field">
          {t("audit.by")}
          <input value={by} maxLength={64} list="who-acted" onChange={(event) => setBy(event.target.value)} />
        </label>
        <datalist id="who-acted">
          {[...new Set(query.data?.map((line) => line.by))].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <button type="submit" className="button">
          {t("audit.show")}
        </button>
      </form>
      <Loaded query={query} what="audit">
        {(lines) =>
          lines.length === 0 ? (
            <Empty title="audit.none" next="audit.noneNext" />
          ) : (
            <ul className="rows">
              {lines.map((line) => (
                <Line key={line.seq} line={line} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {query.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("look.more")}
        </button>
      )}
    </>
  );
}
