import type { SuspectDetail } from "@probewarden/contract";
import { signedDb } from "../../components/figures.ts";
import { Moment } from "../../components/moment.tsx";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";

/** What was held against it and is explained: which line, why, when, and what it had counted. Nothing where nothing was taken back. */
export function TakenBack({ withdrawn }: { withdrawn: NonNullable<SuspectDetail["withdrawn"]> }) {
  const { t, code } = useText();
  const names = useNames();
  if (withdrawn.length === 0) return null;
  return (
    <section data-withdrawn>
      <h3>{t("why.withdrawn", { n: withdrawn.length })}</h3>
      <ul>
        {withdrawn.map((line) => (
          <li key={`${line.sensorId}/${line.code}`}>
            <p>{code("evidence", line.code)}</p>
            <p className="small">
              {t("why.withdrawnMore", { why: code("withdrawn", line.why), db: signedDb(line.weightDb) })}
            </p>
            <p className="tags small muted">
              <span>{t("why.at", { sensor: names.sensor(line.sensorId) })}</span>
              <Moment at={line.at} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
