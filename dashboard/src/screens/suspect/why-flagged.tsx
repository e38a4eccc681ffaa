import type { SuspectDetail } from "@probewarden/contract";
import { signedDb } from "../../components/figures.ts";
import { BandMark } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";
import { columnOf, type ColumnLine } from "./column.ts";
import { EvidenceBody } from "./evidence-body.tsx";
import { toldFacts } from "./told-facts.ts";
import { TakenBack } from "./taken-back.tsx";
import { WeightBar } from "./weight-bar.tsx";

type Facts = ReturnType<typeof toldFacts>;

function Line({ line, maxDb, facts }: { line: ColumnLine; maxDb: number; facts: Facts }) {
  const { t, code } = useText();
  const words =
    line.kind === "evidence"
      ? code("evidence", line.evidence.code)
      : line.kind === "mitigation"
        ? code("mitigation", line.code)
        : t("why.prior");
  return (
    <li className={line.counts ? undefined : "not-counted"}>
      <p className="seen">{words}</p>
      <p className="weight">{signedDb(line.weightDb)}</p>
      <WeightBar weightDb={line.weightDb} maxDb={maxDb} />
      <div className="body">
        {line.kind === "evidence" && (
          <EvidenceBody
            evidence={line.evidence}
            facts={facts.get(line.evidence)}
            {...(line.why ? { notCounted: line.why } : {})}
          />
        )}
        {line.kind === "prior" && <p className="muted small">{t("why.priorMore")}</p>}
        {line.kind === "mitigation" && <p className="muted small">{t("why.mitigationMore")}</p>}
      </div>
    </li>
  );
}

const keyOf = (line: ColumnLine, at: number): string =>
  line.kind === "evidence" ? `${line.evidence.sensorId}/${line.evidence.code}` : `${line.kind}/${at}`;

/** Why it was flagged: a column of lines that adds up, in front of the reader, to the score. */
export function WhyFlagged({ detail }: { detail: SuspectDetail }) {
  const { t } = useText();
  const { lines, aside, totalDb } = columnOf(detail);
  const maxDb = Math.max(10, ...[...lines, ...aside].map((line) => Math.abs(line.weightDb)), Math.abs(totalDb));
  const { suspect } = detail;
  const facts = toldFacts([...lines, ...aside].flatMap((line) => (line.kind === "evidence" ? [line.evidence] : [])));
  return (
    <section className="section">
      <div className="head">
        <h2>{t("why.title")}</h2>
        <span className="muted small">{t("why.unit")}</span>
      </div>
      <ol className="why">
        {lines.map((line, at) => (
          <Line key={keyOf(line, at)} line={line} maxDb={maxDb} facts={facts} />
        ))}
        <li className="total">
          <p className="seen">
            {t("why.score")} <BandMark band={suspect.band} />
          </p>
          <p className="weight">{signedDb(totalDb)}</p>
          <div className="body">
            <p className="muted small">{t("why.scoreMore")}</p>
            {Math.abs(totalDb - suspect.scoreDb) >= 0.05 && (
              <p className="small">{t("why.scoreDiffers", { score: signedDb(suspect.scoreDb) })}</p>
            )}
          </div>
        </li>
      </ol>
      <TakenBack withdrawn={detail.withdrawn ?? []} />
      {aside.length > 0 && (
        <details className="aside-lines">
          <summary>{t("why.aside", { n: aside.length })}</summary>
          <ol className="why">
            {aside.map((line, at) => (
              <Line key={keyOf(line, at)} line={line} maxDb={maxDb} facts={facts} />
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}
