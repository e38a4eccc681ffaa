import type { SuspectChange, SuspectDetail } from "@probewarden/contract";
import { useState } from "react";
import { signedDb } from "../../components/figures.ts";
import { BandMark } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { placeText } from "../../components/suspect-sentence.ts";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { changeOf } from "./what-changed.ts";

/** Rows shown before somebody asks for the rest. */
const FIRST_ROWS = 12;

function Row({
  change,
  before,
  venueId,
}: {
  change: SuspectChange;
  before: SuspectChange | undefined;
  venueId: string;
}) {
  const { t, code } = useText();
  const names = useNames();
  const { appeared, gone } = changeOf(change, before);
  const evidence = (codes: string[]) => codes.map((it) => code("evidence", it)).join(t("look.comma"));
  return (
    <li>
      <p>
        <Moment at={change.at} venueId={venueId} as="clock" /> · <BandMark band={change.band} />{" "}
        <span className="num">{signedDb(change.scoreDb)} dB</span> · {code("suspectState", change.state)}
        {change.sensorId !== undefined && <> · {names.sensor(change.sensorId)}</>}
      </p>
      {appeared.length > 0 && <p className="muted small">{t("changes.appeared", { what: evidence(appeared) })}</p>}
      {gone.length > 0 && <p className="muted small">{t("changes.gone", { what: evidence(gone) })}</p>}
      {change.place && (
        <p className="muted small">
          {placeText(change.place, { t, floorName: names.floor, sensorName: names.sensor })}
        </p>
      )}
    </li>
  );
}

/** What changed about a suspect, newest first: band, evidence, place. */
export function Changes({ detail: { changes, suspect } }: { detail: SuspectDetail }) {
  const { t } = useText();
  const [all, setAll] = useState(false);
  const shown = all ? changes : changes.slice(0, FIRST_ROWS);
  return (
    <section className="section">
      <h2>{t("changes.title")}</h2>
      {changes.length === 0 && <p className="muted">{t("changes.none")}</p>}
      <ul className="history">
        {shown.map((change, at) => (
          <Row
            key={`${change.at}/${change.sensorId ?? ""}/${at}`}
            change={change}
            before={changes.slice(at + 1).find((it) => it.sensorId === change.sensorId)}
            venueId={suspect.venueId}
          />
        ))}
      </ul>
      {shown.length < changes.length && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          {t("changes.all", { n: changes.length })}
        </button>
      )}
    </section>
  );
}
